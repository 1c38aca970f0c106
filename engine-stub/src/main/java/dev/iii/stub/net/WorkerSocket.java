package dev.iii.stub.net;

import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameDecoder;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.MalformedFrameException;
import dev.iii.protocol.Utf8;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.core.connection.WorkerConnection;
import dev.iii.stub.core.connection.WorkerGateway;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.stub.json.CanonicalNumbers;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Lane;
import dev.iii.transport.UpgradeRequest;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection on the worker port, from opening to closing. The client first waits to be admitted, and is a worker
 * after that.
 *
 * <p>Messages are received on the connection's event loop. Any thread may send.
 */
final class WorkerSocket implements ConnectionListener {

    /** The maximum nesting depth of the real engine's JSON parser, including the frame itself. */
    private static final int MAX_DEPTH = 127;

    private static final ThreadLocal<JsonBuffer> SCRATCH = ThreadLocal.withInitial(JsonBuffer::new);

    /** A message that was received before the decision about the connection. */
    private static final class Early {
        final byte[] bytes;
        final boolean text;

        Early(byte[] bytes, boolean text) {
            this.bytes = bytes;
            this.text = text;
        }
    }

    private final WorkerGateway engine;
    private final Admission admission;
    private final long maxFrameBytes;
    /** {@code null} after the connection was opened: its header fields would otherwise be kept until it closes. */
    private @Nullable UpgradeRequest request;

    private final OpenSockets sockets;
    private final ConnectionFaults faults;
    private final FrameDecoder decoder = new FrameDecoder(MAX_DEPTH);
    private @Nullable WorkerConnection worker;
    private @Nullable ArrayDeque<Early> early = new ArrayDeque<>();
    private volatile @Nullable Connection line;
    private volatile boolean muted;

    WorkerSocket(WorkerGateway engine, WorkerPort.Options options, UpgradeRequest request, OpenSockets sockets) {
        this.engine = engine;
        this.admission = options.admission();
        this.maxFrameBytes = LargestMessage.of(options.limits());
        this.faults = options.faults();
        this.request = request;
        this.sockets = sockets;
    }

    /** Aborts the connection without a closing handshake. */
    void drop() {
        Connection open = line;
        if (open != null) {
            open.abort("dropped on demand");
        }
    }

    /** Stops sending and receiving on this connection. The connection stays open. */
    void mute() {
        muted = true;
        Connection open = line;
        if (open != null) {
            open.pauseReading();
        }
    }

    @Override
    public void onOpen(Connection connection) {
        sockets.opened();
        line = connection;
        faults.opened(this);
        Admission.Client client = ConnectionRefusals.client(Objects.requireNonNull(request));
        request = null;
        SocketPeer peer = new SocketPeer(connection, client.address(), this);
        CompletionStage<Access> decision = admission.admit(client);
        decision.whenComplete((access, failure) -> connection.loop().execute(() -> {
            if (!muted) {
                connection.resumeReading();
            }
            if (failure == null) {
                admitted(peer, access);
            } else {
                ConnectionRefusals.refuse(connection, client, failure);
            }
        }));
        if (!decision.toCompletableFuture().isDone()) {
            // Messages that were already read are kept. No further message is read until the decision.
            connection.pauseReading();
        }
    }

    private void admitted(SocketPeer peer, Access access) {
        ArrayDeque<Early> messages = early;
        if (messages == null) {
            return; // The connection was closed in the meantime.
        }
        early = null;
        worker = engine.connect(peer, access);
        for (Early message : messages) {
            received(message.bytes, message.text);
        }
    }

    @Override
    public void onText(Connection connection, byte[] utf8) {
        received(utf8, true);
    }

    @Override
    public void onBinary(Connection connection, byte[] bytes) {
        received(bytes, false);
    }

    @Override
    public void onClosed(Closing closing) {
        if (closing.opened()) {
            sockets.closed();
        }
        faults.closed(this);
        early = null;
        WorkerConnection known = worker;
        if (known != null) {
            known.disconnected(closing.reason());
        }
    }

    private void received(byte[] bytes, boolean text) {
        if (muted) {
            return;
        }
        WorkerConnection known = worker;
        if (known == null) {
            ArrayDeque<Early> messages = early;
            if (messages != null) {
                messages.add(new Early(bytes, text));
            }
        } else if (text) {
            frame(known, bytes);
        } else if (!engine.takeTelemetry(bytes)) {
            if (Utf8.isValid(bytes)) {
                frame(known, bytes);
            } else {
                known.malformed("a binary message that is neither telemetry nor text");
            }
        }
    }

    private void frame(WorkerConnection known, byte[] bytes) {
        Frame frame;
        try {
            byte[] canonical = CanonicalNumbers.of(bytes);
            frame = decoder.decode(canonical, 0, canonical.length);
        } catch (MalformedFrameException | CanonicalNumbers.OutOfRangeException e) {
            known.malformed(String.valueOf(e.getMessage()));
            return;
        }
        FrameLog.received(known, frame);
        if (!faults.loses(frame)) {
            known.receive(frame, bytes.length);
        }
    }

    /** Sends frames to the worker. */
    private record SocketPeer(Connection connection, String address, WorkerSocket socket)
            implements OutboundConnection {

        @Override
        public Sent send(Frame frame) {
            if (socket.muted) {
                return Sent.QUEUED;
            }
            socket.faults.calling(frame);
            FrameLog.sent(socket.worker, frame);
            JsonBuffer out = SCRATCH.get().reset();
            FrameEncoder.encode(frame, out);
            Sent sent = switch (connection.sendText(out.array(), 0, out.length(), Lane.DATA)) {
                case QUEUED -> Sent.QUEUED;
                case FULL -> Sent.FULL;
                case CLOSED -> Sent.CLOSED;
            };
            connection.flush();
            return sent;
        }

        @Override
        public void pauseReading() {
            connection.pauseReading();
        }

        @Override
        public void resumeReading() {
            connection.loop().execute(() -> {
                if (!socket.muted) {
                    connection.resumeReading();
                }
            });
        }

        @Override
        public long maxFrameBytes() {
            return socket.maxFrameBytes;
        }

        @Override
        public void close(String reason) {
            connection.close(Closing.NORMAL, reason);
        }

        @Override
        public void abort(String reason) {
            connection.abort(reason);
        }
    }
}
