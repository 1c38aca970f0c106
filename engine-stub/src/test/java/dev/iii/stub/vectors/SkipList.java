package dev.iii.stub.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is known not to do yet. Each line is a scenario, or a prefix that ends in {@code *}, then white space
 * and the reason; empty lines and those that begin with {@code #} do not count.
 */
record SkipList(List<Entry> entries) {

    /** Nothing is skipped. */
    static final SkipList NONE = new SkipList(List.of());

    record Entry(String pattern, String reason) {
        boolean matches(String scenario) {
            return pattern.endsWith("*")
                    ? scenario.startsWith(pattern.substring(0, pattern.length() - 1))
                    : scenario.equals(pattern);
        }
    }

    SkipList {
        entries = List.copyOf(entries);
    }

    static SkipList load(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException when a line has no reason */
    static SkipList parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split("\\s+", 2);
                if (words.length < 2) {
                    throw new IllegalArgumentException(
                            "skipped.txt line " + (i + 1) + ": say why " + words[0] + " is skipped, behind its name");
                }
                entries.add(new Entry(words[0], words[1]));
            }
        }
        return new SkipList(entries);
    }

    /** Why the scenario is skipped, or empty when it has to pass. */
    Optional<String> reason(String scenario) {
        return entries.stream()
                .filter(entry -> entry.matches(scenario))
                .map(Entry::reason)
                .findFirst();
    }

    /** The patterns that fit none of the scenarios. */
    List<String> unused(Collection<String> scenarios) {
        return entries.stream()
                .filter(entry -> scenarios.stream().noneMatch(entry::matches))
                .map(Entry::pattern)
                .toList();
    }
}
