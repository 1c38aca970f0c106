package dev.iii.transport;

import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the upgrade of a client, also with faulty servers. */
class ClientUpgradeTest {

    private final Loopback loopback = new Loopback();
    private final ServerSocket listening = loopback.listen();

    @AfterEach
    void close() {
        loopback.close();
    }

    private RawPeer server() {
        return loopback.closeLater(RawPeer.accept(listening));
    }

    private Recorder connect(Limits limits) {
        return loopback.connect(listening.getLocalPort(), limits);
    }

    private static void assertNeverOpened(Recorder client, String reason) {
        Closing closing = client.closing();
        assertThat(closing.code()).isEqualTo(Closing.ABNORMAL);
        assertThat(closing.opened()).isFalse();
        assertThat(closing.reason()).isEqualTo(reason);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void theRequestContainsTargetHostAndHeaders() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer t");
        headers.put("x-empty", "");
        loopback.connect(
                new ConnectRequest(
                        URI.create(
                                "ws://user:password@127.0.0.1:" + listening.getLocalPort() + "/a%20b/ü?k=v&x=%2F#frag"),
                        headers,
                        Loopback.SMALL),
                loopback.recorder());

        String request = server().readHead();

        assertThat(request).startsWith("GET /a%20b/%C3%BC?k=v&x=%2F HTTP/1.1\r\n");
        assertThat(request.toLowerCase(Locale.ROOT).lines())
                .contains(
                        "host: 127.0.0.1:" + listening.getLocalPort(),
                        "authorization: bearer t",
                        "x-empty: ",
                        "upgrade: websocket",
                        "connection: upgrade",
                        "sec-websocket-version: 13")
                .noneMatch(line -> line.startsWith("sec-websocket-extensions") || line.contains("password"));
    }

    @Test
    void framesThatArriveWithTheResponseAreRead() {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        byte[] answer = RawPeer.upgradeResponse(server.readHead()).getBytes(StandardCharsets.US_ASCII);
        byte[] frame = server.encode(FIN | TEXT, new byte[] {'a'});

        server.bytes(ByteBuffer.allocate(answer.length + frame.length)
                .put(answer)
                .put(frame)
                .array());

        assertThat(client.text()).isEqualTo("a");
    }

    @Test
    void theResponseMayArriveByteByByte() {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();

        for (char c : RawPeer.upgradeResponse(server.readHead()).toCharArray()) {
            server.ascii(String.valueOf(c));
        }

        assertThat(client.connection()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "404", "426", "500", "200", "302", "999"})
    void theReasonOfARefusalContainsTheStatus(int status) {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        server.readHead();

        server.ascii("HTTP/1.1 " + status + " Some Reason\r\nContent-Length: 4\r\n\r\nbody");

        assertNeverOpened(client, "the server answered the upgrade with HTTP status " + status);
        assertThat(client.closing().remote()).isTrue();
        server.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "\0\0\0\0", "HTTQ", "HTTP/2 101 x\r\n\r\n", "HTTP/1.1\r\n\r\n"})
    void aResponseThatIsNotHttpIsDetectedImmediately(String answer) {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        server.readHead();

        server.ascii(answer);

        assertNeverOpened(client, "the server answered the upgrade with something that is not HTTP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upgrade: websocket\r\nConnection: Upgrade\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n",
            })
    void anInvalidUpgradeIsRejected(String headers) {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        server.readHead();

        server.ascii("HTTP/1.1 101 Switching Protocols\r\n" + headers + "\r\n");

        assertNeverOpened(client, "the server answered the upgrade with something that is not a WebSocket handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Protocol: chat"})
    void anExtensionOrSubprotocolThatWasNotRequestedIsRejected(String header) {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        String answer = RawPeer.upgradeResponse(server.readHead());

        server.ascii(answer.replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n"));

        assertNeverOpened(
                client, "the server answered the upgrade with an extension or a subprotocol that was not requested");
    }

    @Test
    void aResponseHeadThatIsTooLargeIsRejected() {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        server.readHead();

        server.ascii("HTTP/1.1 101 Switching Protocols\r\nX: " + "x".repeat(70_000));

        assertNeverOpened(client, "the server answered the upgrade with a head that is too large");
    }

    @Test
    void aServerThatDoesNotRespondTimesOut() {
        Recorder client = connect(Loopback.SMALL);
        RawPeer server = server();
        server.readHead();

        assertNeverOpened(client, "no response to the upgrade within 400 ms");
        assertThat(server.read()).isNull();
    }

    @Test
    void aServerThatRespondsSlowlyTimesOut() {
        Recorder client = connect(Loopback.SMALL);
        RawPeer server = server();
        server.readHead();
        server.ascii("HTTP/1.1 101 Switching Protocols\r\n");

        assertThat(respondSlowlyUntilDisconnected(server)).isTrue();

        assertNeverOpened(client, "no response to the upgrade within 400 ms");
    }

    private static boolean respondSlowlyUntilDisconnected(RawPeer server) {
        try {
            while (true) {
                server.ascii("X: y\r\n");
                server.pause();
            }
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void aServerThatDisconnectsIsReported() {
        Recorder client = connect(Limits.DEFAULT);
        RawPeer server = server();
        server.readHead();

        server.close();

        assertNeverOpened(client, "the peer ended the connection");
    }

    @Test
    void closingTheLoopEndsAnUpgrade() {
        Recorder client = connect(Limits.DEFAULT);
        server().readHead();

        loopback.clientLoop().close();

        assertNeverOpened(client, "the event loop was closed");
        assertThat(client.closing().code()).isEqualTo(Closing.ABNORMAL);
    }
}
