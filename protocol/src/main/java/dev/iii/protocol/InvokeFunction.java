package dev.iii.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call, in either direction (section 5). Immutable.
 *
 * @param invocationId matches the answer to the call; absent when no answer is wanted
 * @param functionId the function to call
 * @param data the payload; may be JSON null but is never absent
 * @param action what to do instead of calling and answering
 * @param metadata any JSON, delivered beside the payload
 * @param namespace where the function is looked up; absent means {@code default}
 * @param traceparent W3C trace context
 * @param baggage W3C baggage
 */
public record InvokeFunction(
        @Nullable UUID invocationId,
        String functionId,
        RawJson data,
        @Nullable Action action,
        @Nullable RawJson metadata,
        @Nullable String namespace,
        @Nullable String traceparent,
        @Nullable String baggage)
        implements Frame {}
