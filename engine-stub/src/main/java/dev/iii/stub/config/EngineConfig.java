package dev.iii.stub.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A config file of the engine.
 *
 * @param namespaceGrace the value of {@code registration_namespace_grace_ms}, or of the environment variable that
 *     overrides it; {@code null} if neither is set
 * @param workers the entries of {@code workers}, in order
 * @param warnings a message for each key that has no effect, except the keys in sections of workers
 */
public record EngineConfig(@Nullable Duration namespaceGrace, List<WorkerEntry> workers, List<String> warnings) {

    /** Old names of workers, and the new names that replace them. */
    private static final Map<String, String> RENAMED = Map.of(
            "iii-http", "http",
            "iii-cron", "cron",
            "iii-queue", "queue",
            "iii-state", "state",
            "iii-pubsub", "pubsub");

    private static final long MAX_GRACE = Duration.ofDays(1).toMillis();

    private static final String GRACE_VARIABLE = "III_NAMESPACE_GRACE_MS";

    /**
     * A worker that is listed in the file.
     *
     * @param name its name in the file
     * @param entry the whole entry
     * @param config the section {@code config} of the entry; empty if it is absent
     */
    public record WorkerEntry(String name, ConfigSection entry, ConfigSection config) {}

    /**
     * Reads a file.
     *
     * @param variables the environment variables
     * @throws ConfigException if the file is missing, unreadable or malformed
     */
    public static EngineConfig read(Path file, Map<String, String> variables) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("the config file " + file + " does not exist");
        } catch (AccessDeniedException e) {
            throw new ConfigException("the config file " + file + " cannot be read; check its permissions");
        } catch (CharacterCodingException e) {
            throw new ConfigException("the config file " + file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException("the config file " + file + " cannot be read"
                    + (Files.isDirectory(file) ? ": it is a folder" : ": " + e.getMessage()));
        }
        return parse(file.toString(), text, variables);
    }

    /** Parses the content of a file. The name of the file is only used in messages. */
    static EngineConfig parse(String file, String text, Map<String, String> variables) {
        ConfigSection root =
                ConfigSection.of(YamlReader.read(file, EnvironmentVariables.expand(file, text, variables)));
        Long inFile = root.integer("registration_namespace_grace_ms", 0, MAX_GRACE);
        Duration grace = grace(variables);
        if (grace == null && inFile != null) {
            grace = Duration.ofMillis(inFile);
        }
        List<WorkerEntry> workers = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        // The old name of the list is still supported.
        for (String list : List.of("workers", "modules")) {
            for (ConfigSection entry : root.sections(list)) {
                workers.add(worker(entry));
                warnings.addAll(entry.unknownKeysHere());
            }
        }
        warnings.addAll(root.unknownKeysHere());
        refuseOldBesideNew(workers);
        return new EngineConfig(grace, List.copyOf(workers), List.copyOf(warnings));
    }

    /**
     * Returns the grace period from the environment, which overrides the file. Returns {@code null} if it is not set.
     */
    private static @Nullable Duration grace(Map<String, String> variables) {
        String text = variables.get(GRACE_VARIABLE);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            long millis = Long.parseLong(text.strip());
            if (millis >= 0 && millis <= MAX_GRACE) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // The exception below also covers numbers that are out of range.
        }
        throw new ConfigException("the environment variable " + GRACE_VARIABLE + " must be a whole number from 0 to "
                + MAX_GRACE + ", but is \"" + text + "\"");
    }

    private static WorkerEntry worker(ConfigSection entry) {
        String name = entry.string("name");
        if (name == null) {
            throw entry.mistake("needs a name, for example name: iii-state");
        }
        ConfigSection config = entry.section("config");
        entry.ignore("image");
        return new WorkerEntry(name, entry, config == null ? ConfigSection.empty() : config);
    }

    private static void refuseOldBesideNew(List<WorkerEntry> workers) {
        Map<String, WorkerEntry> byName = new HashMap<>();
        workers.forEach(worker -> byName.put(worker.name(), worker));
        for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
            WorkerEntry old = byName.get(renamed.getKey());
            if (old != null && byName.containsKey(renamed.getValue())) {
                throw old.entry()
                        .mistake("names the worker \"" + old.name() + "\" next to \"" + renamed.getValue()
                                + "\", which is its new name; keep one of them");
            }
        }
    }
}
