package dev.iii.transport.websocket;

import org.java_websocket.framing.PingFrame;

/** Receives complete messages and control frames, in the order in which they were received. */
public interface FrameSink {

    /** Returns {@code false} if the remaining frames must not be read yet. Called after each message. */
    boolean takesMore();

    /** Called with a text message, which is valid UTF-8. */
    void text(byte[] utf8);

    /** Called with a binary message. */
    void binary(byte[] bytes);

    /** Called with a ping. */
    void ping(PingFrame frame);

    /** Called with a pong, whatever its payload is. */
    void pong();

    /** Called when the peer has sent a close frame. No other method is called afterwards. */
    void closing(int code, String reason);
}
