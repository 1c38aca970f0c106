package dev.iii.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function, in either direction (section 5). Immutable.
 *
 * @param invocationId the id of the call, which its result repeats; {@code null} if the caller does not request a result
 * @param functionId the id of the function to call
 * @param data the payload, which may be JSON null but is never absent
 * @param action what the engine does instead of returning the result, or {@code null}
 * @param metadata any JSON, delivered to the function together with the payload
 * @param namespace the namespace of the function; {@code null} means {@code default}
 * @param traceparent the W3C trace context
 * @param baggage the W3C baggage
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
