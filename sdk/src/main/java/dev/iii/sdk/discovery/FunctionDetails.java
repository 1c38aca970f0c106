package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * A function with its schemas and triggers. Immutable.
 *
 * @param info the fields that lists of functions contain, too
 * @param requestSchema the JSON Schema of the payload
 * @param responseSchema the JSON Schema of the result
 * @param triggers the triggers that call the function
 */
public record FunctionDetails(
        FunctionInfo info,
        Optional<Json> requestSchema,
        Optional<Json> responseSchema,
        List<RegisteredTrigger> triggers) {

    /** Copies the triggers. */
    public FunctionDetails {
        triggers = List.copyOf(triggers);
    }
}
