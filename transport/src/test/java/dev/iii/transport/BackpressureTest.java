package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.PONG;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests peers that read slowly, and listeners that pause reading. */
class BackpressureTest {

    private static final int MESSAGE = 16 * 1024;
    private static final long OUTBOX = 256 * 1024;
    private static final Limits LIMITS =
            new Limits(1 << 20, 100, OUTBOX, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final Loopback loopback = new Loopback();

    @AfterEach
    void close() {
        loopback.close();
    }

    private static SendResult send(Connection connection, int number, Lane lane) {
        byte[] message = ByteBuffer.allocate(MESSAGE).putInt(number).array();
        SendResult result = connection.sendBinary(message, 0, MESSAGE, lane);
        connection.flush();
        return result;
    }

    /** Sends until the outbox is full. Returns the number of accepted messages. */
    private static int fill(Connection connection) {
        int sent = 0;
        while (send(connection, sent, Lane.DATA) == SendResult.QUEUED) {
            sent++;
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(OUTBOX + 14);
            assertThat(sent).as("accepted messages").isLessThan(10_000);
        }
        return sent;
    }

    private static void readAll(RawPeer peer, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(peer.expect(BINARY).payload().getInt(0)).isEqualTo(i);
        }
    }

    private Loopback.Pair slowReader() {
        int port = loopback.serve(LIMITS);
        RawPeer peer = loopback.closeLater(RawPeer.tcp(port, 8 * 1024)).upgrade();
        Recorder ours = loopback.accepted();
        ours.connection();
        return new Loopback.Pair(peer, ours);
    }

    @Test
    void aSlowReaderFillsTheOutboxAndNothingIsLostWhenItReadsAgain() {
        Loopback.Pair pair = slowReader();
        Connection connection = pair.ours().connection();

        int sent = fill(connection);
        readAll(pair.peer(), sent);

        pair.ours().awaitDrained();
        assertThat(connection.queuedBytes()).isZero();
        assertThat(send(connection, 7, Lane.DATA)).isEqualTo(SendResult.QUEUED);
        assertThat(pair.peer().expect(BINARY).payload().getInt(0)).isEqualTo(7);
    }

    @Test
    void aSlowReaderFillsTheOutboxOfASenderOnTheLoop() {
        Loopback.Pair pair = slowReader();
        CompletableFuture<Integer> sent = new CompletableFuture<>();

        loopback.serverLoop().execute(() -> fillOnLoop(pair.ours().connection(), 0, sent));
        readAll(pair.peer(), Recorder.get(sent));

        pair.ours().awaitDrained();
    }

    /** Sends one message in each turn of the loop, so that each is flushed. */
    private void fillOnLoop(Connection connection, int number, CompletableFuture<Integer> sent) {
        if (send(connection, number, Lane.DATA) == SendResult.FULL) {
            sent.complete(number);
        } else {
            loopback.serverLoop().schedule(Duration.ZERO, () -> fillOnLoop(connection, number + 1, sent));
        }
    }

    @Test
    void controlIsAcceptedWhenDataIsNot() {
        Loopback.Pair pair = slowReader();
        Connection connection = pair.ours().connection();
        int sent = fill(connection);

        int control = 0;
        while (send(connection, -1, Lane.CONTROL) == SendResult.QUEUED) {
            control++;
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(OUTBOX + OUTBOX / 4 + 14);
        }

        assertThat(control).isEqualTo((int) (OUTBOX / 4 / MESSAGE));
        int later = 0;
        for (int i = 0; i < sent; ) {
            int number = pair.peer().expect(BINARY).payload().getInt(0);
            if (number == -1) {
                later = sent - i;
                control--;
            } else {
                assertThat(number).isEqualTo(i++);
            }
        }
        assertThat(control).isZero();
        assertThat(later).as("data messages after the control messages").isPositive();
    }

    @Test
    void aFullOutboxAcceptsTheCloseFrame() {
        Loopback.Pair pair = slowReader();
        int sent = fill(pair.ours().connection());
        while (send(pair.ours().connection(), -1, Lane.CONTROL) == SendResult.QUEUED) {
            // Fill the control lane too.
        }

        pair.ours().connection().close(1000, "bye");

        int messages = 0;
        RawPeer.Frame frame = pair.peer().next();
        while (frame.opcode() == BINARY) {
            messages++;
            frame = pair.peer().next();
        }
        assertThat(frame.reason()).isEqualTo("bye");
        assertThat(messages).isGreaterThan(sent);
        pair.peer().close(1000, "");
        assertThat(pair.ours().closing().code()).isEqualTo(1000);
    }

    @Test
    void aPeerThatNeverReadsIsDisconnectedAfterTheCloseTimeout() {
        int port = loopback.serve(Loopback.SMALL);
        RawPeer peer = loopback.closeLater(RawPeer.tcp(port, 8 * 1024)).upgrade();
        Recorder ours = loopback.accepted();
        fill(ours.connection());

        peer.close(4000, "bye");

        assertThat(ours.closing()).isEqualTo(new Closing(4000, "bye", true, true));
    }

