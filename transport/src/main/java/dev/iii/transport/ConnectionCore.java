package dev.iii.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.PingFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Connection} does: the upgrade, the frames, the closing, and what its socket is waited for.
 *
 * <p>On the thread of its event loop, but for what is marked as for any thread.
 */
final class ConnectionCore {

    private static final Logger log = LoggerFactory.getLogger(ConnectionCore.class);

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Wire wire;
    private final Limits limits;
    private final ConnectionListener listener;
    private final Framing framing;
    private final Outbox outbox;
    private final Connection connection;
    private @Nullable SelectionKey key;
    private Stage stage = Stage.HANDSHAKE;
    private boolean opened;
    private EventLoop.@Nullable Timer deadline;
    /** How it ends, known as soon as it is no longer open. */
    private @Nullable Closing ending;

    private boolean readPaused;

    private volatile long lastReceivedNanos = System.nanoTime();

    /** The loop in whose list of what to flush this one stands; see {@link EventLoop#flushLater}. */
    volatile @Nullable EventLoop dirtyIn;

    private ConnectionCore(
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
        this.framing = new Framing(server, limits, new Frames(), this::onLibraryWrite, this::onUpgraded);
        this.outbox = new Outbox(new WireSink(wire), limits.maxOutboxBytes(), !server);
        this.connection = new Connection(this, loop, outbox);
    }

    /** A connection as a server, whose request has been read. */
    static ConnectionCore asServer(EventLoop loop, SocketChannel channel, UpgradeDecision.Accept accept) {
        return new ConnectionCore(loop, channel, Wire.of(channel), accept.limits(), accept.listener(), true);
    }

    /** A connection as a client, whose TCP connection stands. */
    static ConnectionCore asClient(
            EventLoop loop, SocketChannel channel, Wire wire, Limits limits, ConnectionListener listener) {
        return new ConnectionCore(loop, channel, wire, limits, listener, false);
    }

    // ---------------------------------------------------------------- for any thread

    void flush() {
        EventLoop current = EventLoop.current();
        if (wire.isBoundToLoop() && current != loop) {
            loop.execute(() -> loop.flushLater(this));
        } else if (current != null) {
            current.flushLater(this);
        } else {
            flushNow();
        }
    }

    /** Writes what is queued. Never throws. */
    void flushNow() {
        flushNow(false);
    }

    long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    @Nullable
    InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    // ---------------------------------------------------------------- on the loop

    void ping() {
        if (stage == Stage.OPEN) {
            framing.ping();
        }
    }

    void setReadPaused(boolean paused) {
        if (stage == Stage.OPEN) {
            readPaused = paused;
            updateInterest();
            readSoon();
        }
    }

    void abort(String reason) {
        fail(reason, false);
    }

    /** Begins the upgrade as a client. */
    void startHandshake(SelectionKey selectionKey, ConnectRequest request, EventLoop.Timer handshakeDeadline) {
        key = selectionKey;
        deadline = handshakeDeadline;
        String problem = framing.requestUpgrade(request, outbox::raw);
        if (problem != null) {
            fail(problem, false);
            return;
        }
        flushNow();
    }

    /** Answers the upgrade as a server. The head holds only what the WebSocket protocol needs. */
    void acceptHandshake(SelectionKey selectionKey, byte[] head) {
        key = selectionKey;
        framing.answerUpgrade(head);
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

    /** Reads in the next turn what is held here already. */
    void readSoon() {
        loop.readSoon(this, channel);
    }

    /** Takes bytes from the socket; whether it wants more of them in this turn. */
    boolean received(ByteBuffer in) {
        lastReceivedNanos = System.nanoTime();
        if (stage == Stage.HANDSHAKE) {
            String problem = framing.readUpgrade(in);
            if (problem != null) {
                fail("the server answered the upgrade with " + problem, true);
            }
        }
        if (stage == Stage.OPEN || stage == Stage.CLOSING || stage == Stage.ANSWERING) {
            try {
                framing.read(in);
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

    void close(int code, String reason) {
        if (stage == Stage.HANDSHAKE) {
            fail(reason, false);
        } else if (stage == Stage.OPEN) {
            // Paused or not, the peer's answer must be seen.
            setReadPaused(false);
            leave(Stage.CLOSING, new Closing(code, reason, false, true));
        }
    }

    /** The library says "invalid": neither its messages nor ours repeat content. */
    private void protocolBroken(InvalidDataException problem) {
        if (stage == Stage.OPEN) {
            setReadPaused(false);
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
        outbox.last(framing.closeFrame(why));
        flush();
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
                case ROOM_AGAIN -> loop.execute(() -> guarded(() -> listener.onDrained(connection)));
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
            close(Closing.INTERNAL_ERROR, "internal error");
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
        guarded(() -> listener.onOpen(connection));
    }

    /** Whole messages and control frames from the draft. */
    private final class Frames implements GuardedDraft.Sink {
        @Override
        public void text(byte[] utf8) {
            guarded(() -> listener.onText(connection, utf8));
        }

        @Override
        public void binary(byte[] bytes) {
            guarded(() -> listener.onBinary(connection, bytes));
        }

        @Override
        public void ping(PingFrame frame) {
            if (stage == Stage.OPEN) {
                framing.pong(frame);
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
