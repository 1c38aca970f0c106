package dev.iii.stub.core.api;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The id, description, schemas and metadata of a function. Immutable.
 *
 * @param id the function id
 * @param description a human-readable description
 * @param requestFormat JSON Schema of the input
 * @param responseFormat JSON Schema of the output
 * @param metadata any JSON
 * @param traced {@code true} if the engine makes a span for each call; for built-in functions only
 */
public record FunctionSpec(
        String id,
        @Nullable String description,
        @Nullable RawJson requestFormat,
        @Nullable RawJson responseFormat,
        @Nullable RawJson metadata,
        boolean traced) {

    /** Returns the specification of a built-in function without schemas. */
    public static FunctionSpec of(String id, String description) {
        return new FunctionSpec(id, description, null, null, null, true);
    }

    /** Returns a copy with the schema of this input. */
    public FunctionSpec takes(Struct input) {
        return new FunctionSpec(id, description, input.schema(), responseFormat, metadata, traced);
    }

    /** Returns a copy with this JSON Schema of the output. */
    public FunctionSpec gives(RawJson schema) {
        return new FunctionSpec(id, description, requestFormat, schema, metadata, traced);
    }

    /** Returns a copy with metadata. */
    public FunctionSpec withMetadata(RawJson json) {
        return new FunctionSpec(id, description, requestFormat, responseFormat, json, traced);
    }

    /** Returns a copy without spans of the engine. */
    public FunctionSpec untraced() {
        return new FunctionSpec(id, description, requestFormat, responseFormat, metadata, false);
    }
}
