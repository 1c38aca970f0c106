package dev.iii.stub.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what built-in functions put off until after their answer.
 *
 * <p>That may call built-in functions again, which put off something in turn. A circle of triggers would go on for ever
 * on the thread that it began on, which serves connections: below a certain depth the rest goes through the clock.
 */
final class Aftermath {

    private static final Logger log = LoggerFactory.getLogger(Aftermath.class);
    private static final int MAX_DEPTH = 16;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final StubClock clock;
    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

    Aftermath(StubClock clock) {
        this.clock = clock;
    }

    void run(@Nullable List<Runnable> tasks) {
        if (tasks == null) {
            return;
        }
        int[] here = depth.get();
        if (here[0] >= MAX_DEPTH) {
            clock.after(PAUSE, () -> run(tasks));
            return;
        }
        here[0]++;
        try {
            for (Runnable task : tasks) {
                guarded(task);
            }
        } finally {
            here[0]--;
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("What a built-in function does after its answer failed", e);
        }
    }
}
