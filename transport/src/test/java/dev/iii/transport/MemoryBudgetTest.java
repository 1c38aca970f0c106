package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final int HEADER = 4;

    private final MemoryBudget budget = new MemoryBudget(1000);

    /** An outbox whose socket accepts bytes only while it is open. */
    private final class Peer {
        private final AtomicInteger evictions = new AtomicInteger();
        private volatile boolean reads;
        private final Outbox outbox = new Outbox(
                bytes -> {
                    int count = reads ? bytes.remaining() : 0;
                    bytes.position(bytes.position() + count);
                    return count;
                },
                1_000_000,
                false,
                budget,
                evictions::incrementAndGet);

        /** Sends a message whose frame has the given size, which must be at least 130. */
        SendResult send(int frame) {
            return outbox.binary(new byte[frame - HEADER], 0, frame - HEADER, Lane.DATA);
        }
    }

    @Test
    void theConnectionWithTheMostBytesIsDroppedAndNoOther() {
        Peer slow = new Peer();
        Peer slowest = new Peer();
        Peer sender = new Peer();
        slow.send(300);
        slowest.send(400);
        assertThat(budget.heldBytes()).isEqualTo(700);
        slow.send(301);
        assertThat(slow.evictions).hasValue(1);

        assertThat(budget.heldBytes()).isEqualTo(400);
        assertThat(slow.send(200)).isEqualTo(SendResult.CLOSED);
        assertThat(sender.send(500)).isEqualTo(SendResult.QUEUED);
        assertThat(sender.send(150)).isEqualTo(SendResult.QUEUED);

        assertThat(sender.evictions).hasValue(1);
        assertThat(slowest.evictions).hasValue(0);
        assertThat(slowest.outbox.queuedBytes()).isEqualTo(400);
    }

    @Test
    void asManyConnectionsAreDroppedAsNeeded() {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Peer peer = new Peer();
            peer.send(130 + i);
            peers.add(peer);
        }
        Peer large = new Peer();
        large.send(900);

        assertThat(large.evictions).hasValue(1);
        assertThat(peers).allSatisfy(peer -> assertThat(peer.evictions).hasValue(0));
    }

    @Test
    void aMessageThatIsLargerThanTheBudgetEndsOnlyItsOwnConnection() {
        Peer other = new Peer();
        other.send(900);
        Peer large = new Peer();

        large.send(1200);

        assertThat(large.evictions).hasValue(1);
        assertThat(other.evictions).hasValue(0);
        assertThat(budget.heldBytes()).isEqualTo(900);
    }

    @Test
    void bytesThatAreWrittenAreReturned() throws IOException {
        Peer peer = new Peer();
        peer.reads = true;
        for (int i = 0; i < 100; i++) {
            peer.send(500);
            peer.outbox.flush(false);
        }

        assertThat(peer.evictions).hasValue(0);
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void anEvictionWhileAnotherThreadWritesCountsImmediately() throws IOException {
        List<Outbox> self = new ArrayList<>();
        Outbox writing = new Outbox(
                bytes -> {
                    self.get(0).evict();
                    int count = bytes.remaining();
                    bytes.position(bytes.limit());
                    assertThat(budget.heldBytes()).isZero();
                    return count;
                },
                1_000_000,
                false,
                budget,
                () -> {});
        self.add(writing);
        writing.binary(new byte[500], 0, 500, Lane.DATA);

        writing.flush(false);

        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void manyThreadsLeaveNothingBehind() {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2000; i++) {
                    Peer peer = new Peer();
                    synchronized (peers) {
                        peers.add(peer);
                    }
                    peer.send(130 + i % 300);
                    flush(peer.outbox);
                    if (i % 3 == 0) {
                        peer.reads = true;
                        flush(peer.outbox);
                    } else if (i % 3 == 1) {
                        peer.outbox.discard();
                    }
                }
            }));
        }
        threads.forEach(Recorder::get);

        assertThat(budget.heldBytes()).isBetween(0L, 1000L);
        peers.forEach(peer -> peer.outbox.discard());
        assertThat(budget.heldBytes()).isZero();
    }

    private static void flush(Outbox outbox) {
        try {
            outbox.flush(true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void incompleteMessagesAreCountedUntilTheyAreCompleteOrTheirConnectionIsDropped() {
        AtomicInteger dropped = new AtomicInteger();
        HeldBytes small = new HeldBytes(budget, () -> {
            throw new AssertionError("the smaller one is dropped");
        });
        HeldBytes large = new HeldBytes(budget, dropped::incrementAndGet);
        small.update(400);
        large.update(500);
        assertThat(budget.heldBytes()).isEqualTo(900);

        large.update(700);
        large.update(900);
        large.update(0);

        assertThat(dropped).hasValue(1);
        assertThat(budget.heldBytes()).isEqualTo(400);
        small.update(0);
        small.evict();
        assertThat(budget.heldBytes()).isZero();
        assertThat(small.heldBytes()).isZero();
    }

    @Test
    void amongEqualHoldersTheOldestIsDropped() {
        List<Integer> dropped = new ArrayList<>();
        List<HeldBytes> holders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            holders.add(new HeldBytes(budget, () -> dropped.add(number)));
            holders.get(i).update(100);
        }
        new HeldBytes(budget, () -> dropped.add(-1)).update(100);
        new HeldBytes(budget, () -> dropped.add(-1)).update(100);

        assertThat(dropped).containsExactly(0, 1);
    }
}
