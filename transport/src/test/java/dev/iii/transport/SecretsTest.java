package dev.iii.transport;

import static dev.iii.transport.RawPeer.CLOSE;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks that logs and reports contain neither credentials nor payloads, with all loggers at TRACE, including the library's. */
class SecretsTest {

    private static final String SECRET = "CANARY";
    private static final byte[] PAYLOAD = "{\"token\":\"CANARY-payload\"}".getBytes(StandardCharsets.UTF_8);

    private final Loopback loopback = new Loopback();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void noSecretWasLogged() {
        loopback.close();
        root.setLevel(level);
        root.detachAppender(log);
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events)
                .as("the library logs at TRACE, so that this test sees something")
                .anyMatch(event -> event.getLoggerName().startsWith("org.java_websocket"));
        assertThat(events).extracting(SecretsTest::text).noneMatch(text -> text.contains(SECRET));
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static ConnectRequest secret(int port) {
        return new ConnectRequest(
                URI.create("ws://CANARY-user:CANARY-pw@localhost:" + port + "/path?key=CANARY-key"),
                Map.of("Authorization", "Bearer CANARY-token", "Cookie", "id=CANARY-cookie"),
                Loopback.SMALL);
    }

    private Recorder connect(int port) {
        return loopback.connect(secret(port), loopback.recorder());
    }

    private static void assertNoSecret(Recorder recorder) {
        assertThat(recorder.closing().toString()).doesNotContain(SECRET);
    }

    @Test
    void ofSuccessfulConnections() {
        Recorder client = connect(loopback.serve(Limits.DEFAULT, EchoTest.Echo::new));
        Recorder server = loopback.accepted();

        client.connection().sendText(PAYLOAD, 0, PAYLOAD.length, Lane.DATA);
        client.connection().sendBinary(PAYLOAD, 0, PAYLOAD.length, Lane.DATA);
        client.connection().flush();
        assertThat(client.message()).isEqualTo(PAYLOAD);
        assertThat(client.message()).isEqualTo(PAYLOAD);
        client.connection().ping();
        client.connection().close(1000, "done");

        assertNoSecret(client);
        assertNoSecret(server);
    }

    @Test
    void ofRefusedUpgrades() {
        Recorder refused = connect(loopback.serve(
                request -> CompletableFuture.completedFuture(new UpgradeDecision.Refuse(401)), Duration.ofSeconds(5)));
        Recorder failed = connect(loopback.serve(
                request -> CompletableFuture.failedFuture(new IllegalStateException("handler")),
                Duration.ofSeconds(5)));
        Recorder late = connect(loopback.serve(request -> new CompletableFuture<>(), Duration.ofMillis(200)));

        assertNoSecret(refused);
        assertNoSecret(failed);
        assertNoSecret(late);
        // Rejected upgrades do not reach the library. This one does, so that the library logs something.
        connect(loopback.serve(Limits.DEFAULT)).connection();
    }

    @Test
    void ofTheResponseOfAServer() {
        ServerSocket listening = loopback.listen();
        Recorder accepted = connect(listening.getLocalPort());
        RawPeer first = loopback.closeLater(RawPeer.accept(listening));
        first.ascii(
                RawPeer.upgradeResponse(first.readHead()).replace("\r\n\r\n", "\r\nSet-Cookie: id=CANARY-set\r\n\r\n"));
        accepted.connection();

        Recorder broken = connect(listening.getLocalPort());
        RawPeer second = loopback.closeLater(RawPeer.accept(listening));
        second.readHead();
        second.ascii("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nSet-Cookie: id=CANARY-set\r\n\r\n");

        assertNoSecret(broken);
    }

    @Test
    void ofFailingConnections() {
        for (Loopback.Side side : Loopback.Side.values()) {
            Loopback.Pair notUtf8 = loopback.open(side, Loopback.SMALL);
            notUtf8.peer().frame(FIN | TEXT, "CANARY\u00ff".getBytes(StandardCharsets.ISO_8859_1));
            notUtf8.peer().expect(CLOSE);
            Loopback.Pair tooBig = loopback.open(side, Loopback.SMALL);
            tooBig.peer().frame(FIN | TEXT, "CANARY".repeat(50_000).getBytes(StandardCharsets.ISO_8859_1));
            Loopback.Pair unknown = loopback.open(side, Loopback.SMALL);
            unknown.peer().frame(FIN | 5, PAYLOAD);

            assertNoSecret(notUtf8.ours());
            assertNoSecret(tooBig.ours());
            assertNoSecret(unknown.ours());
        }
    }

    @Test
    void ofUnreachableHosts() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertNoSecret(connect(port));
        assertThat(secret(port).toString()).doesNotContain(SECRET);
        connect(loopback.serve(Limits.DEFAULT)).connection();
    }

    @Test
    void ofFailingListeners() {
        Recorder client = connect(loopback.serve(
                Loopback.SMALL,
                () -> new Recorder().onMessage(message -> {
                    throw new IllegalStateException("listener");
                })));

        client.connection().sendText(PAYLOAD, 0, PAYLOAD.length, Lane.DATA);
        client.connection().flush();

        assertNoSecret(client);
        assertThat(client.closing().code()).isEqualTo(Closing.INTERNAL_ERROR);
    }
}
