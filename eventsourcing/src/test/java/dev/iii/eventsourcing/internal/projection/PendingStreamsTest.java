package dev.iii.eventsourcing.internal.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.internal.store.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingStreamsTest {

    private final LogLines lines = new LogLines();
    private final RunnerContext context = new RunnerContext(
            new MemoryStore(),
            new Scopes("shop"),
            new ManualClock(),
            new Random(1),
            () -> 1,
            lines::logger,
            Runnable::run);
    private boolean owner = true;
    private final PendingStreams pending =
            new PendingStreams(context, () -> owner, "projection", "sums", lines.logger("proj::sums"));

    private List<String> all() {
        List<String> streams = new ArrayList<>();
        for (String next = pending.next(); next != null; next = pending.next()) {
            streams.add(next);
        }
        return streams;
    }

    /** A set without an order must be searched for its first entry, which takes longer the larger it ever was. */
    @Test
    void streamsAreReadInTheOrderInWhichTheyHaveGrown() {
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            streams.add("c-" + i);
            pending.grown("c-" + i);
        }
        pending.grown("c-50");
        assertThat(pending.waiting()).isEqualTo(100);
        assertThat(all()).isEqualTo(streams);
        assertThat(pending.waiting()).isZero();
    }

    @Test
    void aStreamThatHasFailedIsReadAgainOnlyWhenItIsDue() {
        pending.failed("a", "", new IllegalStateException("no"));
        pending.grown("a");
        pending.grown("b");
        assertThat(all()).containsExactly("b");
        assertThat(pending.isWaiting("a")).isTrue();
    }

    @Test
    void aProgramThatDoesNotReadForgetsWhatHasGrown() {
        pending.grown("a");
        owner = false;
        assertThat(pending.isOwner()).isFalse();
        owner = true;
        assertThat(pending.isOwner()).isTrue();
        assertThat(all()).isEmpty();
    }
}
