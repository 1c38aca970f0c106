package dev.iii.transport;

import dev.iii.transport.websocket.FrameSink;
import dev.iii.transport.websocket.Framing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.PingFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The implementation of a {@link Connection}: the upgrade, frames, closing, and the interest set of the socket.
 *
 * <p>Used only on the thread of its event loop, except for the methods that are marked as thread-safe.
 */
final class ConnectionCore extends FlushMarks.Flushable {

    private static final Logger log = LoggerFactory.getLogger(ConnectionCore.class);

    /** A message of this size takes some time on a slow network, and a pong has to wait until it is complete. */
    private static final int LARGE_MESSAGE = 1 << 20;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Wire wire;
    private final Limits limits;
    private final ConnectionListener listener;
    private final Framing framing;
    private final Outbox outbox;
    private final HeldBytes receivedBytes;
    private final ReadSlice slice;
    private final Connection connection;
    private @Nullable SelectionKey key;
    private ConnectionState state = ConnectionState.HANDSHAKE;
    private boolean opened;
    private EventLoop.@Nullable Timer deadline;
    /** The result of the connection, set when the closing handshake begins. */
    private @Nullable Closing ending;

    private boolean readPaused;

    private volatile long lastReceivedNanos = System.nanoTime();

    /** The time of the first ping without a pong after it; {@code null} if there is none. */
    private volatile @Nullable Long unansweredPing;

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
        this.framing = new Framing(
                server,
                Math.min(limits.maxMessageBytes(), loop.sharedLimits().maxMessageBytes()),
                limits.maxFragments(),
                new Frames(),
                this::onLibraryWrite,
                this::onUpgraded);
        // Not execute(): the thread that exceeds the budget may hold a lock of the listener.
        this.outbox = new Outbox(
                new WireSink(wire),
                limits.maxOutboxBytes(),
                !server,
                loop.sharedLimits().waiting(),
                () -> loop.enqueue(this::tooManyBytesWait));
        this.receivedBytes =
                new HeldBytes(loop.sharedLimits().incomplete(), () -> loop.enqueue(this::tooManyBytesReceived));
        this.slice = new ReadSlice(loop, outbox, this::flushNow, this::processRest);
        this.connection = new Connection(this, loop, outbox);
    }

    /** Creates the server side of a connection whose upgrade request has been read. */
    static ConnectionCore asServer(EventLoop loop, SocketChannel channel, UpgradeDecision.Accept accept) {
        return new ConnectionCore(loop, channel, Wire.of(channel), accept.limits(), accept.listener(), true);
    }

    /** Creates the client side of a connection whose TCP connection is established. */
    static ConnectionCore asClient(
            EventLoop loop, SocketChannel channel, Wire wire, Limits limits, ConnectionListener listener) {
        return new ConnectionCore(loop, channel, wire, limits, listener, false);
    }

    // ---------------------------------------------------------------- thread-safe

    void flush() {
        EventLoop current = EventLoop.current();
        if (wire.isBoundToLoop() && current != loop) {
            loop.execute(() -> loop.flushLater(this));
        } else if (current == null) {
            flushNow();
        } else if (!current.flushLater(this)) {
            // The thread has lost the reading meanwhile.
            flush();
        }
    }

    /** Writes the queued messages. Never throws. */
    @Override
    void flushNow() {
        flushNow(false);
    }

    /** Counts bytes that are sent. */
    void sent(int bytes) {
        slice.sent(bytes);
    }

    long lastAliveNanos() {
        long received = lastReceivedNanos;
        Long ping = unansweredPing;
        return ping != null && ping - received < 0 ? ping : received;
    }

    @Nullable
    InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    // ---------------------------------------------------------------- on the thread of the loop

    void ping() {
        if (state == ConnectionState.OPEN) {
            // A ping that waits behind other bytes says nothing about the peer.
            if (unansweredPing == null && outbox.queuedBytes() == 0) {
                unansweredPing = System.nanoTime();
            }
            framing.ping();
        }
    }

    void setReadPaused(boolean paused) {
        if (state == ConnectionState.OPEN) {
            readPaused = paused;
            updateInterest();
            readSoon();
        }
    }

    void abort(String reason) {
        fail(reason, false);
    }

    /** Starts the upgrade as a client. */
    void startHandshake(SelectionKey selectionKey, ConnectRequest request, EventLoop.Timer handshakeDeadline) {
        key = selectionKey;
        deadline = handshakeDeadline;
        String problem =
                framing.requestUpgrade(request.resource(), request.hostHeader(), request.headers(), outbox::encoded);
        if (problem != null) {
            fail(problem, false);
            return;
        }
        flushNow();
    }

    /** Responds to the upgrade request as a server. {@code head} must contain only what the WebSocket protocol needs. */
    void acceptHandshake(SelectionKey selectionKey, byte[] head) {
        key = selectionKey;
        framing.respondToUpgrade(head);
        if (state == ConnectionState.HANDSHAKE) {
            flushNow();
            fail("the upgrade request is not a WebSocket handshake", true);
        }
    }

    private void fail(String why, boolean remote) {
        finish(new Closing(Closing.ABNORMAL, why, remote, opened));
    }

    /** Called when the outbox was emptied because too many bytes wait on all connections. */
    private void tooManyBytesWait() {
        if (state != ConnectionState.CLOSED) {
            loop.sharedLimits().logDrop("The connection to " + remoteAddress());
            fail("too many bytes waited to be sent, and the peer does not read", false);
        }
    }

    /** Called when the incomplete messages of all connections are too large together, and the one of this is the largest. */
    private void tooManyBytesReceived() {
        int limit = (int) Math.min(Integer.MAX_VALUE, loop.sharedLimits().maxIncompleteBytes());
        protocolBroken(new LimitExceededException(
                "incomplete messages of all connections are larger than the limit of " + limit + " bytes", limit));
    }

    /** Reads received bytes. */
    int read(ByteBuffer to) throws IOException {
        int count = wire.read(to);
        if (wire.isBoundToLoop()) {
            if (outbox.isBlocked() && !wire.waitsForSocket()) {
                // Messages waited for the TLS handshake, not for the socket. The handshake is complete, so write them
                // now.
                flushNow(true);
            } else if (!outbox.isBlocked() && wire.waitsForSocket()) {
                // Reading produced TLS records to send, and the send buffer of the socket is full.
                flushNow(false);
            }
        }
        return count;
    }

    /** Returns {@code true} if there may be bytes to read although the socket will not become readable. */
    boolean holdsUnread() {
        return state != ConnectionState.CLOSED && !readPaused && !slice.hasRest() && wire.holdsUnread();
    }

    /** Reads the bytes that the wire already holds, in the next turn of the loop. */
    void readSoon() {
        loop.reader().readSoon(this, channel);
    }

    /** Processes bytes from the socket. Returns {@code true} if more may be read in this turn. */
    boolean received(ByteBuffer in) {
        lastReceivedNanos = System.nanoTime();
        if (state == ConnectionState.HANDSHAKE) {
            String problem = framing.readUpgrade(in);
            if (problem != null) {
                fail("the server answered the upgrade with " + problem, true);
            }
        }
        process(in);
        return state != ConnectionState.CLOSED && !readPaused && !slice.hasRest();
    }

    private void process(ByteBuffer in) {
        if (!state.reads()) {
            return;
        }
        slice.begin();
        try {
            framing.read(in);
        } catch (InvalidDataException e) {
            protocolBroken(e);
        }
        slice.end(state.reads() ? in : null);
        long held = framing.heldBytes();
        receivedBytes.update(state == ConnectionState.CLOSED ? 0 : held + slice.heldBytes());
        if (held >= LARGE_MESSAGE && unansweredPing != null) {
            unansweredPing = lastReceivedNanos;
        }
        if (slice.hasRest()) {
            updateInterest();
        }
    }

    /** Processes bytes that have waited for a turn of the loop. */
    private void processRest(ByteBuffer in) {
        try {
            process(in);
            updateInterest();
            readSoon();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Called when the peer has shut its side of the TCP connection down. */
    void endOfStream() {
        if (state == ConnectionState.ANSWERING && outbox.queuedBytes() > 0) {
            // The peer has sent a close frame and may still wait for the reply.
            readPaused = true;
            updateInterest();
            return;
        }
        finish(endingOr(new Closing(Closing.ABNORMAL, "the peer ended the connection", true, opened)));
    }

    /** Called when the socket or this class has failed. */
    void failed(Throwable cause) {
        if (cause instanceof IOException) {
            String why =
                    cause instanceof SSLException ? TlsWire.describe(cause) : "connection lost: " + cause.getMessage();
            finish(endingOr(new Closing(Closing.ABNORMAL, why, true, opened)));
        } else if (state != ConnectionState.CLOSED) {
            finish(new Closing(Closing.ABNORMAL, "internal error", false, opened));
            log.error("A connection is closed because of an internal error", cause);
        }
    }

    /** Called when the event loop is closed. */
    void loopClosed() {
        int code = opened ? Closing.GOING_AWAY : Closing.ABNORMAL;
        finish(endingOr(new Closing(code, "the event loop was closed", false, opened)));
    }

    private Closing endingOr(Closing otherwise) {
        Closing known = ending;
        return known != null ? known : otherwise;
    }

    void close(int code, String reason) {
        if (state == ConnectionState.HANDSHAKE) {
            fail(reason, false);
        } else if (state == ConnectionState.OPEN) {
            // The close frame of the peer must be read even if reading is paused.
            setReadPaused(false);
            leave(ConnectionState.CLOSING, new Closing(code, reason, false, true));
        }
    }

    /** Called when the peer has violated the protocol. Messages of these exceptions do not contain payloads. */
    private void protocolBroken(InvalidDataException problem) {
        framing.dropMessage();
        slice.clear();
        if (state == ConnectionState.OPEN) {
            setReadPaused(false);
            String reason = String.valueOf(problem.getMessage());
            leave(ConnectionState.FAILED, new Closing(problem.getCloseCode(), reason, false, true));
        } else if (state == ConnectionState.CLOSING) {
            state = ConnectionState.FAILED;
            updateInterest();
            flush();
        }
    }

    /** Changes from open to a state in which a close frame is the last frame to be sent. */
    private void leave(ConnectionState to, Closing why) {
        state = to;
        ending = why;
        deadline = loop.schedule(limits.closeTimeout(), () -> finish(why));
        outbox.closeFrame(framing.closeFrame(why.code(), why.reason()));
        flush();
    }

    /** Called when the socket has become writable. */
    void writable() {
        flushNow(true);
        updateInterest();
        slice.written();
    }

    private void flushNow(boolean writable) {
        try {
            switch (outbox.flush(writable)) {
                case DONE -> {}
                case DRAINED -> loop.execute(() -> guarded(() -> listener.onDrained(connection)));
                case BLOCKED -> loop.execute(this::updateInterest);
                case CLOSE_FRAME_WRITTEN -> loop.execute(this::closeFrameWritten);
            }
        } catch (IOException | RuntimeException | Error e) {
            loop.execute(() -> failed(e));
        }
    }

    /** Called when the close frame has been passed to the operating system. */
    private void closeFrameWritten() {
        if (state == ConnectionState.ANSWERING) {
            finish(endingOr(new Closing(Closing.NO_STATUS, "", true, true)));
        } else if (state == ConnectionState.FAILED) {
            // Let the peer end the connection. Closing the socket before the peer has read the frame could lose the
            // frame.
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** Sets the interest set from the current state, because requests of several threads arrive in any order. */
    private void updateInterest() {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOps((readPaused || slice.hasRest() ? 0 : SelectionKey.OP_READ)
                    | (outbox.isBlocked() && wire.waitsForSocket() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void guarded(Runnable callback) {
        if (state != ConnectionState.OPEN) {
            return;
        }
        try {
            callback.run();
        } catch (Throwable e) {
            // Do not rethrow: a failing listener must not end the loop, which serves other connections too.
            close(Closing.INTERNAL_ERROR, "internal error");
            log.error("A connection is closed because its listener failed", e);
        }
    }

    /** Ends the connection. Every end of a connection calls this method; only the first call has an effect. */
    void finish(Closing closing) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        state = ConnectionState.CLOSED;
        EventLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        try {
            release();
        } catch (Throwable e) {
            // The listener waits for the close.
            log.error("A connection was not released completely", e);
        } finally {
            try {
                listener.onClosed(closing);
            } catch (Throwable e) {
                log.error("A listener failed in onClosed", e);
            }
        }
    }

    private void release() {
        loop.forget(this);
        SelectionKey current = key;
        if (current != null) {
            current.cancel();
        }
        try {
            outbox.discard();
            framing.dropMessage();
            slice.clear();
            receivedBytes.update(0);
            wire.close();
        } finally {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("Closing a socket failed: {}", e.toString());
            }
        }
    }

    private void onLibraryWrite(ByteBuffer bytes) {
        outbox.encoded(bytes);
        flush();
    }

    private void onUpgraded() {
        state = ConnectionState.OPEN;
        opened = true;
        EventLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
            deadline = null;
        }
        guarded(() -> listener.onOpen(connection));
    }

    /** Receives complete messages and control frames from the draft. */
    private final class Frames implements FrameSink {
        @Override
        public boolean takesMore() {
            return !slice.isOver();
        }

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
            if (state == ConnectionState.OPEN) {
                outbox.pong(framing.pong(frame));
                flush();
            }
        }

        @Override
        public void pong() {
            unansweredPing = null;
        }

        @Override
        public void closing(int code, String reason) {
            if (state == ConnectionState.OPEN) {
                leave(ConnectionState.ANSWERING, new Closing(code, reason, true, true));
            } else if (state == ConnectionState.CLOSING) {
                finish(endingOr(new Closing(code, reason, true, true)));
            }
        }
    }
}
