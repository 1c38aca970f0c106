package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Functions that all sessions of a port may call: an entry of {@code expose_functions}. Applies to one namespace.
 * Immutable.
 */
public final class Exposure {

    /** The required value of a metadata field: this exact value, or any string that matches the pattern. */
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
        this.namespace = namespace == null ? Namespaces.DEFAULT : namespace;
        this.ids = ids;
        this.metadata = metadata;
    }

    /**
     * Exposes the functions whose id matches a pattern.
     *
     * @param pattern the pattern; {@code *} matches any sequence of characters
     * @param namespace the namespace of the functions, or {@code null} for the default namespace
     */
    public static Exposure ofIds(String pattern, @Nullable String namespace) {
        return new Exposure(namespace, new Wildcard(pattern), Map.of());
    }

    /**
     * Exposes the functions whose metadata has all of these values.
     *
     * @param values the required values by field name; a string like {@code match("…")} is a pattern for strings
     * @param namespace the namespace of the functions, or {@code null} for the default namespace
     */
    public static Exposure ofMetadata(Map<String, RawJson> values, @Nullable String namespace) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        values.forEach((name, value) -> wanted.put(name, Wanted.of(value)));
        return new Exposure(namespace, null, wanted);
    }

    /**
     * Returns {@code true} if a call of the id in the namespace is allowed.
     *
     * @param target the function that the call would reach, or {@code null} if it does not exist
     */
    boolean covers(String functionId, String calledNamespace, @Nullable RegisteredFunction target) {
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
            return false; // The metadata contains a number that cannot be compared.
        }
    }
}
