package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision about the registration of a function: the result of a hook, created by {@link FunctionRegistrationRequest}.
 * Fields that are not set keep the values of the request. Immutable: every setter returns a copy, and throws {@link
 * IllegalStateException} if the registration is refused.
 */
public final class FunctionDecision extends RegistrationDecision<FunctionDecision> {

    FunctionDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    FunctionDecision copy(Map<String, Json> changed) {
        return new FunctionDecision(changed);
    }

    /** Sets another function id. */
    public FunctionDecision functionId(String id) {
        return with("function_id", Json.of(Arguments.notBlank(id, "function id")));
    }

    /** Sets another description. */
    public FunctionDecision description(String text) {
        return with("description", Json.of(Arguments.notNull(text, "description")));
    }

    /** Sets other metadata. */
    public FunctionDecision metadata(Object value) {
        return with("metadata", Json.of(Arguments.notNull(value, "metadata")));
    }
}
