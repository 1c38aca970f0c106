package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;

/**
 * The limits of a worker for concurrency, queues and message sizes. Immutable.
 *
 * @param concurrentInvocations the maximum number of handlers that run at the same time, not counting those that wait for a
 *     call of this worker; before Java 21 each needs a platform thread. A handler continues as soon as its wait is over, so
 *     more may run until some of them end. If all handlers wait in any other way, calls of this worker for its own functions run in
 *     addition; {@link FunctionDefinition#concurrency} is a limit that is never exceeded
 * @param inbox the maximum number of invocations that wait for a handler. Callers of further ones get the error {@code
 *     overloaded}. They also get it if the payloads of the calls that wait or run use more than a part of the heap
 * @param callsInFlight the maximum number of calls of this worker that wait for a result; further calls fail with {@link
 *     dev.iii.sdk.error.OverloadedException}
 * @param queuedCalls the maximum number of calls that wait for a connection; further calls fail with {@link
 *     dev.iii.sdk.error.OverloadedException}
 * @param queuedBytes the maximum number of bytes of the calls that wait for a connection; further calls fail with {@link
 *     dev.iii.sdk.error.OverloadedException}
 * @param outboxBytes the maximum number of bytes that wait to be sent because the engine does not read; further calls fail
 *     with {@link dev.iii.sdk.error.OverloadedException}
 * @param inboundMessageBytes the maximum number of bytes of a message from the engine; a larger one ends the connection. With
 *     a small heap the maximum is a sixteenth of the heap, but at least 4 MiB
 * @param outboundMessageBytes the maximum number of bytes of a message that the engine accepts. A payload may have 16
 *     KiB less. A call with a larger payload fails with {@link dev.iii.sdk.error.InvalidPayloadException}; instead of a
 *     larger result, the caller gets the error {@code invalid_response}
 */
public record WorkerLimits(
        int concurrentInvocations,
        int inbox,
        int callsInFlight,
        int queuedCalls,
        int queuedBytes,
        int outboxBytes,
        int inboundMessageBytes,
        int outboundMessageBytes) {

    /**
     * Default: 256 running and 10 000 waiting invocations, 65 536 calls in flight, 10 000 calls and 16 MiB that wait for a
     * connection, 64 MiB that wait to be sent, messages of at most 128 MiB from the engine and 16 MiB to it.
     */
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(256, 10_000, 65_536, 10_000, 16 << 20, 64 << 20, 128 << 20, 16 << 20);

    private static final int SMALLEST_MESSAGE = 64 << 10;

    /** @throws IllegalArgumentException if a limit is below 1, or below 64 KiB for a message */
    public WorkerLimits {
        Arguments.atLeast(1, concurrentInvocations, "limits.concurrentInvocations");
        Arguments.atLeast(1, inbox, "limits.inbox");
        Arguments.atLeast(1, callsInFlight, "limits.callsInFlight");
        Arguments.atLeast(1, queuedCalls, "limits.queuedCalls");
        Arguments.atLeast(1, queuedBytes, "limits.queuedBytes");
        Arguments.atLeast(1, outboxBytes, "limits.outboxBytes");
        Arguments.atLeast(SMALLEST_MESSAGE, inboundMessageBytes, "limits.inboundMessageBytes");
        Arguments.atLeast(SMALLEST_MESSAGE, outboundMessageBytes, "limits.outboundMessageBytes");
    }

    /** Returns a copy with another maximum number of running handlers. */
    public WorkerLimits withConcurrentInvocations(int count) {
        return new WorkerLimits(
                count,
                inbox,
                callsInFlight,
                queuedCalls,
                queuedBytes,
                outboxBytes,
                inboundMessageBytes,
                outboundMessageBytes);
    }

    /** Returns a copy with another maximum number of waiting invocations. */
    public WorkerLimits withInbox(int count) {
        return new WorkerLimits(
                concurrentInvocations,
                count,
                callsInFlight,
                queuedCalls,
                queuedBytes,
                outboxBytes,
                inboundMessageBytes,
                outboundMessageBytes);
    }

    /** Returns a copy with another maximum number of calls in flight. */
    public WorkerLimits withCallsInFlight(int count) {
        return new WorkerLimits(
                concurrentInvocations,
                inbox,
                count,
                queuedCalls,
                queuedBytes,
                outboxBytes,
                inboundMessageBytes,
                outboundMessageBytes);
    }

    /** Returns a copy with other maximums for the calls that wait for a connection. */
    public WorkerLimits withQueuedCalls(int count, int bytes) {
        return new WorkerLimits(
                concurrentInvocations,
                inbox,
                callsInFlight,
                count,
                bytes,
                outboxBytes,
                inboundMessageBytes,
                outboundMessageBytes);
    }

    /** Returns a copy with other maximum sizes of messages, in bytes. */
    public WorkerLimits withMessageBytes(int inbound, int outbound) {
        return new WorkerLimits(
                concurrentInvocations, inbox, callsInFlight, queuedCalls, queuedBytes, outboxBytes, inbound, outbound);
    }
}
