package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Worker to engine: this worker answers calls of the function (section 6). Immutable.
 *
 * @param id the function id
 * @param description a text for people
 * @param requestFormat JSON Schema of the input
 * @param responseFormat JSON Schema of the output
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
