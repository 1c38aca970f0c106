package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.stub.core.CaughtLines;
import dev.iii.stub.http.HttpPort.Timeouts;
import dev.iii.transport.SharedLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that clients of the HTTP port that do not read, or send too slowly, are disconnected. */
@Timeout(60)
class SlowClientsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LARGE = 20 << 20;
    private static final int PATIENCE_MS = 20_000;

    @RegisterExtension
    final CaughtLines lines = new CaughtLines(LenientEndPoint.class.getName(), Level.INFO);

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private SharedLimits limits = SharedLimits.ofProcess();
    private @Nullable HttpPort port;

    private void open(Timeouts timeouts) throws IOException {
        port = HttpPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), timeouts, new Large());
    }

    /** Sends a large body on the path {@code /large}, and a small one otherwise. */
    private final class Large extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            SentRequest.of(request);
            boolean large = request.getHttpURI().getPath().equals("/large");
            Callback ending = Callback.from(
                    () -> {
                        callback.succeeded();
                        ends.add("sent");
                    },
                    failure -> {
                        callback.failed(failure);
                        ends.add("failed");
                    });
            new Responder(request, response, ending, Cors.OPEN, new HttpMemory(limits))
                    .send(new HttpResponse(200, List.of(), new byte[large ? LARGE : 2]));
            return true;
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        Objects.requireNonNull(port).close();
    }

    private Socket client(String request) throws IOException {
        URI url = URI.create(Objects.requireNonNull(port).url());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        sockets.add(socket);
        write(socket, request);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void isEnded(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // Whatever came before the end.
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private String end() throws InterruptedException {
        return String.valueOf(ends.poll(PATIENCE_MS, TimeUnit.MILLISECONDS));
    }

    private void isServed() throws IOException {
        Socket socket = client("GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
    }

    @Test
    void clientsThatDoNotReadAreDisconnectedAndTheOthersAreServed() throws Exception {
        open(new Timeouts(LONG, SHORT, LONG));
        int many = 40;
        for (int i = 0; i < many; i++) {
            client("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        isServed();
        int failed = 0;
        while (failed < many) {
            String end = end();
            assertThat(end).isIn("failed", "sent");
            failed += end.equals("failed") ? 1 : 0;
        }
        isServed();
    }

    @Test
    void theClientsThatReadLeastAreDisconnectedBeforeTheirResponsesUseTooMuchMemory() throws Exception {
        int fit = 3;
        limits = SharedLimits.forHeap(4L * (fit * LARGE + LARGE / 2));
        open(new Timeouts(LONG, LONG, LONG));
        int many = 12;
        for (int i = 0; i < many; i++) {
            client("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        for (int i = 0; i < many - fit; i++) {
            assertThat(end()).isEqualTo("failed");
        }
        isServed();
        assertThat(end()).isEqualTo("sent");
        assertThat(limits.waitingBytes()).isEqualTo((long) fit * LARGE);
        assertThat(ends).isEmpty();
    }

    @Test
    void aClientThatReadsIsNotDisconnected() throws Exception {
        Duration timeout = SHORT;
        while (!isSentWhileItReads(timeout)) {
            timeout = timeout.multipliedBy(2);
            Objects.requireNonNull(port).close();
            ends.clear();
        }
    }

    /**
     * Reads a large response. Returns {@code false} if the client was disconnected because this machine is so busy that the
     * client read nothing for this time.
     */
    private boolean isSentWhileItReads(Duration timeout) throws Exception {
        open(new Timeouts(LONG, timeout, LONG));
        long last = System.nanoTime();
        long longest = 0;
        Socket socket = client("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        byte[] buffer = new byte[4096];
        for (long read = 0; read < LARGE; ) {
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (SocketException e) {
                count = -1;
            }
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            if (count < 0) {
                assertThat(2 * longest)
                        .as("twice the longest time in which the disconnected client read nothing")
                        .isGreaterThan(timeout.toNanos());
                return false;
            }
            read += count;
        }
        assertThat(end()).isEqualTo("sent");
        write(socket, "GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(end()).isEqualTo("sent");
        return true;
    }

    @Test
    void headerFieldsThatDripEndTheConnection() throws Exception {
        open(new Timeouts(LONG, LONG, SHORT));
        Socket socket = client("GET /small HTTP/1.1\r\n");
        socket.setSoTimeout(5);
        boolean ended = false;
        while (!ended) {
            try {
                write(socket, "X: y\r\n");
                ended = socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                // Still open. The next header field starts no new time.
            } catch (SocketException e) {
                ended = true;
            }
        }
        isServed();
        assertThat(end()).isEqualTo("sent");
        assertThat(ends).as("the request that dripped").isEmpty();
    }

    @Test
    void theTimeForTheHeaderFieldsCountsForEveryRequestOfAConnection() throws Exception {
        open(new Timeouts(LONG, LONG, SHORT));
        Socket socket = client("GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(end()).isEqualTo("sent");

        write(socket, "GET /small HTTP/1.1\r\nX: ");

        isEnded(socket);
    }

    @Test
    void aConnectionWithoutARequestIsNotClosedByTheTimeForHeaderFields() throws Exception {
        open(new Timeouts(LONG, LONG, SHORT));
        Socket silent = client("");
        isEnded(client("GET /small HTTP/1.1\r\n"));

        write(silent, "GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(end()).isEqualTo("sent");
    }

    @Test
    void manyConnectionsThatAreTooSlowAreLoggedInAFewLines() throws Exception {
        open(new Timeouts(LONG, LONG, SHORT));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            slow.add(client("GET /small HTTP/1.1\r\n"));
        }
        for (Socket socket : slow) {
            isEnded(socket);
        }
        assertThat(lines.all()).hasSize(10);
    }
}
