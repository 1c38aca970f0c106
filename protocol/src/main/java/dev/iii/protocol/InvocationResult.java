package dev.iii.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call, in either direction (section 5). With an error the result does not count. Immutable.
 *
 * @param invocationId the id of the call
 * @param functionId the function that was called
 * @param result the value, JSON null included; {@code null} when there is none. The engine makes none of a worker's JSON
 *     null, and sends its own (section 3)
 * @param error why the call failed
 * @param traceparent W3C trace context
 * @param baggage W3C baggage
 */
public record InvocationResult(
        UUID invocationId,
        String functionId,
        @Nullable RawJson result,
        @Nullable ErrorBody error,
        @Nullable String traceparent,
        @Nullable String baggage)
        implements Frame {}
