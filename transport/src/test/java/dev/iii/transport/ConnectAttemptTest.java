package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how the client connects to a host, also with faulty name servers and addresses. */
class ConnectAttemptTest {

    private static final Limits PATIENT = Limits.DEFAULT;
    private static final Limits HASTY =
            new Limits(1 << 20, 100, 1 << 20, Duration.ofMillis(400), Duration.ofMillis(400));

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private Recorder connect(NameResolver.Lookup lookup, String host, int port, Limits limits) {
        EventLoop loop = loopback.closeLater(new EventLoop("test-connecting", SharedLimits.ofProcess(), lookup));
        Recorder recorder = loopback.recorder();
        loop.connect(new ConnectRequest(URI.create("ws://" + host + ":" + port), Map.of(), limits), recorder);
        return recorder;
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static Closing notOpened(String reason) {
        return new Closing(Closing.ABNORMAL, reason, false, false);
    }

    @Test
    void anUnknownHostIsReportedWithItsName() {
        Recorder client = connect(
                host -> {
                    throw new UnknownHostException("internals");
                },
                "nowhere.example",
                1,
                PATIENT);

        assertThat(client.closing()).isEqualTo(notOpened("the host nowhere.example is unknown"));
    }

    @Test
    void aHangingNameServerDoesNotBlockTheLoopAndTimesOut() {
        CountDownLatch hang = new CountDownLatch(1);
        EventLoop loop = loopback.closeLater(new EventLoop("test-connecting", SharedLimits.ofProcess(), host -> {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }));
        Recorder client = loopback.recorder();

        loop.connect(new ConnectRequest(URI.create("ws://hangs.example"), Map.of(), HASTY), client);
        CountDownLatch loopRuns = new CountDownLatch(1);
        loop.execute(loopRuns::countDown);

        assertThat(await(loopRuns)).isTrue();
        assertThat(client.closing()).isEqualTo(notOpened("no TCP connection within 400 ms"));
        hang.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Recorder.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRefusedConnectionIsReported() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, address("127.0.0.1"))) {
            port = free.getLocalPort();
        }

        Recorder client = loopback.connect(port, PATIENT);

        assertThat(client.closing()).isEqualTo(notOpened("Connection refused"));
    }

    @Test
    void theNextAddressIsTriedIfTheFirstRefuses() throws IOException {
        InetAddress[] addresses = {address("::1"), address("127.0.0.1")};

        Recorder client = connect(host -> addresses, "localhost", loopback.serve(PATIENT), PATIENT);

        assertThat(client.connection().remoteAddress())
                .satisfies(remote -> assertThat(remote.getAddress()).isEqualTo(addresses[1]));
    }

    @Test
    void theNextAddressIsTriedIfTheFirstDoesNotRespond() throws IOException {
        int port = loopback.serve(PATIENT);
        InetAddress silent = address("127.0.0.2");
        ServerSocket full = loopback.closeLater(new ServerSocket(port, 1, silent));
        fill(full);

        InetAddress[] addresses = {silent, address("127.0.0.1")};
        Limits limits = new Limits(1 << 20, 100, 1 << 20, Duration.ofSeconds(2), Duration.ofSeconds(1));
        Recorder client = connect(host -> addresses, "two.example", port, limits);

        assertThat(client.connection().remoteAddress())
                .satisfies(remote -> assertThat(remote.getAddress()).isEqualTo(addresses[1]));
    }

    @Test
    void anAddressThatDoesNotRespondTimesOut() throws IOException {
        ServerSocket full = loopback.closeLater(new ServerSocket(0, 1, address("127.0.0.1")));
        fill(full);

        Recorder client = loopback.connect(full.getLocalPort(), HASTY);

        assertThat(client.closing()).isEqualTo(notOpened("no TCP connection within 400 ms"));
    }

    /** Opens connections that are never accepted, until the operating system does not respond to more of them. */
    private void fill(ServerSocket listening) throws IOException {
        for (int i = 0; i < 200; i++) {
            Socket filler = loopback.closeLater(new Socket());
            try {
                filler.connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        abort("the operating system responds to any number of connections that are not accepted");
    }

    @Test
    void ipv6LiteralsAreAccepted() throws IOException {
        ServerSocket listening = loopback.closeLater(new ServerSocket(0, 1, address("::1")));

        Recorder client = loopback.connect("ws://[::1]:" + listening.getLocalPort(), PATIENT);
        RawPeer server = loopback.closeLater(RawPeer.accept(listening)).acceptUpgrade();

        assertThat(client.connection().remoteAddress()).isNotNull();
        server.close();
    }

    @Test
    void closingTheLoopEndsAConnectionAttempt() throws IOException {
        ServerSocket full = loopback.closeLater(new ServerSocket(0, 1, address("127.0.0.1")));
        fill(full);
        Recorder client = loopback.connect(full.getLocalPort(), PATIENT);

        loopback.clientLoop().close();

        assertThat(client.closing()).isEqualTo(notOpened("the event loop was closed"));
    }

    @Test
    void connectingOnAClosedLoopFailsImmediately() {
        loopback.clientLoop().close();

        Recorder client = loopback.connect(1, PATIENT);

        assertThat(client.closings()).containsExactly(notOpened("the event loop was closed"));
    }
}
