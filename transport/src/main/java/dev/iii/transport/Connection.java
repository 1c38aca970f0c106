package dev.iii.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import javax.net.ssl.SSLException;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.framing.PongFrame;
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
        /** The upgrade is under way. */
        HANDSHAKE,
        OPEN,
        /** Our close frame is out or queued; the peer's is awaited. */
        CLOSING,
        /** The peer has closed; our answer is queued, and the connection ends when it is out. */
        ANSWERING,
        /** The peer broke the protocol; our close frame is out or queued, and what still comes is thrown away. */
        FAILED,
        CLOSED
    }

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Wire wire;
    private final Limits limits;
    private final ConnectionListener listener;
    private final GuardedDraft draft;
    private final WebSocketImpl impl;
    private final Outbox outbox;
    private final ClientUpgrade upgrade;
    private @Nullable SelectionKey key;
    private Stage stage = Stage.HANDSHAKE;
    private boolean opened;
    private EventLoop.@Nullable Timer deadline;
    /** How it ends, known as soon as it is no longer open. */
    private @Nullable Closing ending;

    private boolean readPaused;

    private volatile long lastReceivedNanos = System.nanoTime();

    /** The loop in whose list of connections to flush this one stands; see {@link EventLoop#flushLater}. */
    volatile @Nullable EventLoop dirtyIn;

    private Connection(
            EventLoop loop,
            SocketChannel channel,
            Wire wire,
            Limits limits,
            ConnectionListener listener,
            boolean server) {
        this.loop = loop;
        this.channel = channel;
        this.wire = wire;
        this.limits = limits;
        this.listener = listener;
        this.draft = new GuardedDraft(server, limits, new Frames());
        LibraryCallbacks callbacks = new LibraryCallbacks(this::onLibraryWrite, this::onUpgraded);
        this.impl = server ? new WebSocketImpl(callbacks, List.of(draft)) : new WebSocketImpl(callbacks, draft);
        this.upgrade = new ClientUpgrade(impl, draft);
        this.outbox = new Outbox(new WireSink(wire), limits.maxOutboxBytes(), !server);
    }

    /** A connection as a server, whose request has been read. */
    static Connection asServer(EventLoop loop, SocketChannel channel, UpgradeDecision.Accept accept) {
        return new Connection(loop, channel, Wire.of(channel), accept.limits(), accept.listener(), true);
    }

    /** A connection as a client, whose TCP connection stands. */
    static Connection asClient(
            EventLoop loop, SocketChannel channel, Wire wire, Limits limits, ConnectionListener listener) {
        return new Connection(loop, channel, wire, limits, listener, false);
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
        if (wire.isBoundToLoop() && current != loop) {
            loop.execute(() -> loop.flushLater(this));
        } else if (current != null) {
            current.flushLater(this);
        } else {
            flushNow();
        }
    }

    /** Queues a WebSocket ping and sends it. */
    public void ping() {
        loop.execute(() -> {
            if (stage == Stage.OPEN) {
                impl.sendFrame(new PingFrame());
            }
        });
    }

    /**
     * Sends what is queued, then a close frame, and ends the connection when the peer has answered it, at the latest
     * after {@link Limits#closeTimeout}. Nothing can be queued or is received any more. Does nothing when it is closing
     * already.
     *
     * @param reason for people; cut to the 123 bytes that fit
     * @throws IllegalArgumentException when a close frame cannot carry the code, {@link Closing#ABNORMAL} for example
     */
    public void close(int code, String reason) {
        if (!Closing.maySend(code)) {
            throw new IllegalArgumentException("a connection cannot be closed with code " + code);
        }
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

    /**
     * Asks for {@link ConnectionListener#onDrained} when everything that is queued has been written; it must be flushed
     * for that to happen. False when nothing is queued: no call follows then.
     */
    public boolean awaitDrained() {
        return outbox.awaitEmpty();
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
        setReadPaused(true);
    }

    /** Reads again after {@link #pauseReading}. */
    public void resumeReading() {
        setReadPaused(false);
    }

    private void setReadPaused(boolean paused) {
        loop.execute(() -> {
            if (stage == Stage.OPEN) {
                readPaused = paused;
                updateInterest();
                loop.readSoon(this, channel);
            }
        });
    }

    // ---------------------------------------------------------------- on the loop

    /** Begins the upgrade as a client. */
    void startHandshake(SelectionKey selectionKey, ConnectRequest request, EventLoop.Timer handshakeDeadline) {
        key = selectionKey;
        deadline = handshakeDeadline;
        try {
            upgrade.request(request, outbox::raw);
        } catch (InvalidHandshakeException e) {
            fail("the upgrade cannot be requested: " + e.getMessage(), false);
            return;
        }
        flushNow();
    }

    /** Answers the upgrade as a server. The head holds only what the WebSocket protocol needs. */
    void acceptHandshake(SelectionKey selectionKey, byte[] head) {
        key = selectionKey;
        impl.decode(ByteBuffer.wrap(head));
        if (stage == Stage.HANDSHAKE) {
            flushNow();
            fail("the upgrade request is no WebSocket handshake", true);
        }
    }

    private void fail(String why, boolean remote) {
        finish(new Closing(Closing.ABNORMAL, why, remote, opened));
    }

    /** Reads what has come. */
    int read(ByteBuffer to) throws IOException {
        int count = wire.read(to);
        if (wire.isBoundToLoop()) {
            if (outbox.isBlocked() && !wire.waitsForSocket()) {
                // With the handshake of TLS done, what waited for it can go; the socket was writable all along.
                flushNow(true);
            } else if (!outbox.isBlocked() && wire.waitsForSocket()) {
                // Reading made something to say, and the socket had no room for it.
                flushNow(false);
            }
        }
        return count;
    }

    /** Whether something may be read that no signal of the socket will tell of. */
    boolean holdsUnread() {
        return stage != Stage.CLOSED && !readPaused && wire.holdsUnread();
    }

    /** Takes bytes from the socket; whether it wants more of them in this turn. */
    boolean received(ByteBuffer in) {
        lastReceivedNanos = System.nanoTime();
        if (stage == Stage.HANDSHAKE) {
            String problem = upgrade.read(in);
            if (problem != null) {
                fail("the server answered the upgrade with " + problem, true);
            }
        }
        if (stage == Stage.OPEN || stage == Stage.CLOSING || stage == Stage.ANSWERING) {
            try {
                draft.translateFrame(in);
            } catch (InvalidDataException e) {
                protocolBroken(e);
            }
        }
        return stage != Stage.CLOSED && !readPaused;
    }

    /** The peer has shut its side down. */
    void endOfStream() {
        if (stage == Stage.ANSWERING && outbox.queuedBytes() > 0) {
            // It has closed properly and may well wait for our answer.
            readPaused = true;
            updateInterest();
            return;
        }
        finish(endingOr(new Closing(Closing.ABNORMAL, "the peer ended the connection", true, opened)));
    }

    /** The socket or this class broke. */
    void failed(Throwable cause) {
        if (cause instanceof IOException) {
            String why =
                    cause instanceof SSLException ? TlsWire.describe(cause) : "connection lost: " + cause.getMessage();
            finish(endingOr(new Closing(Closing.ABNORMAL, why, true, opened)));
        } else if (stage != Stage.CLOSED) {
            log.error("A connection is dropped because of an internal error", cause);
            finish(new Closing(Closing.ABNORMAL, "internal error", false, opened));
        }
    }

    /** The loop ends. */
    void loopClosed() {
        int code = opened ? Closing.GOING_AWAY : Closing.ABNORMAL;
        finish(endingOr(new Closing(code, "the event loop was closed", false, opened)));
    }

    private Closing endingOr(Closing otherwise) {
        Closing known = ending;
        return known != null ? known : otherwise;
    }

    private void closeOnLoop(int code, String reason) {
        if (stage == Stage.HANDSHAKE) {
            fail(reason, false);
        } else if (stage == Stage.OPEN) {
            // Paused or not, the peer's answer must be seen.
            readPaused = false;
            updateInterest();
            loop.readSoon(this, channel);
            leave(Stage.CLOSING, new Closing(code, reason, false, true));
        }
    }

    /** The library says "invalid": neither its messages nor ours repeat content. */
    private void protocolBroken(InvalidDataException problem) {
        if (stage == Stage.OPEN) {
            readPaused = false;
            updateInterest();
            loop.readSoon(this, channel);
            String reason = String.valueOf(problem.getMessage());
            leave(Stage.FAILED, new Closing(problem.getCloseCode(), reason, false, true));
        } else if (stage == Stage.CLOSING) {
            stage = Stage.FAILED;
            flush();
        }
    }

    /** From open to one of the stages in which only a close frame is left to be sent. */
    private void leave(Stage to, Closing why) {
        stage = to;
        ending = why;
        deadline = loop.schedule(limits.closeTimeout(), () -> finish(why));
        outbox.last(draft.createCloseFrame(why.code(), why.reason()));
        flush();
    }

    /** Writes what is queued; from any thread. Never throws. */
    void flushNow() {
        flushNow(false);
    }

    /** The socket is writable; on the loop. */
    void writable() {
        flushNow(true);
        updateInterest();
    }

    private void flushNow(boolean writable) {
        try {
            switch (outbox.flush(writable)) {
                case DONE -> {}
                case ROOM_AGAIN -> loop.execute(() -> guarded(() -> listener.onDrained(this)));
                case BLOCKED -> loop.execute(this::updateInterest);
                case LAST -> loop.execute(this::lastWritten);
            }
        } catch (IOException | RuntimeException | Error e) {
            loop.execute(() -> failed(e));
        }
    }

    /** Our close frame is with the system. */
    private void lastWritten() {
        if (stage == Stage.ANSWERING) {
            finish(endingOr(new Closing(Closing.NO_STATUS, "", true, true)));
        } else if (stage == Stage.FAILED) {
            // The peer will end the connection, too; ending it before it has read the frame could destroy that.
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** Computed anew each time: tasks of several threads that ask for this come in any order. */
    private void updateInterest() {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOps((readPaused ? 0 : SelectionKey.OP_READ)
                    | (outbox.isBlocked() && wire.waitsForSocket() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void guarded(Runnable callback) {
        if (stage != Stage.OPEN) {
            return;
        }
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
        wire.close();
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

    private void onLibraryWrite(ByteBuffer bytes) {
        outbox.raw(bytes);
        flush();
    }

    private void onUpgraded() {
        stage = Stage.OPEN;
        opened = true;
        EventLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
            deadline = null;
        }
        guarded(() -> listener.onOpen(this));
    }

    /** Whole messages and control frames from the draft. */
    private final class Frames implements GuardedDraft.Sink {
        @Override
        public void text(byte[] utf8) {
            guarded(() -> listener.onText(Connection.this, utf8));
        }

        @Override
        public void binary(byte[] bytes) {
            guarded(() -> listener.onBinary(Connection.this, bytes));
        }

        @Override
        public void ping(PingFrame frame) {
            if (stage == Stage.OPEN) {
                impl.sendFrame(new PongFrame(frame));
            }
        }

        @Override
        public void closing(int code, String reason) {
            if (stage == Stage.OPEN) {
                leave(Stage.ANSWERING, new Closing(code, reason, true, true));
            } else if (stage == Stage.CLOSING) {
                finish(endingOr(new Closing(code, reason, true, true)));
            }
        }
    }
}
