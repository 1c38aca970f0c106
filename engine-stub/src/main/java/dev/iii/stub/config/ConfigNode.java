package dev.iii.stub.config;

import java.util.List;
import java.util.Map;

/** A value of a config file, with the place where it stands. */
sealed interface ConfigNode {

    /** Where a value stands: {@code config.yaml:12}, and its key from the root, for example {@code workers[0].name}. */
    record Place(String file, int line, String key) {

        Place member(String name, int atLine) {
            return new Place(file, atLine, key.isEmpty() ? name : key + "." + name);
        }

        Place element(int index, int atLine) {
            return new Place(file, atLine, key + "[" + index + "]");
        }

        /** The place as the beginning of a message. */
        String prefix() {
            return file + ":" + line + ": " + (key.isEmpty() ? "the file" : key);
        }

        ConfigException mistake(String rest) {
            return new ConfigException(prefix() + " " + rest);
        }
    }

    Place place();

    /** Named values, in the order of the file. */
    record Mapping(Place place, Map<String, ConfigNode> members) implements ConfigNode {}

    /** Values in order. */
    record Sequence(Place place, List<ConfigNode> elements) implements ConfigNode {}

    /** A text, number, flag or nothing at all. */
    record Scalar(Place place, String text, boolean isNull) implements ConfigNode {}

    /** What it is, for messages. */
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
