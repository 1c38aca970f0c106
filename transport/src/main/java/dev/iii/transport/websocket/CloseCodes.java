package dev.iii.transport.websocket;

/** The close codes of WebSocket (RFC 6455, section 7.4, and codes registered later). Thread-safe. */
public final class CloseCodes {

    /** The close frame of the peer had no code. */
    public static final int NO_STATUS = 1005;

    private CloseCodes() {}

    /** Returns {@code true} if a close frame may contain the code. */
    public static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
