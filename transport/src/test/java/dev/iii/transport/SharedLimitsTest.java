package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the limits that connections share, on real connections. */
class SharedLimitsTest {

    private static final int MIB = 1 << 20;
    private static final int HEAP = 16 * MIB;
    private static final Limits LIMITS =
            new Limits(64 * MIB, 10_000, 64 * MIB, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final SharedLimits shared = SharedLimits.forHeap(HEAP);
    private final Loopback loopback = new Loopback(shared);
    private final int port = loopback.serve(LIMITS);

    @AfterEach
    void close() {
        loopback.close();
        assertThat(shared.waitingBytes()).isZero();
        assertThat(shared.incomplete().heldBytes()).isZero();
    }

    private record Slow(RawPeer peer, Recorder ours) {}

    private Slow slowReader() {
        RawPeer peer = loopback.closeLater(RawPeer.tcp(port, 8 * 1024)).upgrade();
        Recorder ours = loopback.accepted();
        ours.connection();
        return new Slow(peer, ours);
    }

    private static SendResult send(Recorder to, int bytes) {
        SendResult result = to.connection().sendBinary(new byte[bytes], 0, bytes, Lane.DATA);
        to.connection().flush();
        return result;
    }

    @Test
    void theLimitsArePartsOfTheHeap() {
        assertThat(shared.maxWaitingBytes()).isEqualTo(HEAP / 4);
        assertThat(shared.maxIncompleteBytes()).isEqualTo(HEAP / 8);
        assertThat(shared.maxKeptBytes()).isEqualTo(HEAP / 8);
        assertThat(shared.maxPendingBytes()).isEqualTo(HEAP / 4);
        assertThat(SharedLimits.forHeap(1).maxMessageBytes()).isEqualTo(1);
        assertThat(SharedLimits.forHeap(512L * MIB).maxMessageBytes()).isEqualTo(32 * MIB);
        assertThat(SharedLimits.forHeap(Long.MAX_VALUE).maxMessageBytes()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> SharedLimits.forHeap(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSmallHeapReceivesMessagesOfFourMebibytes() {
        assertThat(SharedLimits.forHeap(128L * MIB).maxMessageBytes()).isEqualTo(8 * MIB);
        assertThat(SharedLimits.forHeap(64L * MIB).maxMessageBytes()).isEqualTo(4 * MIB);
        assertThat(SharedLimits.forHeap(32L * MIB).maxMessageBytes()).isEqualTo(4 * MIB);
        assertThat(SharedLimits.forHeap(16L * MIB).maxMessageBytes()).isEqualTo(2 * MIB);
    }

    @Test
    void thePeerThatReadsLeastIsDroppedFirstAndTheOthersGetEverything() {
        Slow slow = slowReader();
        Slow slowest = slowReader();
        Recorder reading = loopback.connect(port, LIMITS);
        Recorder toReading = loopback.accepted();
        assertThat(send(slow.ours(), MIB)).isEqualTo(SendResult.QUEUED);
        SendResult last = SendResult.QUEUED;
        for (int i = 0; i < 20 && last == SendResult.QUEUED; i++) {
            last = send(slowest.ours(), MIB);
        }
        assertThat(last).isEqualTo(SendResult.CLOSED);

        Closing closing = slowest.ours().closing();
        assertThat(closing.code()).isEqualTo(Closing.ABNORMAL);
        assertThat(closing.reason()).contains("does not read");
        assertThat(shared.waitingBytes()).isLessThan(2 * MIB);
        assertThat(send(toReading, 1000)).isEqualTo(SendResult.QUEUED);
        assertThat(reading.message()).hasSize(1000);
        assertThat(slow.peer().expect(RawPeer.BINARY).payload().remaining()).isEqualTo(MIB);
        assertThat(slow.ours().closings()).isEmpty();
    }

    @Test
    void anEndlessMessageEndsWithCode1009AtItsPartOfTheHeap() {
        Slow pair = slowReader();
        byte[] fragment = new byte[64 * 1024];

        pair.peer().frame(RawPeer.BINARY, fragment);
        for (int sent = fragment.length; sent < shared.maxMessageBytes(); sent += fragment.length) {
            pair.peer().frame(RawPeer.CONTINUATION, fragment);
        }
        pair.peer().header(RawPeer.CONTINUATION, 1);

        assertThat(pair.peer().expect(RawPeer.CLOSE).code()).isEqualTo(Closing.TOO_BIG);
        pair.peer().close();
        assertThat(pair.ours().closing().code()).isEqualTo(Closing.TOO_BIG);
    }

    @Test
    void theLargestOfTooManyIncompleteMessagesEndsWithCode1009AndTheOthersAreDelivered() {
        List<Slow> peers = new ArrayList<>();
        byte[] part = new byte[300_000];
        for (int i = 0; i < 3; i++) {
            Slow peer = slowReader();
            peer.peer().header(RawPeer.FIN | RawPeer.BINARY, 400_000);
            peer.peer().bytes(part);
            peers.add(peer);
        }
        Slow largest = slowReader();
        largest.peer().header(RawPeer.FIN | RawPeer.BINARY, 1_000_000);
        largest.peer().bytes(new byte[900_000]);

        assertThat(largest.peer().expect(RawPeer.CLOSE).code()).isEqualTo(Closing.TOO_BIG);
        largest.peer().close();
        assertThat(largest.ours().closing().code()).isEqualTo(Closing.TOO_BIG);
        for (Slow peer : peers) {
            peer.peer().bytes(new byte[100_000]);
            assertThat(peer.ours().message()).hasSize(400_000);
        }
    }

    @Test
    void theAnswersToAFloodOfPingsAreBounded() {
        Slow slow = slowReader();
        byte[] ping = slow.peer().encode(RawPeer.FIN | RawPeer.PING, new byte[125]);
        while (shared.waitingBytes() == 0) {
            assertThat(send(slow.ours(), MIB / 4)).isEqualTo(SendResult.QUEUED);
        }
        long before = shared.waitingBytes();
        for (int i = 0; i < 5000; i++) {
            slow.peer().bytes(ping);
        }
        slow.peer().text("after them");

        assertThat(slow.ours().text()).isEqualTo("after them");
        assertThat(shared.waitingBytes() - before).isLessThanOrEqualTo(2L * ping.length);
    }

    @Test
    void theLargestOfTooManyHalfFinishedRequestsIsDroppedAndTheOthersAreServed() {
        RawPeer small = loopback.closeLater(RawPeer.tcp(port));
        String request = RawPeer.upgradeRequest("/");
        small.ascii(request.substring(0, request.length() - 2));
        List<RawPeer> large = new ArrayList<>();
        String field = "X: " + "y".repeat(60_000);
        for (int i = 0; i < 3 * HEAP / 8 / field.length(); i++) {
            RawPeer peer = loopback.closeLater(RawPeer.tcp(port));
            peer.ascii("GET / HTTP/1.1\r\n" + field);
            large.add(peer);
        }

        large.get(0).awaitEnd();

        // Bytes are counted first, then the largest request is dropped.
        await().untilAsserted(() ->
                assertThat(shared.incomplete().heldBytes()).isLessThanOrEqualTo(shared.maxIncompleteBytes()));
        small.ascii("\r\n");
        assertThat(small.readHead()).startsWith("HTTP/1.1 101 ");
        loopback.accepted();
    }
}
