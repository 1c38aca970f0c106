package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision about the registration of a trigger type: the result of a hook, created by {@link
 * TriggerTypeRegistrationRequest}. Fields that are not set keep the values of the request. Immutable: every setter returns
 * a copy, and throws {@link IllegalStateException} if the registration is refused.
 */
public final class TriggerTypeDecision extends RegistrationDecision<TriggerTypeDecision> {

    TriggerTypeDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    TriggerTypeDecision copy(Map<String, Json> changed) {
        return new TriggerTypeDecision(changed);
    }

    /** Sets another name of the trigger type. */
    public TriggerTypeDecision triggerTypeId(String id) {
        return with("trigger_type_id", Json.of(Arguments.notBlank(id, "trigger type")));
    }

    /** Sets another description. */
    public TriggerTypeDecision description(String text) {
        return with("description", Json.of(Arguments.notNull(text, "description")));
    }
}
