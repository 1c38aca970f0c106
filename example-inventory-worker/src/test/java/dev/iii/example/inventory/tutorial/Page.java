package dev.iii.example.inventory.tutorial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a page of the documentation. Immutable.
 *
 * @param steps the parts below the headings, in order
 */
record Page(List<Step> steps) {

    private static final Pattern BLOCK = Pattern.compile("```(java|xml|console|text)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("(?:// |<!-- )(\\S+)(?: -->)?\n");

    /** A file with its path in the folder of the reader. */
    record SourceFile(String path, String content) {}

    /**
     * A part below a heading.
     *
     * @param title the heading
     * @param files the files that the reader creates or replaces
     * @param requests the commands of a terminal, each with its expected output
     * @param printed the lines that the program prints
     */
    record Step(String title, List<SourceFile> files, List<Request> requests, List<String> printed) {}

    /** A command of a terminal. */
    record Request(String command, String output) {}

    static Page read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String part : Files.readString(file).split("\n## ", -1)) {
            steps.add(step(part));
        }
        return new Page(steps);
    }

    private static Step step(String part) {
        Step step =
                new Step(part.lines().findFirst().orElse(""), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Matcher blocks = BLOCK.matcher(part);
        while (blocks.find()) {
            String content = blocks.group(2);
            switch (blocks.group(1)) {
                case "console" -> addRequests(content, step.requests);
                case "text" -> content.lines().forEach(step.printed::add);
                default -> {
                    Matcher path = PATH.matcher(content);
                    if (!path.lookingAt()) {
                        throw new IllegalArgumentException("a block of '" + step.title + "' has no path:\n" + content);
                    }
                    step.files.add(new SourceFile(path.group(1), content));
                }
            }
        }
        return step;
    }

    private static void addRequests(String content, List<Request> requests) {
        String[] parts = ("\n" + content).split("\n\\$ ", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] lines = parts[i].split("\n", 2);
            requests.add(new Request(lines[0], lines[1].strip()));
        }
    }
}
