package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a registration: the result of a hook, created by {@code accept()} and {@code refuse()} of its request
 * (engine behaviour, section 19). Immutable.
 *
 * @param <D> the class of the decision
 */
abstract sealed class RegistrationDecision<D extends RegistrationDecision<D>> implements JsonConvertible
        permits FunctionDecision, TriggerDecision, TriggerTypeDecision {

    /** The changed fields; {@code null} if the registration is refused. */
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

    /** Returns {@code true} if the registration is accepted. */
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
