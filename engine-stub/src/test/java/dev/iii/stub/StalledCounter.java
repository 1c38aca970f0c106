package dev.iii.stub;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Waits until a sender that sends as fast as possible is blocked. */
public final class StalledCounter {

    private static final Duration LOOK = Duration.ofMillis(400);

    private StalledCounter() {}

    /** Waits until the counter no longer changes and returns its value. */
    public static long of(AtomicLong counter) {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(60)).pollInterval(LOOK).until(() -> {
            long now = counter.get();
            boolean still = now > 0 && now == last[0];
            last[0] = now;
            return still;
        });
        return last[0];
    }
}
