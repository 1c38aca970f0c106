package dev.iii.transport;

import java.time.Duration;

/**
 * The limits of a connection. If the peer exceeds a limit, the connection is closed with a WebSocket close code. If the
 * outbox is full, the sender gets {@link SendResult#FULL}. Immutable.
 *
 * @param maxMessageBytes the maximum size of a received message, including all its fragments; memory grows with the
 *     received bytes, not with the length that a header declares
 * @param maxFragments the maximum number of fragments of a received message, including empty ones
 * @param maxOutboxBytes the maximum number of bytes that wait to be sent on {@link Lane#DATA}, at most 1 GiB. The limit of
 *     {@link Lane#CONTROL} is larger by a quarter. A message that is larger than the limit can never be sent
 * @param handshakeTimeout the maximum time from the start of the connection attempt to the end of the upgrade
 * @param closeTimeout the maximum time from sending a close frame to the end of the TCP connection
 */
public record Limits(
        int maxMessageBytes, int maxFragments, long maxOutboxBytes, Duration handshakeTimeout, Duration closeTimeout) {

    /** Messages of 16 MiB in 10 000 fragments, an outbox of 64 MiB, 10 s for the handshake, 5 s for closing. */
    public static final Limits DEFAULT =
            new Limits(16 << 20, 10_000, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private static final long LARGEST_OUTBOX = 1 << 30;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is not positive, or if {@code maxOutboxBytes} is more than 1 GiB
     */
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
