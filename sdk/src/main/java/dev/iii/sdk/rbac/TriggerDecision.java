package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision about the registration of a trigger: the result of a hook, created by {@link TriggerRegistrationRequest}.
 * Fields that are not set keep the values of the request. Immutable: every setter returns a copy, and throws {@link
 * IllegalStateException} if the registration is refused.
 */
public final class TriggerDecision extends RegistrationDecision<TriggerDecision> {

    TriggerDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    TriggerDecision copy(Map<String, Json> changed) {
        return new TriggerDecision(changed);
    }

    /** Sets another trigger id. */
    public TriggerDecision triggerId(String id) {
        return with("trigger_id", Json.of(Arguments.notBlank(id, "trigger id")));
    }

    /** Sets another trigger type. */
    public TriggerDecision triggerType(String type) {
        return with("trigger_type", Json.of(Arguments.notBlank(type, "trigger type")));
    }

    /** Sets the id of another function that the trigger calls. */
    public TriggerDecision functionId(String id) {
        return with("function_id", Json.of(Arguments.notBlank(id, "function id")));
    }

    /** Sets another configuration. */
    public TriggerDecision config(Object value) {
        return with("config", Json.of(Arguments.notNull(value, "config")));
    }
}
