package dev.iii.sdk.discovery;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import java.util.List;
import java.util.Optional;

/**
 * All that an engine says about a function. Immutable.
 *
 * @param info what lists of functions have as well
 * @param requestSchema JSON Schema of what it takes
 * @param responseSchema JSON Schema of what it answers
 * @param triggers what it is bound to; their function and worker are this one
 */
public record FunctionDetails(
        FunctionInfo info,
        Optional<Json> requestSchema,
        Optional<Json> responseSchema,
        List<RegisteredTrigger> triggers) {

    /** Keeps a copy of the triggers. */
    public FunctionDetails {
        triggers = List.copyOf(triggers);
    }

    static FunctionDetails of(Json json) {
        FunctionInfo info = FunctionInfo.of(json);
        JsonFields fields = JsonFields.of(json, "a function");
        return new FunctionDetails(
                info,
                Optional.ofNullable(fields.jsonOrNull("request_schema")),
                Optional.ofNullable(fields.jsonOrNull("response_schema")),
                fields.list("registered_triggers", each -> RegisteredTrigger.of(each, info.id(), info.workerName())));
    }
}
