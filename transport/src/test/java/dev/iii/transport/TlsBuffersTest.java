package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that no bytes are lost in the buffers of TLS, between the socket and the WebSocket. */
@Timeout(60)
class TlsBuffersTest {

    private static final Limits LIMITS =
            new Limits(16 << 20, 100, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(2));
    /** The number of bytes that the loop reads of one connection in a turn. */
    private static final int A_TURN = 4 * 128 * 1024;

    /** A number of messages that are slightly more than the loop reads in a buffer. */
    private static final int MANY = 132;

    private final Loopback loopback = new Loopback();
    private KeyStore keys = emptyKeys();

    private static KeyStore emptyKeys() {
        try {
            return KeyStore.getInstance("PKCS12");
        } catch (KeyStoreException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void makeKeys() throws Exception {
        keys = TlsKeys.localhost();
    }

    @AfterEach
    void stop() {
        loopback.close();
    }

    private record Ends(RawPeer peer, Recorder ours) {}

    private Ends open(String protocol) throws Exception {
        SSLServerSocket listening = loopback.closeLater(
                (SSLServerSocket) TlsKeys.serving(keys).getServerSocketFactory().createServerSocket(0, 10, address()));
        listening.setEnabledProtocols(new String[] {protocol});
        Recorder ours = loopback.connect(
                new ConnectRequest(
                        URI.create("wss://localhost:" + listening.getLocalPort() + "/"),
                        Map.of(),
                        LIMITS,
                        TlsKeys.trusting(keys)),
                loopback.recorder());
        RawPeer peer = loopback.closeLater(RawPeer.accept(listening)).acceptUpgrade();
        ours.connection();
        return new Ends(peer, ours);
    }

    private static InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    /** Blocks the loop while the action runs, so that the loop then reads all bytes together. */
    private void whileTheLoopIsBusy(Runnable action) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Boolean> busy = new CompletableFuture<>();
        loopback.clientLoop().execute(() -> {
            busy.complete(true);
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(Recorder.get(busy)).isTrue();
        CompletableFuture<Void> done = CompletableFuture.runAsync(action);
        try {
            done.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The buffers of the operating system are full. The remaining bytes arrive while the loop reads.
        }
        go.countDown();
        done.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aMessageThatEndsJustAfterATurnIsDelivered(String protocol) throws Exception {
        Ends ends = open(protocol);
        for (int round = 0; round < 20; round++) {
            byte[] message = new byte[A_TURN];
            whileTheLoopIsBusy(() -> ends.peer().frame(RawPeer.FIN | RawPeer.BINARY, message));
            assertThat(ends.ours().message()).hasSize(A_TURN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesDecryptedBeforeAPauseAreDeliveredAfterIt(String protocol) throws Exception {
        Ends ends = open(protocol);
        Connection connection = ends.ours().connection();
        AtomicInteger seen = new AtomicInteger();
        CompletableFuture<Boolean> all = new CompletableFuture<>();
        ends.ours().onMessage(message -> {
            connection.pauseReading();
            if (seen.incrementAndGet() == MANY) {
                all.complete(true);
            }
        });
        byte[] frame = ends.peer().encode(RawPeer.FIN | RawPeer.BINARY, new byte[1000]);
        ByteBuffer many = ByteBuffer.allocate(MANY * frame.length);
        for (int i = 0; i < MANY; i++) {
            many.put(frame);
        }
        whileTheLoopIsBusy(() -> ends.peer().bytes(many.array()));

        for (int i = 0; i < MANY && !all.isDone(); i++) {
            connection.resumeReading();
            Loopback.settle(loopback.clientLoop());
            Loopback.settle(loopback.clientLoop());
        }

        assertThat(Recorder.get(all)).isTrue();
    }

    @Test
    void encryptedBytesThatTheSocketDoesNotAcceptArePushedLater() throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(address(), 0));
            int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(address(), port));
            Socket accepted = listening.accept().socket();
            CompletableFuture<SSLSocket> server = CompletableFuture.supplyAsync(() -> handshake(accepted));
            channel.configureBlocking(false);
            TlsWire wire = new TlsWire(channel, TlsKeys.trusting(keys), "localhost", port);
            int sent = write(wire, 1);
            // Write complete records until the wire accepts one that the socket does not.
            while (!wire.waitsForSocket()) {
                sent += write(wire, 16_384);
            }
            assertThat(wire.push()).isFalse();

            SSLSocket peer = server.get(20, TimeUnit.SECONDS);
            CompletableFuture<Integer> received = CompletableFuture.supplyAsync(() -> drain(peer));
            while (!wire.push()) {
                Thread.onSpinWait();
            }
            assertThat(wire.waitsForSocket()).isFalse();
            wire.close();
            channel.shutdownOutput();
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
            // Not earlier: closing a socket whose received bytes were not read, such as session tickets, resets the
            // connection, and the peer would lose bytes.
            channel.close();
        }
    }

    private SSLSocket handshake(Socket accepted) {
        try {
            SSLSocket tls = (SSLSocket) TlsKeys.serving(keys)
                    .getSocketFactory()
                    .createSocket(accepted, "localhost", accepted.getPort(), true);
            tls.setUseClientMode(false);
            tls.setSoTimeout(20_000);
            tls.startHandshake();
            return tls;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int drain(SSLSocket socket) {
        try (socket) {
            return socket.getInputStream().readAllBytes().length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes until bytes are accepted. Also reads, for the handshake. */
    private static int write(TlsWire wire, int length) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        ByteBuffer nothing = ByteBuffer.allocate(1024);
        while (bytes.position() == 0 && !wire.waitsForSocket()) {
            wire.read(nothing.clear());
            wire.write(bytes);
        }
        return bytes.position();
    }
}
