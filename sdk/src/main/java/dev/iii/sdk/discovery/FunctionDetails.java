package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
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
}
