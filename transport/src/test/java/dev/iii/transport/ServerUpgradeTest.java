package dev.iii.transport;

import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the upgrade of a server, and its responses to the client. */
class ServerUpgradeTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Loopback loopback = new Loopback();
    private final BlockingQueue<UpgradeRequest> requests = new LinkedBlockingQueue<>();
    private final CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();

    @AfterEach
    void close() {
        loopback.close();
    }

    private int serve(Duration timeout) {
        return loopback.serve(
                request -> {
                    requests.add(request);
                    return decision;
                },
                timeout);
    }

    private RawPeer tcp(int port) {
        return loopback.closeLater(RawPeer.tcp(port));
    }

    private UpgradeRequest request() throws InterruptedException {
        return requests.take();
    }

    private UpgradeDecision accept(Recorder recorder) {
        return new UpgradeDecision.Accept(loopback.used(recorder), Limits.DEFAULT);
    }

    private static void expectRefusal(RawPeer client, int status) {
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nConnection: close\r\n", "\r\nContent-Length: 0\r\n");
        assertThat(client.read()).isNull();
    }

    @Test
    void theHandlerReceivesTheRequest() throws Exception {
        RawPeer client = tcp(serve(LONG));

        client.ascii(RawPeer.upgradeRequest("/a%20b?x=1&y=%2F", "X-A: 1", "x-a:  2 ", "Authorization: Bearer t"));

        UpgradeRequest request = request();
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query()).isEqualTo("x=1&y=%2F");
        assertThat(request.headers())
                .containsEntry("x-a", List.of("1", "2"))
                .containsEntry("authorization", List.of("Bearer t"));
        assertThat(request.remote().getAddress().isLoopbackAddress()).isTrue();
        assertThat(request.toString()).doesNotContain("Bearer", "y=");
        decision.complete(new UpgradeDecision.Refuse(404));
        expectRefusal(client, 404);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 503, 418})
    void theClientGetsTheStatusOfARefusal(int status) {
        RawPeer client = tcp(serve(LONG));
        decision.complete(new UpgradeDecision.Refuse(status));

        client.ascii(RawPeer.upgradeRequest("/"));

        expectRefusal(client, status);
    }

    @Test
    void everyTypeOfDecisionIsHandled() {
        Map<UpgradeDecision, String> statusByDecision =
                Map.of(accept(new Recorder()), "101", new UpgradeDecision.Refuse(404), "404");
        assertThat(statusByDecision.keySet())
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(UpgradeDecision.class.getPermittedSubclasses());

        statusByDecision.forEach((made, status) -> {
            RawPeer client = tcp(loopback.serve(request -> CompletableFuture.completedFuture(made), LONG));

            client.ascii(RawPeer.upgradeRequest("/"));

            assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
        });
    }

    @Test
    void theClientReportsTheStatusOfARefusal() {
        int port = serve(LONG);
        decision.complete(new UpgradeDecision.Refuse(401));

        Recorder client = loopback.connect(port, Limits.DEFAULT);

        assertThat(client.closing())
                .isEqualTo(new Closing(
                        Closing.ABNORMAL, "the server answered the upgrade with HTTP status 401", true, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/2\r\n\r\n",
                "\r\n\r\n"
            })
    void aRequestThatIsNotAGetIsRejectedWith400(String request) {
        RawPeer client = tcp(serve(LONG));

        client.ascii(request);

        expectRefusal(client, 400);
    }

    @Test
    void aRequestWithoutUpgradeIsRejectedWith426() {
        RawPeer client = tcp(serve(LONG));

        client.ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(client.readHead())
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("\r\nUpgrade: websocket\r\n", "\r\nSec-WebSocket-Version: 13\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            })
    void anIncompleteUpgradeIsRejectedWith426(String part) {
        RawPeer client = tcp(serve(LONG));

        client.ascii(RawPeer.upgradeRequest("/").replace(part + "\r\n", ""));

        expectRefusal(client, 426);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZSE=",
                "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhl*HNhbXBsZSBub25jZQ==",
                "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            })
    void aMalformedKeyIsRejectedWith400(String key) {
        RawPeer client = tcp(serve(LONG));

        client.ascii(RawPeer.upgradeRequest("/").replace("dGhlIHNhbXBsZSBub25jZQ==", key));

        expectRefusal(client, 400);
        assertThat(requests).isEmpty();
    }

    @Test
    void anUpgradeWithHttp10IsRejectedWith400() {
        RawPeer client = tcp(serve(LONG));

        client.ascii(RawPeer.upgradeRequest("/").replace("HTTP/1.1", "HTTP/1.0"));

        expectRefusal(client, 400);
        assertThat(requests).isEmpty();
    }

    @Test
    void aHeadThatIsTooLargeIsRejectedWith431WhileItIsBeingSent() {
        RawPeer client = tcp(serve(LONG));

        client.ascii("GET / HTTP/1.1\r\nX: " + "x".repeat(200_000));

        assertThat(client.readHead()).startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }

    @Test
    void aRefusalCanBeReadAlthoughTheClientHasSentMore() {
        RawPeer client = tcp(serve(LONG));
        client.ascii(RawPeer.upgradeRequest("/") + "x".repeat(100_000));

        decision.complete(new UpgradeDecision.Refuse(404));

        expectRefusal(client, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "error", "null", "fails", "null decision"})
    void ifTheHandlerFailsTheClientGets500(String how) {
        int port = loopback.serve(
                request -> switch (how) {
                    case "throws" -> throw new IllegalStateException("handler");
                    case "error" -> throw new AssertionError("handler");
                    case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("handler"));
                    case "null" -> Nulls.stage();
                    default -> CompletableFuture.completedFuture(Nulls.decision());
                },
                LONG);
        RawPeer client = tcp(port);

        client.ascii(RawPeer.upgradeRequest("/"));

        expectRefusal(client, 500);
    }

    /** Values that NullAway forbids, but that code without such checks can return. */
    private static final class Nulls {
        @SuppressWarnings("NullAway")
        static CompletableFuture<UpgradeDecision> stage() {
            return null;
        }

        @SuppressWarnings("NullAway")
        static UpgradeDecision decision() {
            return null;
        }
    }

    @Test
    void aDecisionMayBeMadeLaterOnAnyThread() throws Exception {
        RawPeer client = tcp(serve(LONG));
        byte[] request = RawPeer.upgradeRequest("/").getBytes(StandardCharsets.US_ASCII);
        byte[] early = client.encode(FIN | TEXT, "early".getBytes(StandardCharsets.US_ASCII));
        client.bytes(ByteBuffer.allocate(request.length + early.length)
                .put(request)
                .put(early)
                .array());
        request();
        client.bytes(client.encode(FIN | TEXT, "soon".getBytes(StandardCharsets.US_ASCII)));

        Recorder server = new Recorder();
        decision.complete(accept(server));

        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(server.text()).isEqualTo("early");
        assertThat(server.text()).isEqualTo("soon");
    }

    @Test
    void withoutADecisionTheClientGets503() {
        RawPeer client = tcp(serve(Duration.ofMillis(300)));

        client.ascii(RawPeer.upgradeRequest("/"));

        expectRefusal(client, 503);
    }

    @Test
    void aLateDecisionClosesItsListener() {
        RawPeer client = tcp(serve(Duration.ofMillis(300)));
        client.ascii(RawPeer.upgradeRequest("/"));
        expectRefusal(client, 503);

        Recorder late = new Recorder();
        decision.complete(accept(late));

        assertThat(late.closing())
                .isEqualTo(new Closing(Closing.ABNORMAL, "the client did not wait for the upgrade", true, false));
    }

    @Test
    void ifTheClientDisconnectsBeforeTheDecisionTheListenerIsClosed() throws Exception {
        RawPeer client = tcp(serve(LONG));
        client.ascii(RawPeer.upgradeRequest("/"));
        request();
        client.reset();

        Recorder server = new Recorder();
        decision.complete(accept(server));

        assertThat(server.closing().code()).isEqualTo(Closing.ABNORMAL);
    }

    @Test
    void aDecisionAfterTheLoopWasClosedClosesItsListener() throws Exception {
        RawPeer client = tcp(serve(LONG));
        client.ascii(RawPeer.upgradeRequest("/"));
        request();
        loopback.serverLoop().close();

        Recorder server = new Recorder();
        decision.complete(accept(server));

        assertThat(server.closing().opened()).isFalse();
        client.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost:"})
    void aClientThatDoesNotFinishItsRequestIsDisconnected(String begin) {
        RawPeer client = tcp(serve(Duration.ofMillis(300)));

        client.ascii(begin);

        assertThat(client.read()).isNull();
    }

    @Test
    void theRequestMayArriveByteByByte() {
        RawPeer client = tcp(serve(LONG));
        decision.complete(accept(new Recorder()));

        for (char c : RawPeer.upgradeRequest("/").toCharArray()) {
            client.ascii(String.valueOf(c));
        }

        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void extensionsAndSubprotocolsAreNotNegotiated() {
        RawPeer client = tcp(serve(LONG));
        decision.complete(accept(new Recorder()));

        client.ascii(RawPeer.upgradeRequest(
                "/", "Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Protocol: chat"));

        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").doesNotContain("Extensions", "Protocol: ");
    }

    @Test
    void theClientSendsItsHeadersWithoutTheUserInformation() throws Exception {
        int port = serve(LONG);
        loopback.connect(
                new ConnectRequest(URI.create("ws://user:pw@localhost:" + port), Map.of("X-A", "1"), Limits.DEFAULT),
                loopback.recorder());

        UpgradeRequest request = request();

        assertThat(request.path()).isEqualTo("/");
        assertThat(request.query()).isNull();
        assertThat(request.headers())
                .containsEntry("x-a", List.of("1"))
                .containsEntry("host", List.of("localhost:" + port))
                .doesNotContainKey("authorization");
    }
}
