package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;

/**
 * What a worker holds at most. Every limit has a clear error when it is reached. Immutable.
 *
 * @param concurrentInvocations handlers that run at once; on Java 17 each has a thread
 * @param inbox invocations that wait for a handler; beyond, the caller gets the error {@code overloaded}
 * @param callsInFlight calls of ours that wait for an answer; beyond, {@link dev.iii.sdk.error.OverloadedException}
 * @param queuedCalls calls that wait for a connection; beyond, {@link dev.iii.sdk.error.OverloadedException}
 * @param queuedBytes the bytes of these
 * @param outboxBytes bytes that wait to be sent because the engine does not read; beyond, {@link dev.iii.sdk.error.OverloadedException}
 * @param inboundMessageBytes the largest message from the engine; a larger one ends the connection
 * @param outboundMessageBytes the largest message that the engine takes; beyond, {@link dev.iii.sdk.error.InvalidPayloadException}
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
     * 256 handlers, 10 000 invocations waiting, 65 536 calls in flight, 10 000 calls and 16 MiB waiting for a connection,
     * 64 MiB waiting to be sent, messages up to 128 MiB in and 16 MiB out.
     */
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(256, 10_000, 65_536, 10_000, 16 << 20, 64 << 20, 128 << 20, 16 << 20);

    private static final int SMALLEST_MESSAGE = 64 << 10;

    /** @throws IllegalArgumentException when a limit is below 1, or one for messages below 64 KiB */
    public WorkerLimits {
        Arguments.atLeast(1, concurrentInvocations, "limits.concurrentInvocations");
        Arguments.atLeast(1, inbox, "limits.inbox");
        Arguments.atLeast(1, callsInFlight, "limits.callsInFlight");
        Arguments.atLeast(1, queuedCalls, "limits.queuedCalls");
        Arguments.atLeast(1, queuedBytes, "limits.queuedBytes");
        Arguments.atLeast(1, outboxBytes, "limits.outboxBytes");
        if (inboundMessageBytes < SMALLEST_MESSAGE || outboundMessageBytes < SMALLEST_MESSAGE) {
            throw new IllegalArgumentException("limits for messages must be at least " + SMALLEST_MESSAGE + " bytes");
        }
    }

    /** The same with another number of handlers at once. */
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

    /** The same with another inbox. */
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

    /** The same with another number of calls in flight. */
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

    /** The same with another queue for the time without a connection. */
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

    /** The same with other sizes of messages. */
    public WorkerLimits withMessageBytes(int inbound, int outbound) {
        return new WorkerLimits(
                concurrentInvocations, inbox, callsInFlight, queuedCalls, queuedBytes, outboxBytes, inbound, outbound);
    }
}
