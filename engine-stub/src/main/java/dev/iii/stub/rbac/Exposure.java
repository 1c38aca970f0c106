package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.Function;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Functions that everybody on a port may call: an entry of {@code expose_functions}. Holds in one namespace. Immutable.
 */
public final class Exposure {

    /** What a value of the metadata has to be: this very value, or a text that fits. */
    private record Wanted(
            @Nullable JsonNode exactly, @Nullable Wildcard text) {

        static Wanted of(RawJson value) {
            String pattern = JsonText.isString(value) ? Wildcard.unwrapped(JsonText.string(value)) : null;
            return pattern == null ? new Wanted(JsonText.tree(value), null) : new Wanted(null, new Wildcard(pattern));
        }

        boolean fits(@Nullable JsonNode value) {
            if (value == null) {
                return false;
            }
            return text == null ? value.equals(exactly) : value.isString() && text.matches(value.stringValue());
        }
    }

    private final String namespace;
    private final @Nullable Wildcard ids;
    private final Map<String, Wanted> metadata;

    private Exposure(@Nullable String namespace, @Nullable Wildcard ids, Map<String, Wanted> metadata) {
        this.namespace = namespace == null ? Engine.DEFAULT_NAMESPACE : namespace;
        this.ids = ids;
        this.metadata = metadata;
    }

    /**
     * Functions whose id fits.
     *
     * @param pattern with {@code *} for any text
     * @param namespace where; {@code null} for the default one
     */
    public static Exposure ofIds(String pattern, @Nullable String namespace) {
        return new Exposure(namespace, new Wildcard(pattern), Map.of());
    }

    /**
     * Functions whose metadata has all of these values.
     *
     * @param values by name; a text like {@code match("…")} is a pattern for texts
     * @param namespace where; {@code null} for the default one
     */
    public static Exposure ofMetadata(Map<String, RawJson> values, @Nullable String namespace) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        values.forEach((name, value) -> wanted.put(name, Wanted.of(value)));
        return new Exposure(namespace, null, wanted);
    }

    /** Whether a call of the id in the namespace is covered; {@code target} is what it would reach. */
    boolean covers(String functionId, String calledNamespace, @Nullable Function target) {
        if (!namespace.equals(calledNamespace)) {
            return false;
        }
        return ids == null ? target != null && fits(target.spec().metadata()) : ids.matches(functionId);
    }

    private boolean fits(@Nullable RawJson given) {
        if (given == null || !given.isObject()) {
            return false;
        }
        try {
            JsonNode values = JsonText.tree(given);
            return metadata.entrySet().stream()
                    .allMatch(entry -> entry.getValue().fits(values.get(entry.getKey())));
        } catch (BadInputException e) {
            return false; // With a number that nobody can compare.
        }
    }
}
