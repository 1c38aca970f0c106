package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the registration of a trigger type. What is not said stays as the worker wants it. Immutable. */
public final class TriggerTypeDecision extends RegistrationDecision<TriggerTypeDecision> {

    TriggerTypeDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    TriggerTypeDecision copy(Map<String, Json> changed) {
        return new TriggerTypeDecision(changed);
    }

    /** Under another name. */
    public TriggerTypeDecision triggerTypeId(String id) {
        return with("trigger_type_id", Json.of(Arguments.notBlank(id, "trigger type")));
    }

    /** With another description. */
    public TriggerTypeDecision description(String text) {
        return with("description", Json.of(Arguments.notNull(text, "description")));
    }
}
