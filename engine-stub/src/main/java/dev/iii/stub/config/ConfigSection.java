package dev.iii.stub.config;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A section of a config file. Its values are read one by one.
 *
 * <p>An invalid value causes a {@link ConfigException} with its position and the allowed values. Keys that were never
 * read can be listed afterwards. Not thread-safe.
 */
public final class ConfigSection {

    private static final int MAX_PORT = 65535;

    private final ConfigNode.Position position;
    private final Map<String, ConfigNode> members;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<ConfigSection> below = new ArrayList<>();

    private ConfigSection(ConfigNode.Position position, Map<String, ConfigNode> members) {
        this.position = position;
        this.members = members;
    }

    /** Creates a section without keys. */
    public static ConfigSection empty() {
        return new ConfigSection(new ConfigNode.Position("", 0, ""), Map.of());
    }

    static ConfigSection of(ConfigNode node) {
        if (node instanceof ConfigNode.Mapping mapping) {
            return new ConfigSection(mapping.position(), mapping.members());
        }
        if (node instanceof ConfigNode.Scalar scalar && scalar.isNull()) {
            return new ConfigSection(scalar.position(), Map.of());
        }
        throw node.position().mistake("must be a section of keys and values, but is " + node.describe());
    }

    /** Creates an exception for a mistake in this section. */
    public ConfigException mistake(String rest) {
        return position.mistake(rest);
    }

    /** Returns {@code true} if the key has a value. */
    public boolean has(String key) {
        return member(key) != null;
    }

    /** Returns a string, or {@code null} if the key has no value. */
    public @Nullable String string(String key) {
        ConfigNode.Scalar scalar = scalar(key, "a string");
        return scalar == null ? null : scalar.text();
    }

    /** Returns a string, or {@code absent} if the key has no value. */
    public String string(String key, String absent) {
        String value = string(key);
        return value == null ? absent : value;
    }

    /** Returns a string that must be one of {@code allowed}, or {@code absent} if the key has no value. */
    public String oneOf(String key, String absent, List<String> allowed) {
        String value = string(key, absent);
        if (!allowed.contains(value)) {
            throw required(key)
                    .position()
                    .mistake("must be one of " + String.join(", ", allowed) + ", but is \"" + value + "\"");
        }
        return value;
    }

    /** Returns a whole number from {@code min} to {@code max}, or {@code null} if the key has no value. */
    public @Nullable Long integer(String key, long min, long max) {
        String range = "a whole number from " + min + " to " + max;
        ConfigNode.Scalar scalar = scalar(key, range);
        if (scalar == null) {
            return null;
        }
        try {
            long value = Long.parseLong(scalar.text());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The exception below also covers numbers that are out of range.
        }
        throw scalar.position().mistake("must be " + range + ", but is " + scalar.describe());
    }

    /** Returns a whole number from {@code min} to {@code max}, or {@code absent} if the key has no value. */
    public long integer(String key, long absent, long min, long max) {
        Long value = integer(key, min, max);
        return value == null ? absent : value;
    }

    /** Returns a port number, or {@code null} if the key has no value. 0 means any free port. */
    public @Nullable Integer port(String key) {
        Long value = integer(key, 0, MAX_PORT);
        return value == null ? null : value.intValue();
    }

    /** Returns a duration that is given in milliseconds, or {@code absent} if the key has no value. */
    public Duration millis(String key, Duration absent, long min, long max) {
        Long value = integer(key, min, max);
        return value == null ? absent : Duration.ofMillis(value);
    }

    /** Returns a number, or {@code absent} if the key has no value. */
    public double number(String key, double absent) {
        ConfigNode.Scalar scalar = scalar(key, "a number");
        if (scalar == null) {
            return absent;
        }
        try {
            return Double.parseDouble(scalar.text());
        } catch (NumberFormatException e) {
            throw scalar.position().mistake("must be a number, but is " + scalar.describe());
        }
    }

