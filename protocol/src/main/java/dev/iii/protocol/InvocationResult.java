package dev.iii.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call, in either direction (section 5). If there is an error, the receiver ignores the result. Immutable.
 *
 * @param invocationId the id of the call
 * @param functionId the id of the called function
 * @param result the value, which may be JSON null, or {@code null} if there is no value. The engine treats JSON null from
 *     a worker as no value, and sends JSON null itself (section 3)
 * @param error the reason of the failure, or {@code null} if the call succeeded
 * @param traceparent the W3C trace context
 * @param baggage the W3C baggage
 */
public record InvocationResult(
        UUID invocationId,
        String functionId,
        @Nullable RawJson result,
        @Nullable ErrorBody error,
        @Nullable String traceparent,
        @Nullable String baggage)
        implements Frame {}
