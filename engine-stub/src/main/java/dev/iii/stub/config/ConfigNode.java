package dev.iii.stub.config;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A value of a config file, with its position in the file. */
sealed interface ConfigNode {

    /** The position of a value: its file and line, and its key from the root, for example {@code workers[0].name}. */
    record Position(String file, int line, String key) {

        Position member(String name, int atLine) {
            return new Position(file, atLine, key.isEmpty() ? name : key + "." + name);
        }

        Position element(int index, int atLine) {
            return new Position(file, atLine, key + "[" + index + "]");
        }

        /** Returns the position as the beginning of a message, for example {@code config.yaml:12: workers[0].name}. */
        String prefix() {
            return file + ":" + line + ": " + (key.isEmpty() ? "the file" : key);
        }

        ConfigException mistake(String rest) {
            return new ConfigException(prefix() + " " + rest);
        }
    }

    Position position();

    /** A mapping of names to values, in the order of the file. */
    record Mapping(Position position, Map<String, ConfigNode> members) implements ConfigNode {}

    /** A list of values. */
    record Sequence(Position position, List<ConfigNode> elements) implements ConfigNode {}

    /**
     * A string, a number, a flag or an empty value.
     *
     * @param literal whether the value is written like a number or a flag of JSON
     */
    record Scalar(Position position, String text, boolean isNull, boolean literal) implements ConfigNode {}

    /** Writes the value as JSON. */
    default void write(JsonBuffer out) {
        if (this instanceof Mapping mapping) {
            out.raw('{');
            String comma = "";
            for (Map.Entry<String, ConfigNode> member : mapping.members().entrySet()) {
                out.raw(comma.getBytes(StandardCharsets.US_ASCII))
                        .string(member.getKey())
                        .raw(':');
                member.getValue().write(out);
                comma = ",";
            }
            out.raw('}');
        } else if (this instanceof Sequence sequence) {
            out.raw('[');
            String comma = "";
            for (ConfigNode element : sequence.elements()) {
                out.raw(comma.getBytes(StandardCharsets.US_ASCII));
                element.write(out);
                comma = ",";
            }
            out.raw(']');
        } else if (this instanceof Scalar scalar) {
            if (scalar.isNull()) {
                out.raw(RawJson.NULL);
            } else if (scalar.literal()) {
                out.raw(scalar.text().getBytes(StandardCharsets.US_ASCII));
            } else {
                out.string(scalar.text());
            }
        }
    }

    /** Returns a description of the value for messages. */
    default String describe() {
        if (this instanceof Mapping) {
            return "a section";
        }
        if (this instanceof Sequence) {
            return "a list";
        }
        Scalar scalar = (Scalar) this;
        return scalar.isNull() ? "empty" : "\"" + scalar.text() + "\"";
    }
}
