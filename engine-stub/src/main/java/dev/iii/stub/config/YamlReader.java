package dev.iii.stub.config;

import dev.iii.stub.config.ConfigNode.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads YAML into nodes that contain their line number. */
final class YamlReader {

    private static final int MAX_DEPTH = 50;
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final JsonParser parser;

    private YamlReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a document. An empty file is an empty section. */
    static ConfigNode read(String file, String yaml) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            YamlReader reader = new YamlReader(parser);
            Position root = new Position(file, 1, "");
            if (parser.nextToken() == null) {
                return new ConfigNode.Mapping(root, Map.of());
            }
            return reader.node(root, 0);
        } catch (JacksonException e) {
            throw notYaml(file, e);
        }
    }

    private static ConfigException notYaml(String file, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? file : file + ":" + at.getLineNr() + ":" + at.getColumnNr();
        String why = e.getOriginalMessage().lines().findFirst().orElse("").strip();
        return new ConfigException(where + ": this is not YAML: " + why);
    }

    private ConfigNode node(Position position, int depth) {
        if (depth > MAX_DEPTH) {
            throw position.mistake("is nested deeper than " + MAX_DEPTH + " levels");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(position, depth);
            case START_ARRAY -> sequence(position, depth);
            case VALUE_NULL -> new ConfigNode.Scalar(position, "", true, false);
            default -> new ConfigNode.Scalar(position, parser.getString(), false, isLiteral(token, parser.getString()));
        };
    }

    /** Returns {@code true} if a number or flag is written as in JSON. YAML has additional notations for both. */
    private static boolean isLiteral(JsonToken token, String text) {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> text.equals("true") || text.equals("false");
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                JSON_NUMBER.matcher(text).matches();
            default -> false;
        };
    }

    private ConfigNode mapping(Position position, int depth) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Position member = position.member(name, line());
            parser.nextToken();
            if (members.put(name, node(member, depth + 1)) != null) {
                throw member.mistake("is given twice");
            }
        }
        return new ConfigNode.Mapping(position, members);
    }

    private ConfigNode sequence(Position position, int depth) {
        List<ConfigNode> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(position.element(elements.size(), line()), depth + 1));
        }
        return new ConfigNode.Sequence(position, elements);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
