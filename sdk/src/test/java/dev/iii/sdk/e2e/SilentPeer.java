package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;

/** An engine that takes connections and, at the latest when a worker is ready, does not say another word. */
final class SilentPeer implements AutoCloseable {

    /** From when on it is silent. */
    enum Kind {
        /** It takes the connection and does not answer the upgrade. */
        TCP,
        /** It answers the upgrade. */
        WEB_SOCKET,
        /** It has greeted, and has answered until the worker was ready. */
        READY
    }

    private static final class Mute implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            connection.pauseReading();
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {}

        @Override
        public void onBinary(Connection connection, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {}
    }

    private final Kind kind;
    private final FakeEngine fake;
    private final ServerSocket socket;

    private SilentPeer(Kind kind) throws IOException {
        this.kind = kind;
        // Connections that nobody takes out of the backlog are open for whoever made them.
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        fake = kind == Kind.READY
                ? new FakeEngine()
                : new FakeEngine(request ->
                        CompletableFuture.completedFuture(new UpgradeDecision.Accept(new Mute(), Limits.DEFAULT)));
    }

    static SilentPeer of(Kind kind) throws IOException {
        return new SilentPeer(kind);
    }

    String url() {
        return kind == Kind.TCP ? "ws://127.0.0.1:" + socket.getLocalPort() : fake.url();
    }

    /** A worker of this engine; the silence has begun. */
    Worker connect(Engine engine, WorkerOptions options) throws InterruptedException {
        Worker worker = engine.worker(url(), options);
        if (kind == Kind.READY) {
            worker.awaitReady(PATIENCE);
            fake.accept().connection().pauseReading();
        }
        return worker;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        fake.close();
    }
}
