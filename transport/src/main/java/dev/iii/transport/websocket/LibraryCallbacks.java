package dev.iii.transport.websocket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.Handshakedata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the bytes that the library writes and the success of the upgrade. The other callbacks are unused, because
 * {@link GuardedDraft} handles all frames.
 */
final class LibraryCallbacks extends WebSocketAdapter {

    private static final Logger log = LoggerFactory.getLogger(LibraryCallbacks.class);

    private final Consumer<ByteBuffer> write;
    private final Runnable upgraded;

    LibraryCallbacks(Consumer<ByteBuffer> write, Runnable upgraded) {
        this.write = write;
        this.upgraded = upgraded;
    }

    @Override
    public void onWriteDemand(WebSocket conn) {
        ByteBuffer bytes;
        while ((bytes = ((WebSocketImpl) conn).outQueue.poll()) != null) {
            write.accept(bytes);
        }
    }

    @Override
    public void onWebsocketOpen(WebSocket conn, Handshakedata handshake) {
        upgraded.run();
    }

    @Override
    public void onWebsocketError(WebSocket conn, Exception e) {
        log.debug("The WebSocket library reported an error: {}", e.toString());
    }

    @Override
    public void onWebsocketClosing(WebSocket conn, int code, String reason, boolean remote) {
        // Called for an invalid upgrade only. The caller detects that, because the connection is not open afterwards.
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket conn, int code, String reason) {}

    @Override
    public void onWebsocketClose(WebSocket conn, int code, String reason, boolean remote) {}

    @Override
    public void onWebsocketMessage(WebSocket conn, String message) {
        throw new IllegalStateException("data frames do not pass through the library");
    }

    @Override
    public void onWebsocketMessage(WebSocket conn, ByteBuffer message) {
        throw new IllegalStateException("data frames do not pass through the library");
    }

    @Override
    public @Nullable InetSocketAddress getLocalSocketAddress(WebSocket conn) {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteSocketAddress(WebSocket conn) {
        return null;
    }
}
