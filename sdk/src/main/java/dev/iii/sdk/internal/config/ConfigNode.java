package dev.iii.sdk.internal.config;

import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a configuration file, and the line where it starts, from 1. */
sealed interface ConfigNode {

    int line();

    /** The entries are in the order of the file. */
    record Mapping(int line, Map<String, ConfigNode> entries) implements ConfigNode {}

    record Sequence(int line, List<ConfigNode> elements) implements ConfigNode {}

    /**
     * A string, a number, a boolean or null.
     *
     * @param value the value
     * @param text the same value as a JSON string, if the file does not say which of them it is: the value of a variable may be
     *     a number, or text that looks like one
     */
    record Scalar(int line, Json value, @Nullable Json text) implements ConfigNode {}
}
