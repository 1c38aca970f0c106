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
 * A section of a config file, read value by value.
 *
 * <p>A value that does not fit is a {@link ConfigException} that says where it stands and what is allowed. Keys that
 * nobody asked for can be listed afterwards. Not thread-safe.
 */
public final class ConfigSection {

    private static final int MAX_PORT = 65535;

    private final ConfigNode.Place place;
    private final Map<String, ConfigNode> members;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<ConfigSection> below = new ArrayList<>();

    private ConfigSection(ConfigNode.Place place, Map<String, ConfigNode> members) {
        this.place = place;
        this.members = members;
    }

    /** A section with nothing in it. */
    public static ConfigSection empty() {
        return new ConfigSection(new ConfigNode.Place("", 0, ""), Map.of());
    }

    static ConfigSection of(ConfigNode node) {
        if (node instanceof ConfigNode.Mapping mapping) {
            return new ConfigSection(mapping.place(), mapping.members());
        }
        if (node instanceof ConfigNode.Scalar scalar && scalar.isNull()) {
            return new ConfigSection(scalar.place(), Map.of());
        }
        throw node.place().mistake("must be a section of keys and values, but is " + node.describe());
    }

    /** A mistake in this section. */
    public ConfigException mistake(String rest) {
        return place.mistake(rest);
    }

    /** Whether the key is there with a value. */
    public boolean has(String key) {
        return member(key) != null;
    }

    /** A text, {@code null} when it is absent. */
    public @Nullable String string(String key) {
        ConfigNode.Scalar scalar = scalar(key, "a text");
        return scalar == null ? null : scalar.text();
    }

    /** A text, or what it is when it is absent. */
    public String string(String key, String absent) {
        String value = string(key);
        return value == null ? absent : value;
    }

    /** One of the given texts, or what it is when it is absent. */
    public String oneOf(String key, String absent, List<String> allowed) {
        String value = string(key, absent);
        if (!allowed.contains(value)) {
            throw required(key)
                    .place()
                    .mistake("must be one of " + String.join(", ", allowed) + ", but is \"" + value + "\"");
        }
        return value;
    }

    /** A whole number, {@code null} when it is absent. */
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
            // Said below, like a number out of range.
        }
        throw scalar.place().mistake("must be " + range + ", but is " + scalar.describe());
    }

    /** A whole number, or what it is when it is absent. */
    public long integer(String key, long absent, long min, long max) {
        Long value = integer(key, min, max);
        return value == null ? absent : value;
    }

    /** A port, {@code null} when it is absent; 0 stands for a free one. */
    public @Nullable Integer port(String key) {
        Long value = integer(key, 0, MAX_PORT);
        return value == null ? null : value.intValue();
    }

    /** A number of milliseconds, or what it is when it is absent. */
    public Duration millis(String key, Duration absent, long min, long max) {
        Long value = integer(key, min, max);
        return value == null ? absent : Duration.ofMillis(value);
    }

    /** A number, or what it is when it is absent. */
    public double number(String key, double absent) {
        ConfigNode.Scalar scalar = scalar(key, "a number");
        if (scalar == null) {
            return absent;
        }
        try {
            return Double.parseDouble(scalar.text());
        } catch (NumberFormatException e) {
            throw scalar.place().mistake("must be a number, but is " + scalar.describe());
        }
    }

    /** A flag, or what it is when it is absent. */
    public boolean flag(String key, boolean absent) {
        ConfigNode.Scalar scalar = scalar(key, "true or false");
        if (scalar == null) {
            return absent;
        }
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw scalar.place().mistake("must be true or false, but is " + scalar.describe());
        };
    }

    /** Any value as JSON, {@code null} when it is absent. */
    public @Nullable RawJson json(String key) {
        ConfigNode node = member(key);
        if (node == null) {
            return null;
        }
        JsonBuffer out = new JsonBuffer();
        node.write(out);
        return RawJson.wrap(out.toByteArray());
    }

    /** A section below this one, {@code null} when it is absent. */
    public @Nullable ConfigSection section(String key) {
        ConfigNode node = member(key);
        return node == null ? null : watched(of(node));
    }

    /** The sections of a list, none when it is absent. */
    public List<ConfigSection> sections(String key) {
        List<ConfigSection> sections = new ArrayList<>();
        for (ConfigNode element : elements(key)) {
            sections.add(watched(of(element)));
        }
        return sections;
    }

    /** The texts of a list, none when it is absent. */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode element : elements(key)) {
            if (!(element instanceof ConfigNode.Scalar scalar) || scalar.isNull()) {
                throw element.place().mistake("must be a text, but is " + element.describe());
            }
            texts.add(scalar.text());
        }
        return texts;
    }

    /** A list whose elements are texts or sections: each one as a text, or {@code null} and its section. */
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
     * An element of a mixed list; one of the two is there.
     *
     * @param text the element as a text
     * @param section the element as a section
     */
    public record Item(@Nullable String text, @Nullable ConfigSection section) {}

    /** The names of all keys, which count as asked for. */
    public List<String> keys() {
        known.addAll(members.keySet());
        return List.copyOf(members.keySet());
    }

    /** Notes that the key is known and has no effect here. */
    public void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /** A line for every key that nobody has asked for, here and below. */
    public List<String> unknownKeys() {
        List<String> lines = new ArrayList<>(unknownKeysHere());
        below.forEach(section -> lines.addAll(section.unknownKeys()));
        return lines;
    }

    /** A line for every key that nobody has asked for in this very section. */
    public List<String> unknownKeysHere() {
        List<String> lines = new ArrayList<>();
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                lines.add(node.place().prefix() + " is not known here and has no effect; known are "
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
        throw node.place().mistake("must be a list, but is " + node.describe());
    }

    private ConfigNode.@Nullable Scalar scalar(String key, String allowed) {
        ConfigNode node = member(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ConfigNode.Scalar scalar) {
            return scalar;
        }
        throw node.place().mistake("must be " + allowed + ", but is " + node.describe());
    }

    private ConfigNode required(String key) {
        ConfigNode node = members.get(key);
        if (node == null) {
            throw new IllegalArgumentException(key + " has no place");
        }
        return node;
    }

    /** The value of a key; nothing when it is empty. */
    private @Nullable ConfigNode member(String key) {
        known.add(key);
        ConfigNode node = members.get(key);
        return node instanceof ConfigNode.Scalar scalar && scalar.isNull() ? null : node;
    }
}
