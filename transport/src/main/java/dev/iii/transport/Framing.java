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

/** What the WebSocket library does for one connection: the upgrade, and frames in and out. On its event loop only. */
final class Framing {

    private final GuardedDraft draft;
    private final WebSocketImpl impl;
    private final ClientUpgrade upgrade;

    /**
     * @param write takes what the library wants to send
     * @param upgraded hears that the upgrade is done
     */
    Framing(boolean server, Limits limits, GuardedDraft.Sink sink, Consumer<ByteBuffer> write, Runnable upgraded) {
        draft = new GuardedDraft(server, limits, sink);
        LibraryCallbacks callbacks = new LibraryCallbacks(write, upgraded);
        impl = server ? new WebSocketImpl(callbacks, List.of(draft)) : new WebSocketImpl(callbacks, draft);
        upgrade = new ClientUpgrade(impl, draft);
    }

    /** Asks for the upgrade as a client; why that cannot be done, otherwise {@code null}. */
    @Nullable
    String requestUpgrade(ConnectRequest request, Consumer<ByteBuffer> to) {
        try {
            upgrade.request(request, to);
            return null;
        } catch (InvalidHandshakeException e) {
            return "the upgrade cannot be requested: " + e.getMessage();
        }
    }

    /** Reads the answer to the request; what it is when it is no upgrade, otherwise {@code null}. */
    @Nullable
    String readUpgrade(ByteBuffer in) {
        return upgrade.read(in);
    }

    /** Answers the request of a client, of which the head is here. */
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
