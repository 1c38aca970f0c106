package dev.iii.stub.core.routing;

import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Runs the actions that built-in functions defer until their result has been sent.
 *
 * <p>Such an action may call built-in functions again, which defer actions in turn. A cycle of triggers would then
 * occupy its thread for ever, and this thread serves connections. At a certain depth the actions therefore continue on
 * a thread of the clock.
 */
final class DeferredActions {

    private static final Logger log = BoundedLogger.of(DeferredActions.class);
    private static final int MAX_DEPTH = 16;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final StubClock clock;
    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

    DeferredActions(StubClock clock) {
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
        } catch (RuntimeException | Error e) {
            log.error("An action that a built-in function deferred until after its result failed", e);
        }
    }
}
