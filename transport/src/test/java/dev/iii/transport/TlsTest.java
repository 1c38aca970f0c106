package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the TLS client with the JDK's TLS sockets in front of an echo server. */
class TlsTest {

    private static final Limits LIMITS =
            new Limits(16 << 20, 100, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(2));

    private static EventLoop serverLoop = new EventLoop("server");
    private static @Nullable WebSocketServer echo;

    private final EventLoop loop = new EventLoop("client");
    private final List<TlsFront> fronts = new ArrayList<>();

    /** Records the events of a connection. */
    private static final class Seen implements ConnectionListener {
        final CompletableFuture<Connection> open = new CompletableFuture<>();
        final CompletableFuture<Closing> closed = new CompletableFuture<>();
        final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Connection connection) {
            open.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            messages.add(utf8);
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
        }
    }

    /** Decrypts TLS and passes the bytes to the echo server. */
    private static final class TlsFront implements AutoCloseable {
        private final SSLServerSocket server;
        private final List<Socket> sockets = new ArrayList<>();

        TlsFront(KeyStore keys, String protocol) throws Exception {
            server = (SSLServerSocket) TlsKeys.serving(keys)
                    .getServerSocketFactory()
                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
            server.setEnabledProtocols(new String[] {protocol});
            start(this::accept);
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "tls-front");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket outside = server.accept();
                    WebSocketServer behind = echo;
                    if (behind == null) {
                        return;
                    }
                    Socket inside = new Socket(
                            InetAddress.getLoopbackAddress(), behind.address().getPort());
                    sockets.add(outside);
                    sockets.add(inside);
                    start(() -> pass(outside, inside));
                    start(() -> pass(inside, outside));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private static void pass(Socket from, Socket to) {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // One side has closed its socket. Both are closed now.
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @BeforeAll
    static void startEcho() throws Exception {
        serverLoop = new EventLoop("server");
        echo = WebSocketServer.listen(
                List.of(serverLoop),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                request -> CompletableFuture.completedFuture(new UpgradeDecision.Accept(
                        new ConnectionListener() {
                            @Override
                            public void onOpen(Connection connection) {}

                            @Override
                            public void onText(Connection connection, byte[] utf8) {
                                connection.sendText(utf8, 0, utf8.length, Lane.DATA);
                                connection.flush();
                            }

                            @Override
                            public void onBinary(Connection connection, byte[] bytes) {}

                            @Override
                            public void onClosed(Closing closing) {}
                        },
                        LIMITS)));
    }

    @AfterAll
    static void stopEcho() {
        serverLoop.close();
    }

    @BeforeEach
    void startWithoutFronts() {
        assertThat(fronts).isEmpty();
    }

    @AfterEach
    void stop() throws IOException {
        loop.close();
        for (TlsFront front : fronts) {
            front.close();
        }
    }

    private Seen connect(KeyStore keys, String protocol, @Nullable SSLContext context) throws Exception {
        TlsFront front = new TlsFront(keys, protocol);
        fronts.add(front);
        Seen seen = new Seen();
        loop.connect(
                new ConnectRequest(URI.create("wss://localhost:" + front.port() + "/"), Map.of(), LIMITS, context),
                seen);
        return seen;
    }

    private static Closing closing(Seen seen) throws Exception {
        return seen.closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void messagesOfAllSizesAreEchoedWithBothVersions() throws Exception {
        KeyStore keys = TlsKeys.localhost();
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            Seen seen = connect(keys, protocol, TlsKeys.trusting(keys));
            Connection connection = seen.open.get(20, TimeUnit.SECONDS);
            for (int size : new int[] {0, 1, 16_383, 16_384, 100_000, 5 << 20}) {
                byte[] message = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
                assertThat(connection.sendText(message, 0, size, Lane.DATA)).isEqualTo(SendResult.QUEUED);
                connection.flush();
                assertThat(seen.messages.poll(20, TimeUnit.SECONDS))
                        .as(protocol + " " + size)
                        .isEqualTo(message);
            }
            connection.close(1000, "done");
            assertThat(closing(seen)).isEqualTo(new Closing(1000, "done", false, true));
        }
    }

    @Test
    void noMessageOfConcurrentSendersIsLost() throws Exception {
        KeyStore keys = TlsKeys.localhost();
        Seen seen = connect(keys, "TLSv1.3", TlsKeys.trusting(keys));
        Connection connection = seen.open.get(20, TimeUnit.SECONDS);
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    byte[] message = new byte[200];
                    Arrays.fill(message, (byte) 'm');
                    connection.sendText(message, 0, message.length, Lane.DATA);
                    connection.flush();
                }
            });
            senders.add(sender);
            sender.start();
        }
        for (int i = 0; i < 2000; i++) {
            assertThat(seen.messages.poll(20, TimeUnit.SECONDS)).hasSize(200);
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    @Test
    void aCertificateWithoutATrustedIssuerIsRejected() throws Exception {
        Seen seen = connect(TlsKeys.localhost(), "TLSv1.3", null);
        assertThat(closing(seen).reason()).startsWith("TLS failed: ").contains("PKIX path building failed");
    }

    @Test
    void aCertificateForAnotherHostIsRejected() throws Exception {
        KeyStore keys = TlsKeys.elsewhere();
        Seen seen = connect(keys, "TLSv1.3", TlsKeys.trusting(keys));
        assertThat(closing(seen).reason())
                .startsWith("TLS failed: ")
                .contains("No subject alternative DNS name matching localhost");
    }

    @Test
    void anExpiredCertificateIsRejected() throws Exception {
        KeyStore keys = TlsKeys.expired();
        Seen seen = connect(keys, "TLSv1.3", TlsKeys.trusting(keys));
        assertThat(closing(seen).reason()).startsWith("TLS failed: ").contains("NotAfter");
    }

    @Test
    void aServerWithoutTlsIsReported() throws Exception {
        Seen seen = new Seen();
        WebSocketServer plain = Objects.requireNonNull(echo);
        loop.connect(
                new ConnectRequest(
                        URI.create("wss://localhost:" + plain.address().getPort() + "/"),
                        Map.of(),
                        new Limits(1024, 1, 1 << 20, Duration.ofMillis(500), Duration.ofSeconds(1)),
                        null),
                seen);
        assertThat(closing(seen).opened()).isFalse();
    }
}
