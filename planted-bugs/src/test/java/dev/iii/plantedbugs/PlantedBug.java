package dev.iii.plantedbugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bug that can be planted.
 *
 * @param title the heading in the list
 * @param file the source file, relative to the root of the project
 * @param test the test class that must fail
 * @param original the lines that the bug replaces; they occur once in the file
 * @param replacement the lines of the bug
 */
record PlantedBug(String title, String file, String test, String original, String replacement) {

    private static final Pattern ENTRY = Pattern.compile(
            "^### (.+?)\\n.*?^File: `(.+?)`.*?^Test: `(.+?)`.*?^```diff\\n(.*?)^```",
            Pattern.MULTILINE | Pattern.DOTALL);

    /** Reads the list: a heading, the file, the test and a diff for each bug. */
    static List<PlantedBug> read(Path list) throws IOException {
        List<PlantedBug> bugs = new ArrayList<>();
        Matcher entries = ENTRY.matcher(Files.readString(list));
        while (entries.find()) {
            String diff = entries.group(4);
            bugs.add(new PlantedBug(
                    entries.group(1), entries.group(2), entries.group(3), lines(diff, '-'), lines(diff, '+')));
        }
        return bugs;
    }

    private static String lines(String diff, char side) {
        StringBuilder text = new StringBuilder();
        diff.lines()
                .filter(line -> line.charAt(0) == side || line.charAt(0) == ' ')
                .forEach(line -> text.append(line, 1, line.length()).append('\n'));
        return text.toString();
    }

    /** Returns the name of the class whose source file has the bug. */
    String className() {
        String path = file.substring(file.indexOf("/java/") + "/java/".length());
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    /** Returns the source with the bug. */
    String plant(Path root) throws IOException {
        String source = Files.readString(root.resolve(file));
        int at = source.indexOf(original);
        if (original.isEmpty() || at < 0 || source.indexOf(original, at + 1) >= 0) {
            throw new IllegalStateException(
                    "the lines of \"" + title + "\" do not occur once in " + file + "; adapt docs/planted-bugs.md");
        }
        return source.substring(0, at) + replacement + source.substring(at + original.length());
    }
}
