package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time that closing threads takes, on a clock of the test, on a computer on which every pause takes too long. */
class ClosingTimeTest {

    private static final long DRAIN = TimeUnit.SECONDS.toNanos(1);
    private static final long INTERRUPTED = TimeUnit.SECONDS.toNanos(1);

    /** Threads of which one never ends. */
    private static final class Stuck extends AbstractHandlerThreads {

        private final long pause;
        private long now = Long.MAX_VALUE - DRAIN;

        Stuck(long pause) {
            this.pause = pause;
        }

        @Override
        long nanoTime() {
            return now;
        }

        @Override
        void pause(long nanos) {
            now += pause;
        }

        @Override
        int remaining() {
            return 1;
        }

        @Override
        public boolean tryExecute(Runnable task) {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean beginWait() {
            return false;
        }

        @Override
        public void endWait() {}

        @Override
        public void adopt(Thread thread) {}

        @Override
        public void release(Thread thread) {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 300, 700, 999, 1500, 3000})
    void theWaitsTogetherExceedTheirTimeByOnePauseOnly(long pauseMillis) {
        long pause = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        Stuck threads = new Stuck(pause);
        long begin = threads.now;
        assertThat(threads.close(DRAIN, INTERRUPTED)).isFalse();
        assertThat(threads.now - begin).isLessThan(DRAIN + INTERRUPTED + pause);
    }

    @Test
    void aThreadIsInterruptedAlsoIfNoTimeIsLeftAfterThat() throws Exception {
        Stuck threads = new Stuck(DRAIN + INTERRUPTED);
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch runs = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            runs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        thread.start();
        runs.await();
        threads.add(thread);
        threads.close(DRAIN, INTERRUPTED);
        thread.join();
        assertThat(interrupted).isTrue();
    }
}
