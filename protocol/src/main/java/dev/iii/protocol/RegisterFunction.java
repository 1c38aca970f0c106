package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Registers a function of this worker at the engine (section 6). Immutable.
 *
 * @param id the function id
 * @param description a human-readable description
 * @param requestFormat the JSON Schema of the input
 * @param responseFormat the JSON Schema of the result
 * @param metadata any JSON
 * @param invocation how the engine calls the function over HTTP instead of over the connection (section 15)
 */
public record RegisterFunction(
        String id,
        @Nullable String description,
        @Nullable RawJson requestFormat,
        @Nullable RawJson responseFormat,
        @Nullable RawJson metadata,
        @Nullable RawJson invocation)
        implements Frame {}
