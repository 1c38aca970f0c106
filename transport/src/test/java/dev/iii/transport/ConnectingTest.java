package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a host becomes a TCP connection, with name servers and addresses that do not behave. */
class ConnectingTest {

    private static final Limits PATIENT = Limits.DEFAULT;
    private static final Limits HASTY =
            new Limits(1 << 20, 100, 1 << 20, Duration.ofMillis(400), Duration.ofMillis(400));

    private final Loopback world = new Loopback();

    @AfterEach
    void close() {
        world.close();
    }

    private Recorder connect(NameResolver.Lookup lookup, String host, int port, Limits limits) {
        EventLoop loop = world.closeLater(new EventLoop("test-connecting", lookup));
        Recorder recorder = world.recorder();
        loop.connect(new ConnectRequest(URI.create("ws://" + host + ":" + port), Map.of(), limits), recorder);
        return recorder;
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static Closing neverMade(String reason) {
        return new Closing(Closing.ABNORMAL, reason, false, false);
    }

    @Test
    void anUnknownHostIsNamed() {
        Recorder client = connect(
                host -> {
                    throw new UnknownHostException("internals");
                },
                "nowhere.example",
                1,
                PATIENT);

        assertThat(client.closing()).isEqualTo(neverMade("the host nowhere.example is unknown"));
    }

    @Test
    void aNameServerThatHangsDelaysNobodyAndEndsInTime() {
        CountDownLatch hang = new CountDownLatch(1);
        EventLoop loop = world.closeLater(new EventLoop("test-connecting", host -> {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }));
        Recorder client = world.recorder();

        loop.connect(new ConnectRequest(URI.create("ws://hangs.example"), Map.of(), HASTY), client);
        CountDownLatch loopRuns = new CountDownLatch(1);
        loop.execute(loopRuns::countDown);

        assertThat(await(loopRuns)).isTrue();
        assertThat(client.closing()).isEqualTo(neverMade("no TCP connection within 400 ms"));
        hang.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Recorder.SECONDS, java.util.concurrent.TimeUnit.SECONDS);
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

        Recorder client = world.connect(port, PATIENT);

        assertThat(client.closing()).isEqualTo(neverMade("Connection refused"));
    }

    @Test
    void theNextAddressIsTriedWhenTheFirstRefuses() throws IOException {
        InetAddress[] addresses = {address("::1"), address("127.0.0.1")};

        Recorder client = connect(host -> addresses, "localhost", world.serve(PATIENT), PATIENT);

        assertThat(client.connection().remoteAddress())
                .satisfies(remote -> assertThat(remote.getAddress()).isEqualTo(addresses[1]));
    }

    @Test
    void theNextAddressIsTriedWhenTheFirstIsSilent() throws IOException {
        int port = world.serve(PATIENT);
        InetAddress silent = address("127.0.0.2");
        ServerSocket full = world.closeLater(new ServerSocket(port, 1, silent));
        fill(full);

        InetAddress[] addresses = {silent, address("127.0.0.1")};
        Limits limits = new Limits(1 << 20, 100, 1 << 20, Duration.ofSeconds(2), Duration.ofSeconds(1));
        Recorder client = connect(host -> addresses, "two.example", port, limits);

        assertThat(client.connection().remoteAddress())
                .satisfies(remote -> assertThat(remote.getAddress()).isEqualTo(addresses[1]));
    }

    @Test
    void anAddressThatIsSilentIsGivenUpInTime() throws IOException {
        ServerSocket full = world.closeLater(new ServerSocket(0, 1, address("127.0.0.1")));
        fill(full);

        Recorder client = world.connect(full.getLocalPort(), HASTY);

        assertThat(client.closing()).isEqualTo(neverMade("no TCP connection within 400 ms"));
    }

    /** Connections that nobody accepts, until the system answers no more of them. */
    private void fill(ServerSocket listening) throws IOException {
        for (int i = 0; i < 200; i++) {
            Socket filler = world.closeLater(new Socket());
            try {
                filler.connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()), 300);
            } catch (java.net.SocketTimeoutException e) {
                return;
            }
        }
        abort("this system answers connections that nobody accepts without end");
    }

    @Test
    void ipv6LiteralsAreUnderstood() throws IOException {
        ServerSocket listening = world.closeLater(new ServerSocket(0, 1, address("::1")));

        Recorder client = world.connect("ws://[::1]:" + listening.getLocalPort(), PATIENT);
        RawPeer server = world.closeLater(RawPeer.accept(listening)).acceptUpgrade();

        assertThat(client.connection().remoteAddress()).isNotNull();
        server.close();
    }

    @Test
    void whatIsConnectingWhenTheLoopEndsIsToldSo() throws IOException {
        ServerSocket full = world.closeLater(new ServerSocket(0, 1, address("127.0.0.1")));
        fill(full);
        Recorder client = world.connect(full.getLocalPort(), PATIENT);

        world.clientLoop().close();

        assertThat(client.closing()).isEqualTo(neverMade("the event loop was closed"));
    }

    @Test
    void connectingOnAClosedLoopEndsAtOnce() {
        world.clientLoop().close();

        Recorder client = world.connect(1, PATIENT);

        assertThat(client.closings()).containsExactly(neverMade("the event loop was closed"));
    }
}
