package dev.iii.sdk.internal.runtime;

import dev.iii.sdk.internal.runtime.HandlerPoolSchedulesTest.Execution;
import dev.iii.sdk.internal.runtime.HandlerPoolSchedulesTest.Kind;
import dev.iii.sdk.internal.runtime.HandlerPoolSchedulesTest.Starter;
import dev.iii.sdk.internal.runtime.HandlerPoolSchedulesTest.Task;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs pools whose only thread waits for something that the pool does not know of, in many schedules of the samples. */
@Tag("schedules")
class UnseenWaitsSchedulesTest {

    @ParameterizedTest
    @EnumSource
    void aTaskRunsAlthoughTheOnlyThreadWaitsForIt(Kind kind) {
        Schedules.run(new UnseenWait(kind, UnseenWaits.REPLACE));
    }

    @ParameterizedTest
    @EnumSource
    void anAwaitedTaskRunsInAdditionToTheLimit(Kind kind) {
        Schedules.run(new UnseenWait(kind, UnseenWaits.RUN_AWAITED));
    }

    /** The only thread waits for a task, without reporting that, while samples are taken. */
    private static final class UnseenWait implements Runnable {

        private final Kind kind;
        private final UnseenWaits waits;

        UnseenWait(Kind kind, UnseenWaits waits) {
            this.kind = kind;
            this.waits = waits;
        }

        @Override
        public void run() {
            InboxHandlerThreads pool = kind.start(1, PooledHandlers.KEEP_ALIVE_NANOS, waits, new Starter(0));
            Task inner = new Task(new AtomicInteger());
            Waiting outer = new Waiting(inner);
            pool.execute(outer);
            while (outer.thread == null) {
                Thread.onSpinWait();
            }
            Thread other = new Thread(new Execution(pool, inner));
            other.start();
            while (!outer.ended) {
                pool.sample(new EveryThread());
                Thread.onSpinWait();
            }
            HandlerPoolSchedulesTest.join(other);
            HandlerPoolSchedulesTest.end(pool, inner);
            HandlerPoolSchedulesTest.join(outer.thread);
            inner.assertRanAlone();
        }
    }

    private static final class Waiting implements Runnable {

        private final Task inner;
        private volatile @Nullable Thread thread;
        private volatile boolean ended;

        Waiting(Task inner) {
            this.inner = inner;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            inner.awaitEnd();
            ended = true;
        }
    }

    /** The model checker has states of its own for threads that wait. */
    private static final class EveryThread implements Predicate<Thread> {
        @Override
        public boolean test(Thread thread) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingRemainsInTheInboxOfAPoolThatIsClosed(Kind kind) {
        Schedules.run(new CloseDuringAWait(kind));
    }

    /** The only thread waits for a task while the pool is closed. */
    private static final class CloseDuringAWait implements Runnable {

        private final Kind kind;

        CloseDuringAWait(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            InboxHandlerThreads pool =
                    kind.start(1, PooledHandlers.KEEP_ALIVE_NANOS, UnseenWaits.REPLACE, new Starter(0));
            Task inner = new Task(new AtomicInteger());
            Waiting outer = new Waiting(inner);
            pool.execute(outer);
            Thread other = new Thread(new Execution(pool, inner));
            other.start();
            pool.sample(new EveryThread());
            HandlerPoolSchedulesTest.end(pool, inner);
            HandlerPoolSchedulesTest.join(other);
            while (!outer.ended) {
                Thread.onSpinWait();
            }
            HandlerPoolSchedulesTest.join(outer.thread);
            HandlerPoolSchedulesTest.join(inner.thread);
            inner.assertRanAlone();
        }
    }
}
