package dev.iii.stub.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded file.
 *
 * @param name the file without its ending, with {@code extra/} in front for those of that folder
 * @param shows what it demonstrates
 * @param ports what it needs of an engine: {@code ws} and perhaps {@code http}, {@code stream}, {@code rbac}
 * @param steps in order
 */
record Scenario(String name, String shows, Set<String> ports, List<Step> steps) {

    static final String ENDING = ".jsonl";

    /**
     * One line of a file.
     *
     * @param line its number, from 1
     */
    record Step(int line, ObjectNode json) {

        boolean has(String key) {
            return json.has(key);
        }

        /** The value of a key that must be there. */
        JsonNode get(String key) {
            JsonNode value = json.get(key);
            if (value == null) {
                throw new Mismatch("the step has no \"" + key + "\": " + Mismatch.shown(json));
            }
            return value;
        }

        String text(String key) {
            return get(key).asString();
        }

        boolean isTrue(String key) {
            return has(key) && get(key).asBoolean();
        }
    }

    static Scenario load(Path file, String prefix) throws IOException {
        String name = prefix + file.getFileName().toString().replace(ENDING, "");
        return parse(name, Files.readAllLines(file));
    }

    /** @throws IllegalArgumentException when a line is no JSON object, or the first one no header */
    static Scenario parse(String name, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                if (!(Json.parse(lines.get(i)) instanceof ObjectNode json)) {
                    throw new IllegalArgumentException(name + " line " + (i + 1) + ": not a JSON object");
                }
                steps.add(new Step(i + 1, json));
            }
        }
        if (steps.isEmpty() || !steps.get(0).has("scenario")) {
            throw new IllegalArgumentException(name + ": the first line must be the header with \"scenario\"");
        }
        return new Scenario(name, steps.get(0).json().path("shows").asString(""), neededPorts(steps), steps);
    }

    private static Set<String> neededPorts(List<Step> steps) {
        Set<String> ports = new LinkedHashSet<>();
        ports.add("ws");
        steps.get(0).json().path("requires").forEach(port -> ports.add(port.asString()));
        boolean http = steps.stream()
                .map(Step::json)
                .anyMatch(step -> step.has("request") && !step.path("request").has("base")
                        || Json.text(step).contains("${http}"));
        if (http) {
            ports.add("http");
        }
        return ports;
    }

    /** Name and subject, as a test report shows them. */
    String title() {
        return shows.isEmpty() ? name : name + ": " + shows;
    }
}
