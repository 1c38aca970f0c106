package dev.iii.sdk.discovery;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import java.util.Optional;

/**
 * A function that is bound to a trigger. Those that wait for the provider of their type are not listed by the engine.
 * Immutable.
 *
 * @param id the trigger id
 * @param type the trigger type
 * @param functionId the function
 * @param workerName who registered it
 * @param config its configuration
 * @param metadata what its calls carry beside the payload; lists do not tell
 */
public record RegisteredTrigger(
        String id, String type, String functionId, String workerName, Json config, Optional<Json> metadata) {

    static RegisteredTrigger of(Json json) {
        return of(json, "", "");
    }

    static RegisteredTrigger of(Json json, String functionId, String workerName) {
        JsonFields fields = JsonFields.of(json, "a registered trigger");
        return new RegisteredTrigger(
                fields.text("id"),
                fields.text("trigger_type"),
                fields.text("function_id", functionId),
                fields.text("worker_name", workerName),
                fields.json("config"),
                Optional.ofNullable(fields.jsonOrNull("metadata")));
    }
}
