package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the registration of a trigger. What is not said stays as the worker wants it. Immutable. */
public final class TriggerDecision extends RegistrationDecision<TriggerDecision> {

    TriggerDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    TriggerDecision copy(Map<String, Json> changed) {
        return new TriggerDecision(changed);
    }

    /** Under another id. */
    public TriggerDecision triggerId(String id) {
        return with("trigger_id", Json.of(Arguments.notBlank(id, "trigger id")));
    }

    /** Of another type. */
    public TriggerDecision triggerType(String type) {
        return with("trigger_type", Json.of(Arguments.notBlank(type, "trigger type")));
    }

    /** For another function. */
    public TriggerDecision functionId(String id) {
        return with("function_id", Json.of(Arguments.notBlank(id, "function id")));
    }

    /** With another configuration. */
    public TriggerDecision config(Object value) {
        return with("config", Json.of(Arguments.notNull(value, "config")));
    }
}
