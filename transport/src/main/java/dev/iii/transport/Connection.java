package dev.iii.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.Handshakedata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection, of either side.
 *
 * <p>Sending is for any thread: {@link #sendText} and {@link #sendBinary} only queue, {@link #flush} writes. On a thread
 * of an {@link EventLoop} a flush is put off to the end of the batch that the loop is reading, so that all answers to
 * one read leave in one write; on any other thread it happens at once and never blocks.
 *
 * <p>Everything else of this class belongs to the thread of its event loop.
 */
public final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private enum Stage {
        /** TCP or HTTP is under way. */
        HANDSHAKE,
        OPEN,
        /** A close frame of ours is out or queued; only the peer's is awaited. */
        CLOSING,
        CLOSED
    }

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Limits limits;
    private final ConnectionListener listener;
    private final GuardedDraft draft;
    private final WebSocketImpl impl;
    private final Outbox outbox;
    private final HttpHead responseHead = new HttpHead();
    private @Nullable SelectionKey key;
    private Stage stage = Stage.HANDSHAKE;
    private boolean opened;
    private EventLoop.@Nullable Timer deadline;

    private @Nullable Closing ending;
    private boolean readPaused;
    /** Where the library's frames go: our close frame must come after the data, all others before. */
    private Lane libraryLane = Lane.CONTROL;

    private volatile long lastReceivedNanos = System.nanoTime();

    /** The loop in whose list of connections to flush this one stands; see {@link EventLoop#flushLater}. */
    volatile @Nullable EventLoop dirtyIn;

    /** A connection as a server, whose request has been read. */
    Connection(EventLoop loop, SocketChannel channel, UpgradeDecision.Accept accept) {
        this.loop = loop;
        this.channel = channel;
        this.limits = accept.limits();
        this.listener = accept.listener();
        this.draft = new GuardedDraft(true, limits, new Messages());
        this.impl = new WebSocketImpl(new Callbacks(), List.of(draft));
        this.outbox = new Outbox(channel::write, limits.maxOutboxBytes(), false);
    }

    /** A connection as a client, whose TCP connection stands. */
    Connection(EventLoop loop, SocketChannel channel, Limits limits, ConnectionListener listener) {
        this.loop = loop;
        this.channel = channel;
        this.limits = limits;
        this.listener = listener;
        this.draft = new GuardedDraft(false, limits, new Messages());
        this.impl = new WebSocketImpl(new Callbacks(), draft);
        this.outbox = new Outbox(channel::write, limits.maxOutboxBytes(), true);
    }

    // ---------------------------------------------------------------- for any thread

    /** Queues a text message; the bytes must be UTF-8 and are copied. */
    public SendResult sendText(byte[] utf8, int offset, int length, Lane lane) {
        return outbox.text(utf8, offset, length, lane);
    }

    /** Queues a binary message; the bytes are copied. */
    public SendResult sendBinary(byte[] bytes, int offset, int length, Lane lane) {
        return outbox.binary(bytes, offset, length, lane);
    }

    /** Sends what is queued: at once, or at the end of the current batch when called on an event loop. */
    public void flush() {
        EventLoop current = EventLoop.current();
        if (current != null) {
            current.flushLater(this);
        } else {
            flushNow(false);
        }
    }

    /** Queues a WebSocket ping and sends it. */
    public void ping() {
        loop.execute(() -> {
            if (stage == Stage.OPEN) {
                impl.sendFrame(new PingFrame());
                flush();
            }
        });
    }

    /**
     * Sends what is queued, then a close frame, and ends the connection when the peer has answered it, at the latest
     * after {@link Limits#closeTimeout}. Nothing can be queued any more. Does nothing when it is closing already.
     */
    public void close(int code, String reason) {
        loop.execute(() -> closeOnLoop(code, reason));
    }

    /** Drops the connection without a closing handshake. */
    public void abort(String reason) {
        loop.execute(() -> finish(new Closing(Closing.ABNORMAL, reason, false, opened)));
    }

    /** Bytes that wait to be sent. */
    public long queuedBytes() {
        return outbox.queuedBytes();
    }

    /** When anything came from the peer last, as {@link System#nanoTime}. */
    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** The loop that this connection belongs to. */
    public EventLoop loop() {
        return loop;
    }

    /** The address of the peer, or {@code null} once the connection is closed. */
    public @Nullable InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    /** Stops reading from the socket, so that the peer feels the backpressure. What was read is still delivered. */
    public void pauseReading() {
        loop.execute(() -> {
            readPaused = true;
            updateInterest(false);
        });
    }

    /** Reads again after {@link #pauseReading}. */
    public void resumeReading() {
        loop.execute(() -> {
            readPaused = false;
            updateInterest(false);
        });
    }

    // ---------------------------------------------------------------- on the loop

    /** Begins the upgrade as a client. */
    void startHandshake(SelectionKey selectionKey, ConnectRequest request, EventLoop.Timer handshakeDeadline) {
        key = selectionKey;
        deadline = handshakeDeadline;
        HandshakeImpl1Client handshake = new HandshakeImpl1Client();
        handshake.setResourceDescriptor(request.resource());
        handshake.put("Host", request.hostHeader());
        request.headers().forEach(handshake::put);
        try {
            impl.startHandshake(handshake);
        } catch (InvalidHandshakeException e) {
            finish(new Closing(Closing.ABNORMAL, "the upgrade cannot be requested: " + e.getMessage(), false, false));
            return;
        }
        draft.capturedHandshake().forEach(bytes -> outbox.raw(bytes, Lane.CONTROL));
        flushNow(false);
    }

    /** Answers the upgrade as a server. The head holds only what the WebSocket protocol needs. */
    void acceptHandshake(SelectionKey selectionKey, byte[] head) {
        key = selectionKey;
        impl.decode(ByteBuffer.wrap(head));
        if (stage == Stage.HANDSHAKE) {
            flushNow(false);
            finish(new Closing(Closing.ABNORMAL, "the upgrade request is no WebSocket handshake", false, false));
        }
    }

    /** Reads the response to our upgrade as a client; whether the rest of the buffer can be read as frames. */
    private boolean readResponse(ByteBuffer in) {
        HttpHead.Status status = responseHead.read(in);
        if (status == HttpHead.Status.INCOMPLETE) {
            return false;
        }
        if (status == HttpHead.Status.TOO_LARGE) {
            finish(new Closing(Closing.ABNORMAL, "the answer to the upgrade has no end", false, false));
            return false;
        }
        int code = responseHead.statusCode();
        if (code != 101) {
            String what = code < 0 ? "with something that is not HTTP" : "with HTTP status " + code;
            finish(new Closing(Closing.ABNORMAL, "the server answered the upgrade " + what, true, false));
            return false;
        }
        impl.decode(ByteBuffer.wrap(responseHead.bytes()));
        if (stage == Stage.HANDSHAKE) {
            finish(new Closing(Closing.ABNORMAL, "the server's upgrade is no WebSocket handshake", true, false));
            return false;
        }
        return true;
    }

    /** Takes bytes from the socket. */
    void received(ByteBuffer in) {
        lastReceivedNanos = System.nanoTime();
        if (stage == Stage.HANDSHAKE && !readResponse(in)) {
            return;
        }
        try {
            for (Framedata frame : draft.translateFrame(in)) {
                draft.processFrame(impl, frame);
            }
        } catch (InvalidDataException e) {
            // The message is ours or the library's; neither repeats content.
            closeOnLoop(e.getCloseCode(), String.valueOf(e.getMessage()));
        }
        afterLibrary();
    }

    /** The peer has shut its side down. */
    void endOfStream() {
        Closing known = ending;
        finish(known != null ? known : new Closing(Closing.ABNORMAL, "the peer ended the connection", true, opened));
    }

    void failed(Throwable cause) {
        Closing known = ending;
        String why =
                cause instanceof IOException ? "connection lost: " + cause.getMessage() : "internal error: " + cause;
        finish(known != null ? known : new Closing(Closing.ABNORMAL, why, cause instanceof IOException, opened));
    }

    void closeOnLoop(int code, String reason) {
        if (stage == Stage.HANDSHAKE) {
            finish(new Closing(Closing.ABNORMAL, reason, false, false));
            return;
        }
        if (stage != Stage.OPEN) {
            return;
        }
        ending = new Closing(code, reason, false, true);
        stage = Stage.CLOSING;
        libraryLane = Lane.DATA;
        impl.close(code, shorten(reason));
        outbox.seal();
        deadline = loop.schedule(limits.closeTimeout(), () -> finish(new Closing(code, reason, false, true)));
        flush();
    }

    /** A close frame has room for 123 bytes. */
    private static String shorten(String reason) {
        StringBuilder text = new StringBuilder(reason);
        while (text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 123) {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }

    /** The library may have decided to close: then nothing more is queued, and the rest goes out before the end. */
    private void afterLibrary() {
        if (stage == Stage.OPEN && impl.isFlushAndClose()) {
            stage = Stage.CLOSING;
            outbox.seal();
            deadline = loop.schedule(limits.closeTimeout(), this::endOfStream);
        }
        if (stage == Stage.CLOSING) {
            flush();
        }
    }

    /** Writes what is queued; from any thread. */
    void flushNow(boolean writable) {
        try {
            switch (outbox.flush(writable)) {
                case DONE -> {
                    if (writable) {
                        updateInterest(false);
                    }
                }
                case ROOM_AGAIN ->
                    loop.execute(() -> {
                        updateInterest(false);
                        guarded(() -> listener.onDrained(this));
                    });
                case BLOCKED -> loop.execute(() -> updateInterest(true));
            }
            if (EventLoop.current() == loop && stage == Stage.CLOSING && remoteClosed() && outbox.queuedBytes() == 0) {
                endOfStream();
            }
        } catch (IOException e) {
            loop.execute(() -> failed(e));
        }
    }

    private boolean remoteClosed() {
        Closing known = ending;
        return known != null && known.remote();
    }

    private void updateInterest(boolean write) {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOps((readPaused ? 0 : SelectionKey.OP_READ) | (write ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            // A listener that fails must not end the loop, which serves other connections, too.
            log.error("A connection is closed because its listener failed", e);
            closeOnLoop(Closing.INTERNAL_ERROR, "internal error");
        }
    }

    /** Ends the connection now; every way of ending leads here, and only the first one counts. */
    void finish(Closing closing) {
        if (stage == Stage.CLOSED) {
            return;
        }
        stage = Stage.CLOSED;
        EventLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        outbox.discard();
        loop.forget(this);
        SelectionKey current = key;
        if (current != null) {
            current.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing a socket failed: {}", e.toString());
        }
        try {
            listener.onClosed(closing);
        } catch (Throwable e) {
            log.error("A listener failed when it was told that its connection is closed", e);
        }
    }

    /** Whole messages from the draft. */
    private final class Messages implements GuardedDraft.Sink {
        @Override
        public void text(byte[] utf8) {
            if (stage == Stage.OPEN) {
                guarded(() -> listener.onText(Connection.this, utf8));
            }
        }

        @Override
        public void binary(byte[] bytes) {
            if (stage == Stage.OPEN) {
                guarded(() -> listener.onBinary(Connection.this, bytes));
            }
        }
    }

    /** What the library wants to write, and what it tells. */
    private final class Callbacks extends WebSocketAdapter {
        @Override
        public void onWriteDemand(WebSocket conn) {
            ByteBuffer bytes;
            while ((bytes = ((WebSocketImpl) conn).outQueue.poll()) != null) {
                outbox.raw(bytes, libraryLane);
            }
            flush();
        }

        @Override
        public void onWebsocketOpen(WebSocket conn, Handshakedata handshake) {
            stage = Stage.OPEN;
            opened = true;
            EventLoop.Timer timer = deadline;
            if (timer != null) {
                timer.cancel();
                deadline = null;
            }
            guarded(() -> listener.onOpen(Connection.this));
        }

        @Override
        public void onWebsocketClosing(WebSocket conn, int code, String reason, boolean remote) {
            if (ending == null) {
                ending = new Closing(code, reason == null ? "" : reason, remote, opened);
            }
        }

        @Override
        public void onWebsocketClose(WebSocket conn, int code, String reason, boolean remote) {
            // The peer answered our close frame.
            Closing known = ending;
            finish(known != null ? known : new Closing(code, reason == null ? "" : reason, remote, opened));
        }

        @Override
        public void onWebsocketError(WebSocket conn, Exception e) {
            log.debug("The WebSocket library reports an error: {}", e.toString());
        }

        @Override
        public void onWebsocketMessage(WebSocket conn, String message) {
            throw new IllegalStateException("data frames do not pass through the library");
        }

        @Override
        public void onWebsocketMessage(WebSocket conn, ByteBuffer message) {
            throw new IllegalStateException("data frames do not pass through the library");
        }

        @Override
        public void onWebsocketCloseInitiated(WebSocket conn, int code, String reason) {
            // Told by closeOnLoop, who asked for it.
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
}
