package dev.iii.sdk.e2e;

import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameDecoder;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.MalformedFrameException;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeHandler;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine that does what a test says, for what a real one never does. By itself it greets and answers the calls of
 * {@code engine::} functions.
 */
final class FakeEngine implements AutoCloseable {

    /** One connection of a worker. */
    static final class Peer implements ConnectionListener {

        private final boolean polite;
        private final Function<String, @Nullable String> answers;
        private final FrameDecoder decoder = new FrameDecoder(100);
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<Connection> connection = new CompletableFuture<>();
        private final CompletableFuture<Closing> closed = new CompletableFuture<>();

        Peer(boolean polite, Function<String, @Nullable String> answers) {
            this.polite = polite;
            this.answers = answers;
        }

        @Override
        public void onOpen(Connection opened) {
            connection.complete(opened);
            if (polite) {
                send(new WorkerRegistered(UUID.randomUUID().toString(), "token-of-the-fake-engine"));
            }
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            Frame frame;
            try {
                frame = decoder.decode(utf8, 0, utf8.length);
            } catch (MalformedFrameException e) {
                throw new IllegalStateException(e);
            }
            String given = frame instanceof InvokeFunction call ? answers.apply(call.functionId()) : null;
            if (given != null && frame instanceof InvokeFunction call) {
                send(new InvocationResult(
                        Objects.requireNonNull(call.invocationId()),
                        call.functionId(),
                        given.isEmpty() ? null : RawJson.parse(given),
                        null,
                        null,
                        null));
            } else if (frame instanceof InvokeFunction call
                    && call.functionId().startsWith("engine::")
                    && call.invocationId() != null
                    && polite) {
                send(new InvocationResult(
                        Objects.requireNonNull(call.invocationId()),
                        call.functionId(),
                        RawJson.parse("{\"success\":true}"),
                        null,
                        null,
                        null));
            }
            frames.add(frame);
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
        }

        void send(Frame frame) {
            sendText(new String(FrameEncoder.encode(frame), StandardCharsets.UTF_8));
        }

        void sendText(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            connection().sendText(utf8, 0, utf8.length, Lane.DATA);
            connection().flush();
        }

        Connection connection() {
            return connection.join();
        }

        Closing awaitClosed() throws Exception {
            return closed.get(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        /** The next frame of this kind; the ones before it are gone. */
        <F extends Frame> F next(Class<F> kind) throws InterruptedException {
            while (true) {
                Frame frame = frames.poll(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no " + kind.getSimpleName() + " came");
                }
                if (kind.isInstance(frame)) {
                    return kind.cast(frame);
                }
            }
        }
    }

    private final EventLoop loop = new EventLoop("fake-engine");
    private final WebSocketServer server;
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private volatile boolean polite = true;
    private volatile Limits limits = Limits.DEFAULT;

    FakeEngine() throws IOException {
        this(null);
    }

    /** @param handler decides about connections instead; {@code null} to take them all */
    FakeEngine(@Nullable UpgradeHandler handler) throws IOException {
        UpgradeHandler taking = request -> {
            Peer peer = new Peer(polite, functionId -> answers.get(functionId));
            peers.add(peer);
            return CompletableFuture.completedFuture(new UpgradeDecision.Accept(peer, limits));
        };
        server = WebSocketServer.listen(
                List.of(loop), new InetSocketAddress("127.0.0.1", 0), handler == null ? taking : handler);
    }

    /** From now on connections get neither greeting nor answers. */
    FakeEngine silent() {
        polite = false;
        return this;
    }

    /** From now on this is the answer to calls of the function; an empty text for none. */
    FakeEngine answering(String functionId, String json) {
        answers.put(functionId, json);
        return this;
    }

    String url() {
        return "ws://127.0.0.1:" + server.address().getPort();
    }

    /** Returns {@code true} if {@link #accept} returns immediately. */
    boolean hasNext() {
        return !peers.isEmpty();
    }

    /** The next connection. */
    Peer accept() throws InterruptedException {
        Peer peer = peers.poll(Engine.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("no connection came");
        }
        return peer;
    }

    @Override
    public void close() {
        server.close();
        loop.close();
    }
}
