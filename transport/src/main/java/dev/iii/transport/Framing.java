package dev.iii.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.framing.PongFrame;
import org.jspecify.annotations.Nullable;

/** Uses the WebSocket library for one connection: the upgrade, incoming frames and control frames. Used only on its event loop. */
final class Framing {

    private final GuardedDraft draft;
    private final WebSocketImpl impl;
    private final ClientUpgrade upgrade;

    /**
     * Creates the framing of one connection.
     *
     * @param sink receives incoming messages and control frames
     * @param write receives the bytes that the library sends
     * @param upgraded runs when the upgrade has succeeded
     */
    Framing(boolean server, Limits limits, GuardedDraft.Sink sink, Consumer<ByteBuffer> write, Runnable upgraded) {
        draft = new GuardedDraft(server, limits, sink);
        LibraryCallbacks callbacks = new LibraryCallbacks(write, upgraded);
        impl = server ? new WebSocketImpl(callbacks, List.of(draft)) : new WebSocketImpl(callbacks, draft);
        upgrade = new ClientUpgrade(impl, draft);
    }

    /** Writes the upgrade request of a client. Returns the reason if that is impossible, otherwise {@code null}. */
    @Nullable
    String requestUpgrade(ConnectRequest request, Consumer<ByteBuffer> to) {
        try {
            upgrade.request(request, to);
            return null;
        } catch (InvalidHandshakeException e) {
            return "the upgrade cannot be requested: " + e.getMessage();
        }
    }

    /** Reads the response to the request. Returns a description of it if it is not an upgrade, otherwise {@code null}. */
    @Nullable
    String readUpgrade(ByteBuffer in) {
        return upgrade.read(in);
    }

    /** Responds to the upgrade request of a client. {@code head} is the complete request. */
    void answerUpgrade(byte[] head) {
        impl.decode(ByteBuffer.wrap(head));
    }

    void read(ByteBuffer in) throws InvalidDataException {
        draft.translateFrame(in);
    }

    void ping() {
        impl.sendFrame(new PingFrame());
    }

    void pong(PingFrame ping) {
        impl.sendFrame(new PongFrame(ping));
    }

    ByteBuffer closeFrame(Closing closing) {
        return draft.createCloseFrame(closing.code(), closing.reason());
    }
}
