package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A function that an engine has. Immutable.
 *
 * @param id the function id
 * @param namespace where it lives
 * @param workerName the worker that has it; the engine's own workers have names, too
 * @param description a text for people
 * @param metadata what its worker says about it
 */
public record FunctionInfo(
        String id, String namespace, String workerName, Optional<String> description, Optional<Json> metadata) {

    /** Reads it as the engine writes it. */
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