    @Test
    void pingsOfASlowReaderUseLimitedMemory() {
        Loopback.Pair pair = slowReader();
        fill(pair.ours().connection());
        long before = pair.ours().connection().queuedBytes();
        byte[] ping = pair.peer().encode(RawPeer.FIN | RawPeer.PING, new byte[125]);

        for (int i = 0; i < 10_000; i++) {
            pair.peer().bytes(ping);
        }
        pair.peer().text("after them");

        assertThat(pair.ours().text()).isEqualTo("after them");
        assertThat(pair.ours().connection().queuedBytes() - before)
                .as("the bytes of the answers")
                .isLessThanOrEqualTo(2L * ping.length);
        assertThat(pair.ours().connection().queuedBytes()).isLessThanOrEqualTo(OUTBOX + OUTBOX / 4);
    }

    @Test
    void otherConnectionsOfTheLoopAreNotBlocked() {
        fill(slowReader().ours().connection());
        Recorder client = loopback.connect(loopback.serve(LIMITS, EchoTest.Echo::new), LIMITS);

        for (int i = 0; i < 100; i++) {
            send(client.connection(), i, Lane.DATA);
            assertThat(ByteBuffer.wrap(client.message()).getInt()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pausingReadingDoesNotStopWriting(boolean resume) {
        Loopback.Pair pair = slowReader();
        int sent = fill(pair.ours().connection());

        pair.ours().connection().pauseReading();
        if (resume) {
            pair.ours().connection().resumeReading();
        }

        readAll(pair.peer(), sent);
        pair.ours().awaitDrained();
    }

    @Test
    void whileReadingIsPausedNothingIsDeliveredAndThePeerIsBlocked() {
        Recorder client = loopback.connect(loopback.serve(LIMITS), LIMITS);
        Recorder server = loopback.accepted();
        Recorder other = loopback.connect(loopback.serve(LIMITS, EchoTest.Echo::new), LIMITS);
        server.connection().pauseReading();
        Loopback.settle(loopback.serverLoop());

        int sent = fill(client.connection());
        for (int i = 0; i < 20; i++) {
            send(other.connection(), i, Lane.DATA);
            other.message();
        }
        assertThat(server.hasMessage()).isFalse();

        server.connection().resumeReading();
        for (int i = 0; i < sent; i++) {
            assertThat(ByteBuffer.wrap(server.message()).getInt()).isEqualTo(i);
        }
        client.awaitDrained();
    }

    @Test
    void aPauseInTheListenerTakesEffectImmediately() {
        CompletableFuture<Connection> paused = new CompletableFuture<>();
        Recorder pausing = new Recorder() {
            @Override
            public void onText(Connection connection, byte[] utf8) {
                super.onText(connection, utf8);
                connection.pauseReading();
                paused.complete(connection);
            }
        };
        ServerSocket listening = loopback.listen();
        loopback.connect(
                new ConnectRequest(URI.create("ws://127.0.0.1:" + listening.getLocalPort()), Map.of(), Limits.DEFAULT),
                loopback.used(pausing));
        RawPeer peer = loopback.closeLater(RawPeer.accept(listening)).acceptUpgrade();
        String big = "x".repeat(1 << 20);

        peer.text("first");
        Recorder.get(paused);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20; i++) {
                peer.text(big);
            }
        });
        assertThat(pausing.text()).isEqualTo("first");
        for (int i = 0; i < 20; i++) {
            assertThat(pausing.hasMessage()).isFalse();
            pausing.connection().resumeReading();
            assertThat(pausing.message()).hasSize(1 << 20);
        }
        Recorder.get(writing);
    }

    @Test
    void aMessageLargerThanTheOutboxIsNeverAccepted() {
        Loopback.Pair pair = loopback.open(Loopback.Side.CLIENT, LIMITS);
        byte[] tooLarge = new byte[(int) OUTBOX + 1];

        assertThat(pair.ours().connection().sendBinary(tooLarge, 0, tooLarge.length, Lane.DATA))
                .isEqualTo(SendResult.FULL);
        assertThat(pair.ours().connection().sendBinary(tooLarge, 0, (int) OUTBOX, Lane.DATA))
                .isEqualTo(SendResult.QUEUED);
    }

    @Test
    void aPingIsAnsweredWhileAnotherConnectionIsBlocked() {
        fill(slowReader().ours().connection());
        RawPeer peer = loopback.rawClient(loopback.serve(LIMITS));

        peer.frame(RawPeer.FIN | RawPeer.PING, "p".getBytes(StandardCharsets.US_ASCII));

        assertThat(peer.expect(PONG).text()).isEqualTo("p");
        peer.frame(RawPeer.FIN | TEXT, new byte[0]);
    }
}
