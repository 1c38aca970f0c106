package dev.iii.transport;

import java.time.Duration;

/**
 * What a connection may cost. All limits end the connection with a WebSocket close code, except the outbox, whose
 * overflow is told to the sender. Immutable.
 *
 * @param maxMessageBytes largest message that is received, all its fragments together; memory grows with what has
 *     arrived, not with what a header declares
 * @param maxFragments most fragments of one message, empty ones counted
 * @param maxOutboxBytes most bytes waiting to be sent on {@link Lane#DATA}, at most 1 GiB; {@link Lane#CONTROL} has a
 *     quarter more; a message that is larger than this can never be sent
 * @param handshakeTimeout from the beginning of the TCP connection to the end of the upgrade
 * @param closeTimeout from our close frame to the end of the TCP connection
 */
public record Limits(
        int maxMessageBytes, int maxFragments, long maxOutboxBytes, Duration handshakeTimeout, Duration closeTimeout) {

    /** 16 MiB a message in 10 000 fragments, 64 MiB waiting to be sent, 10 s for the handshake, 5 s for closing. */
    public static final Limits DEFAULT =
            new Limits(16 << 20, 10_000, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private static final long LARGEST_OUTBOX = 1 << 30;

    /** @throws IllegalArgumentException when a limit is not positive, or {@code maxOutboxBytes} more than 1 GiB */
    public Limits {
        if (maxMessageBytes < 1 || maxFragments < 1 || maxOutboxBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maxOutboxBytes > LARGEST_OUTBOX) {
            throw new IllegalArgumentException("maxOutboxBytes must be at most " + LARGEST_OUTBOX);
        }
        if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
            throw new IllegalArgumentException("handshakeTimeout must be positive");
        }
        if (closeTimeout.isNegative() || closeTimeout.isZero()) {
            throw new IllegalArgumentException("closeTimeout must be positive");
        }
    }
}