    /** Returns a flag, or {@code absent} if the key has no value. */
    public boolean flag(String key, boolean absent) {
        ConfigNode.Scalar scalar = scalar(key, "true or false");
        if (scalar == null) {
            return absent;
        }
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw scalar.position().mistake("must be true or false, but is " + scalar.describe());
        };
    }

    /** Returns any value as JSON, or {@code null} if the key has no value. */
    public @Nullable RawJson json(String key) {
        ConfigNode node = member(key);
        if (node == null) {
            return null;
        }
        JsonBuffer out = new JsonBuffer();
        node.write(out);
        return RawJson.wrap(out.toByteArray());
    }

    /** Returns a subsection, or {@code null} if the key has no value. */
    public @Nullable ConfigSection section(String key) {
        ConfigNode node = member(key);
        return node == null ? null : watched(of(node));
    }

    /** Returns the sections of a list. Returns an empty list if the key has no value. */
    public List<ConfigSection> sections(String key) {
        List<ConfigSection> sections = new ArrayList<>();
        for (ConfigNode element : elements(key)) {
            sections.add(watched(of(element)));
        }
        return sections;
    }

    /** Returns the strings of a list. Returns an empty list if the key has no value. */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode element : elements(key)) {
            if (!(element instanceof ConfigNode.Scalar scalar) || scalar.isNull()) {
                throw element.position().mistake("must be a string, but is " + element.describe());
            }
            texts.add(scalar.text());
        }
        return texts;
    }

    /**
     * Returns the elements of a list that contains strings and sections. Returns an empty list if the key has no value.
     */
    public List<Item> items(String key) {
        List<Item> items = new ArrayList<>();
        for (ConfigNode element : elements(key)) {
            items.add(
                    element instanceof ConfigNode.Scalar scalar && !scalar.isNull()
                            ? new Item(scalar.text(), null)
                            : new Item(null, watched(of(element))));
        }
        return items;
    }

    /**
     * An element of a list of strings and sections. Exactly one of the two components is not {@code null}.
     *
     * @param text the element as a string
     * @param section the element as a section
     */
    public record Item(@Nullable String text, @Nullable ConfigSection section) {}

    /** Returns the names of all keys. All keys count as read after this call. */
    public List<String> keys() {
        known.addAll(members.keySet());
        return List.copyOf(members.keySet());
    }

    /** Marks keys as known although the stub does not use them. */
    public void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Returns a message for each key that was never read, in this section and its subsections. */
    public List<String> unknownKeys() {
        List<String> lines = new ArrayList<>(unknownKeysHere());
        below.forEach(section -> lines.addAll(section.unknownKeys()));
        return lines;
    }

    /** Returns a message for each key of this section that was never read. Does not include subsections. */
    public List<String> unknownKeysHere() {
        List<String> lines = new ArrayList<>();
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                lines.add(node.position().prefix() + " is not known here and has no effect; known are "
                        + String.join(", ", known));
            }
        });
        return lines;
    }

    private ConfigSection watched(ConfigSection section) {
        below.add(section);
        return section;
    }

    private List<ConfigNode> elements(String key) {
        ConfigNode node = member(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof ConfigNode.Sequence sequence) {
            return sequence.elements();
        }
        throw node.position().mistake("must be a list, but is " + node.describe());
    }

    private ConfigNode.@Nullable Scalar scalar(String key, String allowed) {
        ConfigNode node = member(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ConfigNode.Scalar scalar) {
            return scalar;
        }
        throw node.position().mistake("must be " + allowed + ", but is " + node.describe());
    }

    private ConfigNode required(String key) {
        ConfigNode node = members.get(key);
        if (node == null) {
            throw new IllegalArgumentException(key + " has no value");
        }
        return node;
    }

    /** Returns the value of a key, or {@code null} if it is absent or empty. The key counts as read. */
    private @Nullable ConfigNode member(String key) {
        known.add(key);
        ConfigNode node = members.get(key);
        return node instanceof ConfigNode.Scalar scalar && scalar.isNull() ? null : node;
    }
}
