package dev.iii.transport;

/**
 * How a connection ended. Immutable.
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

    /** The peer broke the WebSocket protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** The peer closed with a handshake but gave no code. */
    public static final int NO_STATUS = 1005;

    /** The connection broke without a closing handshake. */
    public static final int ABNORMAL = 1006;

    /** A text was not valid UTF-8. */
    public static final int NOT_UTF8 = 1007;

    /** A rule of the protocol above was broken. */
    public static final int POLICY = 1008;

    /** A message was larger than allowed. */
    public static final int TOO_BIG = 1009;

    /** We failed. */
    public static final int INTERNAL_ERROR = 1011;

    /** Whether a close frame may carry the code (RFC 6455, section 7.4, and the codes registered since). */
    static boolean maySend(int code) {
        return (code >= NORMAL && code <= 1003) || (code >= NOT_UTF8 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
