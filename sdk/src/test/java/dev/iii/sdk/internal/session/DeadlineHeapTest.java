package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The heap always has the call with the earliest deadline first, also if calls are removed in any order. */
class DeadlineHeapTest {

    private static PendingCall call(long deadline) {
        InvokeFunction frame = new InvokeFunction(null, "f", RawJson.NULL, null, null, null, null, null);
        return new PendingCall(new UUID(0, deadline), frame, deadline, new SessionScript.Completion("f"));
    }

    @Test
    void theFirstCallIsTheEarliestOfAll() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DeadlineHeap heap = new DeadlineHeap();
            List<PendingCall> expected = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                if (expected.isEmpty() || random.nextInt(5) > 1) {
                    PendingCall added = call(random.nextLong(1_000_000));
                    heap.add(added);
                    expected.add(added);
                } else {
                    heap.remove(expected.remove(random.nextInt(expected.size())));
                }
                assertFirst(heap, expected, seed);
            }
            while (!expected.isEmpty()) {
                PendingCall first = Objects.requireNonNull(heap.first());
                assertThat(expected.remove(first)).isTrue();
                heap.remove(first);
                assertFirst(heap, expected, seed);
            }
        }
    }

    private static void assertFirst(DeadlineHeap heap, List<PendingCall> expected, long seed) {
        assertThat(heap.size()).as("seed " + seed).isEqualTo(expected.size());
        PendingCall first = heap.first();
        if (expected.isEmpty()) {
            assertThat(first).isNull();
        } else {
            assertThat(Objects.requireNonNull(first).deadlineNanos())
                    .as("seed " + seed)
                    .isEqualTo(expected.stream()
                            .min(Comparator.comparingLong(PendingCall::deadlineNanos))
                            .orElseThrow()
                            .deadlineNanos());
        }
    }

    @Test
    void aCallIsRemovedOnce() {
        DeadlineHeap heap = new DeadlineHeap();
        PendingCall one = call(1);
        PendingCall other = call(2);
        heap.add(one);
        heap.add(other);
        heap.remove(one);
        heap.remove(one);
        assertThat(heap.size()).isEqualTo(1);
        assertThat(heap.first()).isSameAs(other);
    }
}
