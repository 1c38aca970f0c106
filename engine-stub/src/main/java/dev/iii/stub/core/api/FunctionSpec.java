package dev.iii.stub.core.api;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a function beside who answers it.
 *
 * @param id the function id
 * @param description a text for people
 * @param requestFormat JSON Schema of the input
 * @param responseFormat JSON Schema of the output
 * @param metadata any JSON
 * @param traced whether the engine makes a span for a call of it when it is built in
 */
public record FunctionSpec(
        String id,
        @Nullable String description,
        @Nullable RawJson requestFormat,
        @Nullable RawJson responseFormat,
        @Nullable RawJson metadata,
        boolean traced) {

    /** A built-in function. */
    public static FunctionSpec of(String id, String description) {
        return new FunctionSpec(id, description, null, null, null, true);
    }

    /** The same with an input of this shape. */
    public FunctionSpec takes(Struct input) {
        return new FunctionSpec(id, description, input.schema(), responseFormat, metadata, traced);
    }

    /** The same with an output of this JSON Schema. */
    public FunctionSpec gives(RawJson schema) {
        return new FunctionSpec(id, description, requestFormat, schema, metadata, traced);
    }

    /** The same with metadata. */
    public FunctionSpec withMetadata(RawJson json) {
        return new FunctionSpec(id, description, requestFormat, responseFormat, json, traced);
    }

    /** The same without spans of the engine. */
    public FunctionSpec untraced() {
        return new FunctionSpec(id, description, requestFormat, responseFormat, metadata, false);
    }
}
