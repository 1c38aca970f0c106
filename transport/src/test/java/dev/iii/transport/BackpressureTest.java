package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.PONG;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that read slowly, and listeners that ask for a pause. */
class BackpressureTest {

    private static final int MESSAGE = 16 * 1024;
    private static final long OUTBOX = 256 * 1024;
    private static final Limits LIMITS =
            new Limits(1 << 20, 100, OUTBOX, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final Loopback world = new Loopback();

    @AfterEach
    void close() {
        world.close();
    }

    private static SendResult send(Connection connection, int number, Lane lane) {
        byte[] message = ByteBuffer.allocate(MESSAGE).putInt(number).array();
        SendResult result = connection.sendBinary(message, 0, MESSAGE, lane);
        connection.flush();
        return result;
    }

    /** Sends until there is no room; how many messages are on their way. */
    private static int fill(Connection connection) {
        int sent = 0;
        while (send(connection, sent, Lane.DATA) == SendResult.QUEUED) {
            sent++;
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(OUTBOX + 14);
            assertThat(sent).as("messages that the system took").isLessThan(10_000);
        }
        return sent;
    }

    private static void readAll(RawPeer peer, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(peer.expect(BINARY).payload().getInt(0)).isEqualTo(i);
        }
    }

    private Loopback.Pair slowReader() {
        int port = world.serve(LIMITS);
        RawPeer peer = world.closeLater(RawPeer.tcp(port, 8 * 1024)).upgrade();
        Recorder ours = world.accepted();
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
    void theSameHoldsForSendersOnTheLoop() {
        Loopback.Pair pair = slowReader();
        CompletableFuture<Integer> sent = new CompletableFuture<>();

        world.serverLoop().execute(() -> fillOnLoop(pair.ours().connection(), 0, sent));
        readAll(pair.peer(), Recorder.get(sent));

        pair.ours().awaitDrained();
    }

    /** One message for each turn of the loop, so that all are flushed. */
    private void fillOnLoop(Connection connection, int number, CompletableFuture<Integer> sent) {
        if (send(connection, number, Lane.DATA) == SendResult.FULL) {
            sent.complete(number);
        } else {
            world.serverLoop().schedule(Duration.ZERO, () -> fillOnLoop(connection, number + 1, sent));
        }
    }

    @Test
    void controlPassesWhenDataDoesNot() {
        Loopback.Pair pair = slowReader();
        Connection connection = pair.ours().connection();
        int sent = fill(connection);

        int control = 0;
        while (send(connection, -1, Lane.CONTROL) == SendResult.QUEUED) {
            control++;
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(OUTBOX + OUTBOX / 4 + 14);
        }

        assertThat(control).isEqualTo((int) (OUTBOX / 4 / MESSAGE));
        int overtaken = 0;
        for (int i = 0; i < sent; ) {
            int number = pair.peer().expect(BINARY).payload().getInt(0);
            if (number == -1) {
                overtaken = sent - i;
                control--;
            } else {
                assertThat(number).isEqualTo(i++);
            }
        }
        assertThat(control).isZero();
        assertThat(overtaken).as("data messages that control went before").isPositive();
    }

    @Test
    void aFullOutboxStillTakesTheCloseFrame() {
        Loopback.Pair pair = slowReader();
        int sent = fill(pair.ours().connection());
        while (send(pair.ours().connection(), -1, Lane.CONTROL) == SendResult.QUEUED) {
            // Until there is no room at all.
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
    void aSlowReaderThatNeverReadsIsCutAfterTheCloseTimeout() {
        int port = world.serve(Loopback.SMALL);
        RawPeer peer = world.closeLater(RawPeer.tcp(port, 8 * 1024)).upgrade();
        Recorder ours = world.accepted();
        fill(ours.connection());

        peer.close(4000, "had enough");

        assertThat(ours.closing()).isEqualTo(new Closing(4000, "had enough", true, true));
    }

    @Test
    void pingsOfASlowReaderDoNotCostMemoryWithoutBound() {
        Loopback.Pair pair = slowReader();
        fill(pair.ours().connection());
        byte[] ping = pair.peer().encode(RawPeer.FIN | RawPeer.PING, new byte[125]);

        for (int i = 0; i < 10_000; i++) {
            pair.peer().bytes(ping);
        }
        pair.peer().text("after them");

        assertThat(pair.ours().text()).isEqualTo("after them");
        assertThat(pair.ours().connection().queuedBytes()).isLessThanOrEqualTo(OUTBOX + OUTBOX / 4);
    }

    @Test
    void otherConnectionsOfTheLoopGoOn() {
        fill(slowReader().ours().connection());
        Recorder client = world.connect(world.serve(LIMITS, EchoTest.Echo::new), LIMITS);

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
    void whileReadingIsPausedNothingIsDeliveredAndThePeerFeelsIt() {
        Recorder client = world.connect(world.serve(LIMITS), LIMITS);
        Recorder server = world.accepted();
        Recorder other = world.connect(world.serve(LIMITS, EchoTest.Echo::new), LIMITS);
        server.connection().pauseReading();
        Loopback.settle(world.serverLoop());

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
    void aPauseInTheListenerStopsTheReadingAtOnce() {
        CompletableFuture<Connection> paused = new CompletableFuture<>();
        Recorder pausing = new Recorder() {
            @Override
            public void onText(Connection connection, byte[] utf8) {
                super.onText(connection, utf8);
                connection.pauseReading();
                paused.complete(connection);
            }
        };
        ServerSocket listening = world.listen();
        world.connect(
                new ConnectRequest(
                        java.net.URI.create("ws://127.0.0.1:" + listening.getLocalPort()),
                        java.util.Map.of(),
                        Limits.DEFAULT),
                world.used(pausing));
        RawPeer peer = world.closeLater(RawPeer.accept(listening)).acceptUpgrade();
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
    void aMessageLargerThanTheOutboxNeverFits() {
        Loopback.Pair pair = world.open(Loopback.Side.CLIENT, LIMITS);
        byte[] tooLarge = new byte[(int) OUTBOX + 1];

        assertThat(pair.ours().connection().sendBinary(tooLarge, 0, tooLarge.length, Lane.DATA))
                .isEqualTo(SendResult.FULL);
        assertThat(pair.ours().connection().sendBinary(tooLarge, 0, (int) OUTBOX, Lane.DATA))
                .isEqualTo(SendResult.QUEUED);
    }

    @Test
    void aPingIsAnsweredWhileAnotherConnectionIsBlocked() {
        fill(slowReader().ours().connection());
        RawPeer peer = world.rawClient(world.serve(LIMITS));

        peer.frame(RawPeer.FIN | RawPeer.PING, "p".getBytes(StandardCharsets.US_ASCII));

        assertThat(peer.expect(PONG).text()).isEqualTo("p");
        peer.frame(RawPeer.FIN | TEXT, new byte[0]);
    }
}
