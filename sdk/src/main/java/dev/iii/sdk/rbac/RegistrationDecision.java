package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ToJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a registration: the answer of a hook, made by {@code accept()} and {@code refuse()} of its request (engine
 * behaviour, section 19). Immutable.
 *
 * @param <D> the decision itself
 */
abstract sealed class RegistrationDecision<D extends RegistrationDecision<D>> implements ToJson
        permits FunctionDecision, TriggerDecision, TriggerTypeDecision {

    /** {@code null} for a refusal. */
    private final @Nullable Map<String, Json> fields;

    RegistrationDecision(@Nullable Map<String, Json> fields) {
        this.fields = fields;
    }

    abstract D copy(Map<String, Json> changed);

    final D with(String field, Json value) {
        if (fields == null) {
            throw new IllegalStateException("a refused registration has no " + field);
        }
        Map<String, Json> changed = new LinkedHashMap<>(fields);
        changed.put(field, value);
        return copy(changed);
    }

    /** Whether it is accepted. */
    public final boolean isAccepted() {
        return fields != null;
    }

    @Override
    public final Json toJson() {
        return fields == null ? Json.NULL : Json.object(fields);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName()
                + (fields == null ? "[refused]" : "[accepted, changes " + fields.keySet() + "]");
    }
}
