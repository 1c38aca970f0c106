package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the registration of a function. What is not said stays as the worker wants it. Immutable. */
public final class FunctionDecision extends RegistrationDecision<FunctionDecision> {

    FunctionDecision(@Nullable Map<String, Json> fields) {
        super(fields);
    }

    @Override
    FunctionDecision copy(Map<String, Json> changed) {
        return new FunctionDecision(changed);
    }

    /** Under another id. */
    public FunctionDecision functionId(String id) {
        return with("function_id", Json.of(Arguments.notBlank(id, "function id")));
    }

    /** With another description. */
    public FunctionDecision description(String text) {
        return with("description", Json.of(Arguments.notNull(text, "description")));
    }

    /** With other metadata. */
    public FunctionDecision metadata(Object value) {
        return with("metadata", Json.of(Arguments.notNull(value, "metadata")));
    }
}
