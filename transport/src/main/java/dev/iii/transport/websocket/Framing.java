package dev.iii.transport.websocket;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.framing.PongFrame;
import org.jspecify.annotations.Nullable;

/** Uses the WebSocket library for one connection: the upgrade, incoming frames and control frames. Used only on its event loop. */
public final class Framing {

    private final GuardedDraft draft;
    private final WebSocketImpl impl;
    private final ClientUpgrade upgrade;

    /**
     * Creates the framing of one connection.
     *
     * @param server {@code true} for the server side
     * @param maxMessageBytes the maximum size of a received message
     * @param maxFragments the maximum number of fragments of a received message
     * @param sink receives incoming messages and control frames
     * @param write receives the bytes that the library sends
     * @param upgraded runs when the upgrade has succeeded
     */
    public Framing(
            boolean server,
            int maxMessageBytes,
            int maxFragments,
            FrameSink sink,
            Consumer<ByteBuffer> write,
            Runnable upgraded) {
        draft = new GuardedDraft(server, maxMessageBytes, maxFragments, sink);
        LibraryCallbacks callbacks = new LibraryCallbacks(write, upgraded);
        impl = server ? new WebSocketImpl(callbacks, List.of(draft)) : new WebSocketImpl(callbacks, draft);
        upgrade = new ClientUpgrade(impl, draft);
    }

    /**
     * Writes the upgrade request of a client.
     *
     * @param resource the path and the query
     * @param host the value of the header {@code Host}
     * @param headers the additional headers
     * @return the reason if that is impossible, otherwise {@code null}
     */
    public @Nullable String requestUpgrade(
            String resource, String host, Map<String, String> headers, Consumer<ByteBuffer> to) {
        try {
            upgrade.request(resource, host, headers, to);
            return null;
        } catch (InvalidHandshakeException e) {
            return "the upgrade cannot be requested: " + e.getMessage();
        }
    }

    /** Reads the response to the request. Returns a description of it if it is not an upgrade, otherwise {@code null}. */
    public @Nullable String readUpgrade(ByteBuffer in) {
        return upgrade.read(in);
    }

    /** Responds to the upgrade request of a client. {@code head} is the complete request. */
    public void respondToUpgrade(byte[] head) {
        impl.decode(ByteBuffer.wrap(head));
    }

    /**
     * Reads received bytes and passes complete messages and control frames to the sink. Bytes that the sink does not take
     * remain in the buffer.
     *
     * @throws InvalidDataException if the peer has violated the protocol or exceeded a limit
     */
    public void read(ByteBuffer in) throws InvalidDataException {
        draft.translateFrame(in);
    }

    /** Returns the size of the memory that the incomplete received message uses. */
    public long heldBytes() {
        return draft.heldBytes();
    }

    /** Drops the incomplete received message, if there is one. No bytes may be read afterwards. */
    public void dropMessage() {
        draft.dropMessage();
    }

    /** Sends a ping. */
    public void ping() {
        impl.sendFrame(new PingFrame());
    }

    /** Returns the encoded reply to a ping. */
    public ByteBuffer pong(PingFrame ping) {
        return draft.createBinaryFrame(new PongFrame(ping));
    }

    /** Returns an encoded close frame. The reason is truncated if it does not fit. */
    public ByteBuffer closeFrame(int code, String reason) {
        return draft.createCloseFrame(code, reason);
    }
}
