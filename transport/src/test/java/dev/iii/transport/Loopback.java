package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The servers and clients of one test, with one event loop for each role. {@link #close} checks that every listener was
 * notified exactly once of the end of its connection.
 */
final class Loopback implements AutoCloseable {

    /** Small limits that a test can reach, and short timeouts that a test can wait for. */
    static final Limits SMALL = new Limits(64 * 1024, 100, 256 * 1024, Duration.ofMillis(400), Duration.ofMillis(400));

    /** The side under test. */
    enum Side {
        SERVER,
        CLIENT
    }

    /** A raw peer, and the listener of the side under test. */
    record Pair(RawPeer peer, Recorder ours) {}

    private final EventLoop serverLoop;
    private final EventLoop clientLoop = new EventLoop("test-client");
    private final List<Recorder> recorders = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();

    Loopback() {
        this(SharedLimits.ofProcess());
    }

    /** Creates an instance whose servers have the given limits. */
    Loopback(SharedLimits ofServers) {
        serverLoop = new EventLoop("test-server", ofServers);
    }

    EventLoop serverLoop() {
        return serverLoop;
    }

    EventLoop clientLoop() {
        return clientLoop;
    }

    EventLoop loop(Side side) {
        return side == Side.SERVER ? serverLoop : clientLoop;
    }

    /** Returns when the loop has run all tasks that were submitted before. */
    static void settle(EventLoop loop) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(true));
        assertThat(Recorder.get(done)).isTrue();
    }

    Recorder recorder() {
        return used(new Recorder());
    }

    <T extends Recorder> T used(T recorder) {
        recorders.add(recorder);
        return recorder;
    }

    <T extends AutoCloseable> T closeLater(T resource) {
        resources.add(resource);
        return resource;
    }

    /** Starts a server with the handler. Returns its port. */
    int serve(UpgradeHandler handler, Duration handshakeTimeout) {
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
            return closeLater(WebSocketServer.listen(List.of(serverLoop), any, handler, handshakeTimeout))
                    .address()
                    .getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server that accepts all connections. Returns its port. */
    int serve(Limits limits, Supplier<Recorder> listeners) {
        return serve(
                request -> {
                    Recorder recorder = used(listeners.get());
                    accepted.add(recorder);
                    return CompletableFuture.completedFuture(new UpgradeDecision.Accept(recorder, limits));
                },
                Duration.ofSeconds(10));
    }

    int serve(Limits limits) {
        return serve(limits, Recorder::new);
    }

    /** Waits for the next accepted connection and returns its listener. */
    Recorder accepted() {
        try {
            Recorder recorder = accepted.poll(Recorder.SECONDS, TimeUnit.SECONDS);
            assertThat(recorder).as("an accepted connection").isNotNull();
            return recorder;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts to connect as a client. Returns the listener. */
    Recorder connect(String url, Limits limits) {
        return connect(new ConnectRequest(URI.create(url), Map.of(), limits), recorder());
    }

    Recorder connect(int port, Limits limits) {
        return connect("ws://127.0.0.1:" + port + "/", limits);
    }

    Recorder connect(ConnectRequest request, Recorder listener) {
        clientLoop.connect(request, listener);
        return listener;
    }

    /** Returns a listening socket for a raw peer in the role of the server. */
    ServerSocket listen() {
        try {
            return closeLater(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a raw peer that has opened a connection to a server of this test. */
    RawPeer rawClient(int port) {
        return closeLater(RawPeer.tcp(port)).upgrade();
    }

    /** Opens a connection between the side under test and a raw peer. */
    Pair open(Side side, Limits limits) {
        if (side == Side.SERVER) {
            RawPeer peer = rawClient(serve(limits));
            Recorder ours = accepted();
            ours.connection();
            return new Pair(peer, ours);
        }
        ServerSocket listening = listen();
        Recorder ours = connect(listening.getLocalPort(), limits);
        RawPeer peer = closeLater(RawPeer.accept(listening)).acceptUpgrade();
        ours.connection();
        return new Pair(peer, ours);
    }

    @Override
    public void close() {
        serverLoop.close();
        clientLoop.close();
        resources.forEach(Loopback::closeNow);
        for (Recorder recorder : recorders) {
            assertThat(recorder.closings()).as("calls of onClosed").hasSize(1);
        }
    }

    private static void closeNow(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
