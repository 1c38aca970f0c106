package dev.iii.sdk.internal.config;

import dev.iii.sdk.error.InvalidConfigException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Parses YAML 1.2. The only class that uses the YAML library, which is an optional dependency: its code is not linked before a
 * file is read.
 */
final class YamlFile {

    private static final int MAX_DEPTH = 100;
    /** The limit for a file whose aliases repeat large values. */
    private static final int MAX_VALUES = 100_000;

    private final String name;
    private final ConfigVariables variables;
    private final ScalarResolver types = new CoreSchema().getScalarResolver();
    private int values;

    private YamlFile(String name, ConfigVariables variables) {
        this.name = name;
        this.variables = variables;
    }

    /**
     * Parses a document. An empty document is an empty mapping.
     *
     * @param name the name of the file, for messages
     */
    static ConfigNode parse(String text, String name, ConfigVariables variables) {
        return new YamlFile(name, variables).parse(text);
    }

    private ConfigNode parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setLabel(name)
                .build();
        ConfigNode root = null;
        try {
            Composer documents = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            while (documents.hasNext()) {
                Node document = documents.next();
                if (root != null) {
                    throw failure("", line(document), "the file contains a second document", null);
                }
                root = node("", document, 0);
            }
        } catch (MarkedYamlEngineException e) {
            // Its message contains lines of the file, which may be secrets.
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw failure("", line, "the file is not valid YAML: " + e.getProblem(), null);
        } catch (YamlEngineException e) {
            throw failure("", 0, "the file is not valid YAML: " + e.getMessage(), null);
        }
        if (root instanceof ConfigNode.Scalar scalar && scalar.value().isNull()) {
            root = null;
        }
        if (root == null) {
            return new ConfigNode.Mapping(1, Map.of());
        }
        if (!(root instanceof ConfigNode.Mapping)) {
            throw failure("", root.line(), "the file must contain a mapping, for example log_level: debug", null);
        }
        return root;
    }

    private ConfigNode node(String key, Node node, int depth) {
        if (node.isRecursive()) {
            throw failure(key, line(node), "the value contains itself", null);
        }
        if (depth > MAX_DEPTH) {
            throw failure(key, line(node), "the value is nested more than " + MAX_DEPTH + " levels", null);
        }
        values++;
        if (values > MAX_VALUES) {
            throw failure(key, line(node), "the file contains more than " + MAX_VALUES + " values", null);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(key, mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<ConfigNode> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(node(key + "[" + elements.size() + "]", element, depth + 1));
            }
            return new ConfigNode.Sequence(line(node), elements);
        }
        return scalar(key, (ScalarNode) node);
    }

    private ConfigNode mapping(String key, MappingNode node, int depth) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                throw failure(key, line(entry.getKeyNode()), "a key must be a string", null);
            }
            String inner = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
            if (entries.containsKey(name.getValue())) {
                throw failure(inner, line(name), "the key occurs twice", null);
            }
            entries.put(name.getValue(), node(inner, entry.getValueNode(), depth + 1));
        }
        return new ConfigNode.Mapping(line(node), entries);
    }

    private ConfigNode scalar(String key, ScalarNode node) {
        int line = line(node);
        String text = node.getValue();
        if (!text.contains("${")) {
            return new ConfigNode.Scalar(line, value(key, line, node.getTag(), text), null);
        }
        String expanded;
        try {
            expanded = variables.expand(text);
        } catch (IllegalArgumentException e) {
            throw failure(key, line, String.valueOf(e.getMessage()), e);
        }
        Json string = Json.of(expanded);
        if (!ConfigVariables.isPlaceholder(text) || expanded.isBlank()) {
            return new ConfigNode.Scalar(line, string, null);
        }
        return new ConfigNode.Scalar(line, value(key, line, types.resolve(expanded, true), expanded), string);
    }

    private Json value(String key, int line, Tag tag, String text) {
        if (tag.equals(Tag.STR)) {
            return Json.of(text);
        }
        if (tag.equals(Tag.NULL)) {
            return Json.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Json.of(text.equalsIgnoreCase("true"));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                return Json.of(tag.equals(Tag.INT) ? integer(text) : new BigDecimal(text));
            } catch (NumberFormatException | InvalidPayloadException e) {
                throw failure(key, line, "the number cannot be represented in JSON", e);
            }
        }
        throw failure(key, line, "the tag " + tag.getValue() + " is not supported", null);
    }

    private static BigInteger integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private InvalidConfigException failure(String key, int line, String problem, @Nullable Throwable cause) {
        return ConfigFile.failure(name, key, line, key.isEmpty() ? problem : key + ": " + problem, cause);
    }
}
