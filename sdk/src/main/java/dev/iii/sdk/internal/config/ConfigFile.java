package dev.iii.sdk.internal.config;

import dev.iii.sdk.error.InvalidConfigException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content of a configuration file. Its errors name the file, the line and the key, and contain no values. */
public final class ConfigFile {

    private static final String LIBRARY = "org.snakeyaml:snakeyaml-engine:3.0.1";

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})]");

    private final String name;
    private final ConfigNode root;

    private ConfigFile(String name, ConfigNode root) {
        this.name = name;
        this.root = root;
    }

    /** Returns a configuration without values, for a worker that has no file. */
    public static ConfigFile none() {
        return new ConfigFile("", new ConfigNode.Mapping(0, Map.of()));
    }

    /**
     * Reads a YAML file.
     *
     * @param environment returns the value of an environment variable, {@code null} if it is not set
     */
    public static ConfigFile read(Path file, Function<String, @Nullable String> environment) {
        String name = file.toString();
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw failure(name, "", 0, "the file does not exist", e);
        } catch (CharacterCodingException e) {
            throw failure(name, "", 0, "the file is not UTF-8", e);
        } catch (IOException e) {
            throw failure(name, "", 0, "the file cannot be read: " + e, e);
        }
        try {
            return new ConfigFile(name, YamlFile.parse(text, name, new ConfigVariables(environment)));
        } catch (LinkageError e) {
            throw failure(
                    name,
                    "",
                    0,
                    "reading YAML needs a library; add the dependency " + LIBRARY
                            + " (on the module path also --add-modules org.snakeyaml.engine)",
                    e);
        }
    }

    static InvalidConfigException failure(
            String file, String key, int line, String problem, @Nullable Throwable cause) {
        String place = file.isEmpty() ? "no configuration file is set (III_CONFIG)" : file;
        return new InvalidConfigException(place + (line > 0 ? ":" + line : "") + ": " + problem, key, line, cause);
    }

    /** Returns the content as JSON. */
    public Json json() {
        return json(root, null, Set.of());
    }

    /**
     * Reads the content as a Java type.
     *
     * @param defaults the values for keys that the file does not contain; {@code null} for none
     */
    public Object as(Class<?> type, @Nullable Object defaults, JsonCodec codec) {
        Json base = null;
        if (defaults != null) {
            base = Json.parse(new String(codec.write(defaults), StandardCharsets.UTF_8));
        }
        Set<ConfigNode> asText = Collections.newSetFromMap(new IdentityHashMap<>());
        while (true) {
            byte[] text = json(root, base, asText).text().getBytes(StandardCharsets.UTF_8);
            try {
                Object value = codec.read(text, 0, text.length, type);
                if (value == null) {
                    throw failure(name, "", root.line(), "the file contains no value", null);
                }
                return value;
            } catch (JsonCodecException e) {
                Place place = find(e.path());
                boolean other = place.exact()
                        && place.node() instanceof ConfigNode.Scalar scalar
                        && scalar.text() != null
                        && asText.add(scalar);
                if (!other) {
                    throw failure(name, e.path(), place.node().line(), String.valueOf(e.getMessage()), e);
                }
                // The value of a variable looks like a number, but the type expects a string.
            }
        }
    }

    private static Json json(ConfigNode node, @Nullable Json base, Set<ConfigNode> asText) {
        if (node instanceof ConfigNode.Mapping mapping) {
            Map<String, Json> fields = new LinkedHashMap<>();
            if (base != null) {
                fields.putAll(base.fields());
            }
            mapping.entries()
                    .forEach((key, value) ->
                            fields.put(key, json(value, base == null ? null : base.field(key), asText)));
            return Json.object(fields);
        }
        if (node instanceof ConfigNode.Sequence sequence) {
            List<Json> elements = new ArrayList<>();
            sequence.elements().forEach(element -> elements.add(json(element, null, asText)));
            return Json.array(elements);
        }
        ConfigNode.Scalar scalar = (ConfigNode.Scalar) node;
        Json text = scalar.text();
        return text != null && asText.contains(scalar) ? text : scalar.value();
    }

    // ---------------------------------------------------------------- the place of an error

    /** @param exact whether the file contains the value itself, not only a value around it */
    private record Place(ConfigNode node, boolean exact) {}

    /** Finds the value at a path such as {@code items[2].quantity}, or the innermost value around it. */
    private Place find(String path) {
        ConfigNode node = root;
        String rest = path;
        while (!rest.isEmpty()) {
            String step = null;
            ConfigNode next = null;
            if (node instanceof ConfigNode.Mapping mapping) {
                // A key may contain dots, so the longest one counts.
                for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
                    String key = entry.getKey();
                    if (isStep(key, rest) && (step == null || key.length() > step.length())) {
                        step = key;
                        next = entry.getValue();
                    }
                }
            } else if (node instanceof ConfigNode.Sequence sequence) {
                Matcher index = INDEX.matcher(rest);
                if (index.lookingAt()
                        && Integer.parseInt(index.group(1))
                                < sequence.elements().size()) {
                    step = index.group();
                    next = sequence.elements().get(Integer.parseInt(index.group(1)));
                }
            }
            if (step == null || next == null) {
                return new Place(node, false);
            }
            node = next;
            rest = rest.substring(step.length());
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return new Place(node, true);
    }

    private static boolean isStep(String key, String path) {
        return path.startsWith(key)
                && (path.length() == key.length()
                        || path.charAt(key.length()) == '.'
                        || path.charAt(key.length()) == '[');
    }
}
