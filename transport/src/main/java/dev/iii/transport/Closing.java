package dev.iii.transport;

import dev.iii.transport.websocket.CloseCodes;

/**
 * The result of a connection that has ended. Immutable.
 *
 * @param code the WebSocket close code of the side that closed first, or {@link #ABNORMAL} if there was no closing
 *     handshake
 * @param reason the human-readable reason; never contains headers, credentials or payloads
 * @param remote {@code true} if the peer ended the connection
 * @param opened {@code true} if the upgrade had succeeded
 */
public record Closing(int code, String reason, boolean remote, boolean opened) {

    /** The connection was closed normally. */
    public static final int NORMAL = 1000;

    /** One side shuts down. */
    public static final int GOING_AWAY = 1001;

    /** One side violated the WebSocket protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** The close frame of the peer had no code. */
    public static final int NO_STATUS = CloseCodes.NO_STATUS;

    /** The connection ended without a closing handshake. */
    public static final int ABNORMAL = 1006;

    /** A text message was not valid UTF-8. */
    public static final int NOT_UTF8 = 1007;

    /** One side violated a rule of the application protocol. */
    public static final int POLICY = 1008;

    /** A message was larger than the limit. */
    public static final int TOO_BIG = 1009;

    /** One side failed because of an internal error. */
    public static final int INTERNAL_ERROR = 1011;
}
