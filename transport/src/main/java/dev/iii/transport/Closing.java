package dev.iii.transport;

/**
 * How a connection ended.
 *
 * @param code the WebSocket close code: the peer's, ours when we closed first, or {@link #ABNORMAL} without a closing
 *     handshake
 * @param reason for people; never holds headers, addresses with credentials or payloads
 * @param remote whether the peer ended it
 * @param opened whether it had been open at all
 */
public record Closing(int code, String reason, boolean remote, boolean opened) {

    /** A normal end. */
    public static final int NORMAL = 1000;

    /** The peer goes away. */
    public static final int GOING_AWAY = 1001;

    /** The connection broke without a closing handshake. */
    public static final int ABNORMAL = 1006;

    /** A rule of the protocol above was broken. */
    public static final int POLICY = 1008;

    /** A message was larger than allowed. */
    public static final int TOO_BIG = 1009;

    /** We failed. */
    public static final int INTERNAL_ERROR = 1011;
}
