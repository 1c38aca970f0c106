package dev.iii.sdk.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.internal.connection.ConnectionKeeper;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconnectingSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Heartbeat NO_HEARTBEAT = new Heartbeat(Duration.ofHours(1), Duration.ofHours(2));
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(10), 2, Duration.ofMillis(40), 0);

    /** A connection as the server sees it. */
    private static final class Peer implements ConnectionListener {

        private final CompletableFuture<Connection> connection = new CompletableFuture<>();
        private final CompletableFuture<Closing> closed = new CompletableFuture<>();

        @Override
        public void onOpen(Connection opened) {
            connection.complete(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {}

        @Override
        public void onBinary(Connection from, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
        }

        Connection connection() throws Exception {
            return connection.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        void send(String text) throws Exception {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            connection().sendText(utf8, 0, utf8.length, Lane.DATA);
            connection().flush();
        }

        Closing awaitClosed() throws Exception {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Records the events. An event on another thread than the I/O thread is recorded as such. */
    private final class Recorder implements ReconnectingSocket.Handler {

        private void record(String event) {
            events.add(EventLoop.current() == loop ? event : "on the wrong thread: " + event);
        }

        @Override
        public void onOpen(Connection connection) {
            record("open");
        }

        @Override
        public void onText(byte[] utf8) {
            record("text " + new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void onBinary(byte[] bytes) {
            record("binary of " + bytes.length);
        }

        @Override
        public void onDrained() {
            record("drained");
        }

        @Override
        public void onLost(String reason, Duration delay) {
            reasons.add(reason);
            record("lost, next attempt in " + delay.toMillis() + " ms");
        }

        @Override
        public void onEnded() {
            record("ended");
        }
    }

    private final EventLoop serverLoop = new EventLoop("test-server");
    private final EventLoop loop = new EventLoop("test-io");
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();
    /** The decisions about the next upgrade requests; further requests are accepted. */
    private final Queue<CompletionStage<UpgradeDecision>> decisions = new ConcurrentLinkedQueue<>();

    private WebSocketServer server;

    @BeforeEach
    void listen() throws IOException {
        server = WebSocketServer.listen(List.of(serverLoop), new InetSocketAddress("127.0.0.1", 0), request -> {
            CompletionStage<UpgradeDecision> decision = decisions.poll();
            return decision == null ? CompletableFuture.completedFuture(accept(new Peer())) : decision;
        });
    }

    @AfterEach
    void stop() {
        loop.close();
        server.close();
        serverLoop.close();
    }

    private UpgradeDecision accept(Peer peer) {
        peers.add(peer);
        return new UpgradeDecision.Accept(peer, Limits.DEFAULT);
    }

    private void refuseNext() {
        decisions.add(CompletableFuture.completedFuture(new UpgradeDecision.Refuse(503)));
    }

    private ReconnectingSocket connect(Backoff backoff, Heartbeat heartbeat) {
        ConnectRequest request = new ConnectRequest(
                URI.create("ws://127.0.0.1:" + server.address().getPort()), Map.of(), Limits.DEFAULT);
        ConnectionKeeper keeper = new ConnectionKeeper(Reconnect.after(backoff), heartbeat, new SplittableRandom(1));
        ReconnectingSocket socket = new ReconnectingSocket(request, loop, keeper, new Recorder());
        loop.execute(socket::connect);
        return socket;
    }

    private ReconnectingSocket connect() {
        return connect(SHORT, NO_HEARTBEAT);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing happened within " + PATIENCE);
        }
        return next;
    }

    private Peer awaitPeer() throws InterruptedException {
        return next(peers);
    }

    private String awaitEvent() throws InterruptedException {
        return next(events);
    }

    /** Reads a property of the socket on its I/O thread. */
    private <T extends @Nullable Object> T onLoop(Supplier<T> reader) throws Exception {
        CompletableFuture<T> value = new CompletableFuture<>();
        loop.execute(() -> value.complete(reader.get()));
        return value.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Connection connectionOf(ReconnectingSocket socket) throws Exception {
        Connection connection = onLoop(socket::connection);
        if (connection == null) {
            throw new AssertionError("the socket is not connected");
        }
        return connection;
    }

    private void assertEnded(ReconnectingSocket socket) throws Exception {
        assertThat(awaitEvent()).isEqualTo("ended");
        assertThat(onLoop(socket::hasEnded)).isTrue();
        assertThat(onLoop(() -> socket.connection() == null)).isTrue();
        loop.close();
        assertThat(events).as("events after onEnded").isEmpty();
        assertThat(peers).as("connections after onEnded").isEmpty();
    }

    @Test
    void messagesAreDeliveredInOrder() throws Exception {
        ReconnectingSocket socket = connect();
        Peer peer = awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        assertThat(onLoop(socket::hasEnded)).isFalse();
        peer.send("a");
        peer.connection().sendBinary(new byte[3], 0, 3, Lane.DATA);
        peer.send("b");
        assertThat(List.of(awaitEvent(), awaitEvent(), awaitEvent()))
                .containsExactly("text a", "binary of 3", "text b");
    }

    @Test
    void theHandlerIsNotifiedWhenTheOutboxIsEmpty() throws Exception {
        ReconnectingSocket socket = connect();
        awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        loop.execute(() -> {
            Connection open = socket.connection();
            if (open != null) {
                open.sendBinary(new byte[1], 0, 1, Lane.DATA);
                open.awaitDrained();
                open.flush();
            }
        });
        assertThat(awaitEvent()).isEqualTo("drained");
    }

    @Test
    void aLostConnectionIsReplaced() throws Exception {
        ReconnectingSocket socket = connect();
        awaitPeer().connection().close(Closing.GOING_AWAY, "restart");
        assertThat(List.of(awaitEvent(), awaitEvent(), awaitEvent()))
                .containsExactly("open", "lost, next attempt in 10 ms", "open");
        assertThat(reasons).containsExactly("restart");
        awaitPeer().send("again");
        assertThat(awaitEvent()).isEqualTo("text again");
        assertThat(onLoop(socket::hasEnded)).isFalse();
    }

    @Test
    void failedAttemptsAreRepeatedWithGrowingDelays() throws Exception {
        refuseNext();
        refuseNext();
        connect();
        assertThat(List.of(awaitEvent(), awaitEvent(), awaitEvent()))
                .containsExactly("lost, next attempt in 10 ms", "lost, next attempt in 20 ms", "open");
        awaitPeer().connection().abort("lost again before it is stable");
        assertThat(awaitEvent()).isEqualTo("lost, next attempt in 40 ms");
    }

    @Test
    void aHalfOpenConnectionIsReplaced() throws Exception {
        connect(SHORT, new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(2)));
        Peer first = awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        // A peer that does not read does not reply to pings.
        first.connection().pauseReading();
        assertThat(List.of(awaitEvent(), awaitEvent())).containsExactly("lost, next attempt in 10 ms", "open");
        assertThat(reasons).containsExactly("no data from the engine, or no reply to a ping");
        awaitPeer();
    }

    @Test
    void aHalfOpenConnectionIsReplacedAlsoAfterAPause() throws Exception {
        ReconnectingSocket socket = connect(SHORT, new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(2)));
        Peer first = awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        loop.execute(() -> {
            socket.pauseReading();
            socket.resumeReading();
        });
        first.connection().pauseReading();
        assertThat(List.of(awaitEvent(), awaitEvent())).containsExactly("lost, next attempt in 10 ms", "open");
    }

    @Test
    void pingsKeepASilentConnection() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        ReconnectingSocket socket = connect(SHORT, new Heartbeat(Duration.ofMillis(20), timeout));
        awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        Connection connection = connectionOf(socket);
        long opened = System.nanoTime();
        Awaitility.await("replies to pings arrive after the timeout")
                .atMost(PATIENCE)
                .until(() -> connection.lastAliveNanos() - opened > timeout.toNanos());
        assertThat(events).isEmpty();
    }

    @Test
    void aConnectionThatIsNotReadIsKeptAndItsMessagesAreDeliveredAfterwards() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        ReconnectingSocket socket = connect(SHORT, new Heartbeat(Duration.ofMillis(100), timeout));
        Peer peer = awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        CompletableFuture<Void> afterTheTimeout = new CompletableFuture<>();
        loop.execute(() -> {
            socket.pauseReading();
            loop.schedule(timeout.plusMillis(500), () -> afterTheTimeout.complete(null));
        });
        // The loop has paused before the message is sent.
        assertThat(onLoop(socket::hasEnded)).isFalse();
        peer.send("later");
        afterTheTimeout.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(events).isEmpty();
        loop.execute(socket::resumeReading);
        assertThat(awaitEvent()).isEqualTo("text later");
    }

    @Test
    void closingEndsTheConnectionNormally() throws Exception {
        ReconnectingSocket socket = connect();
        Peer peer = awaitPeer();
        assertThat(awaitEvent()).isEqualTo("open");
        loop.execute(socket::close);
        loop.execute(socket::close);
        assertThat(peer.awaitClosed().code()).isEqualTo(Closing.NORMAL);
        assertEnded(socket);
    }

    @Test
    void closingDuringAnAttemptEndsTheConnectionThatItMakes() throws Exception {
        CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
        decisions.add(decision);
        ReconnectingSocket socket = connect();
        Awaitility.await("the attempt has reached the server").atMost(PATIENCE).until(decisions::isEmpty);
        loop.execute(socket::close);
        assertThat(onLoop(socket::hasEnded)).isFalse();
        decision.complete(accept(new Peer()));
        assertThat(awaitPeer().awaitClosed().code()).isEqualTo(Closing.NORMAL);
        assertEnded(socket);
    }

    @Test
    void closingDuringAnAttemptThatFailsEndsTheSocket() throws Exception {
        CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
        decisions.add(decision);
        ReconnectingSocket socket = connect();
        Awaitility.await("the attempt has reached the server").atMost(PATIENCE).until(decisions::isEmpty);
        loop.execute(socket::close);
        assertThat(onLoop(socket::hasEnded)).isFalse();
        decision.complete(new UpgradeDecision.Refuse(503));
        assertEnded(socket);
    }

    @Test
    void closingBetweenTwoAttemptsEndsTheSocketImmediately() throws Exception {
        refuseNext();
        ReconnectingSocket socket = connect(Backoff.fixed(Duration.ofHours(1)), NO_HEARTBEAT);
        assertThat(awaitEvent()).isEqualTo("lost, next attempt in 3600000 ms");
        loop.execute(socket::close);
        assertEnded(socket);
    }
}
