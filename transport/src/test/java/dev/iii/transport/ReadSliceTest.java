package dev.iii.transport;

import static dev.iii.transport.RawPeer.BINARY;
import static dev.iii.transport.RawPeer.FIN;
import static dev.iii.transport.RawPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests many messages that arrive in one read, and whose answers are large. */
class ReadSliceTest {

    private static final int MIB = 1 << 20;
    /** All connections together may have a quarter of it in their outboxes. */
    private static final int HEAP = 32 * MIB;

    private static final Limits LIMITS =
            new Limits(MIB, 10_000, 256 * MIB, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final SharedLimits shared = SharedLimits.forHeap(HEAP);
    private final Loopback loopback = new Loopback(shared);
    private final List<String> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loopback.close();
        assertThat(shared.waitingBytes()).isZero();
        assertThat(shared.incomplete().heldBytes()).isZero();
    }

    /** Answers each message with more bytes than a slice may send. */
    private final class Answering extends Recorder {

        @Override
        public void onText(Connection connection, byte[] utf8) {
            received.add(new String(utf8, StandardCharsets.UTF_8));
            byte[] answer = new byte[MIB + 1];
            connection.sendBinary(answer, 0, answer.length, Lane.DATA);
            connection.flush();
        }
    }

    private int answering() {
        return loopback.serve(LIMITS, Answering::new);
    }

    private static byte[] messages(RawPeer peer, String name, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(peer.encode(FIN | TEXT, (name + i).getBytes(StandardCharsets.UTF_8)));
        }
        return all.toByteArray();
    }

    private void whileTheServerIsBusy(Runnable action) {
        CountDownLatch over = new CountDownLatch(1);
        loopback.serverLoop().execute(() -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        action.run();
        over.countDown();
    }

    @Test
    void aPeerThatReadsIsNotDroppedForTheAnswersToOneRead() {
        RawPeer peer = loopback.rawClient(answering());
        int count = 3 * HEAP / MIB;

        peer.bytes(messages(peer, "call-", count));

        for (int i = 0; i < count; i++) {
            assertThat(peer.expect(BINARY).payload().limit()).isEqualTo(MIB + 1);
        }
        assertThat(received).hasSize(count);
    }

    @Test
    void otherConnectionsAreServedBetweenTheMessagesOfOneRead() {
        int port = answering();
        RawPeer busy = loopback.rawClient(port);
        RawPeer other = loopback.rawClient(port);

        whileTheServerIsBusy(() -> {
            busy.bytes(messages(busy, "busy-", 7));
            other.bytes(messages(other, "other-", 1));
        });

        assertThat(other.expect(BINARY).payload().limit()).isEqualTo(MIB + 1);
        assertThat(received.indexOf("other-0")).isLessThan(3);
        await().until(() -> received.contains("busy-6"));
        assertThat(received)
                .filteredOn(message -> message.startsWith("busy"))
                .containsExactly("busy-0", "busy-1", "busy-2", "busy-3", "busy-4", "busy-5", "busy-6");
    }

    @Test
    void aPeerThatWritesAllItsMessagesBeforeItReadsGetsAllAnswers() {
        RawPeer peer = loopback.closeLater(RawPeer.tcp(answering(), 8 * 1024)).upgrade();

        peer.bytes(messages(peer, "call-", 5));
        await().until(() -> received.size() == 5);

        for (int i = 0; i < 5; i++) {
            assertThat(peer.expect(BINARY).payload().limit()).isEqualTo(MIB + 1);
        }
    }

    @Test
    void aConnectionCanCloseWhileMessagesWait() {
        RawPeer peer = loopback.closeLater(RawPeer.tcp(answering(), 8 * 1024)).upgrade();
        Recorder ours = loopback.accepted();

        peer.bytes(messages(peer, "call-", 8));
        await().until(() -> !received.isEmpty());
        ours.connection().abort("enough");

        assertThat(ours.closing().reason()).isEqualTo("enough");
    }
}
