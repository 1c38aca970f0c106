package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A function that is registered at an engine. Immutable.
 *
 * @param id the function id
 * @param namespace the namespace of the function
 * @param workerName the name of the worker that owns the function; the engine's built-in workers have names, too
 * @param description the description for humans
 * @param metadata the metadata of the function
 */
public record FunctionInfo(
        String id, String namespace, String workerName, Optional<String> description, Optional<Json> metadata) {

    /** Reads a function from the JSON of the engine. */
    public static FunctionInfo of(Json json) {
        JsonFields fields = JsonFields.of(json, "a function");
        return new FunctionInfo(
                fields.text("function_id"),
                fields.text("namespace", "default"),
                fields.text("worker_name", ""),
                Optional.ofNullable(fields.textOrNull("description")),
                Optional.ofNullable(fields.jsonOrNull("metadata")));
    }
}
