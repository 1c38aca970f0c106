package dev.iii.sdk.internal.runtime;

import static dev.iii.sdk.internal.runtime.Schedules.check;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the pools of handler threads in many schedules of the submitting threads and the threads of the pool.
 */
@Tag("schedules")
class HandlerPoolSchedulesTest {

    /** The kinds of pools. Platform threads replace the virtual ones, which the model checker does not control. */
    enum Kind {
        POOLED,
        VIRTUAL;

        HandlerThreads start(int running) {
            return start(running, PooledHandlers.KEEP_ALIVE_NANOS, new Starter(0));
        }

        HandlerThreads start(int running, long keepAliveNanos, Starter starter) {
            return start(running, keepAliveNanos, UnseenWaits.RUN_AWAITED, starter);
        }

        InboxHandlerThreads start(int running, long keepAliveNanos, UnseenWaits waits, Starter starter) {
            ThreadStarts starts = new ThreadStarts("test", starter, new Later());
            PoolTimer timer = new ManualTimer();
            return this == POOLED
                    ? new PooledHandlers("test", running, 10, keepAliveNanos, waits, starts, timer)
                    : new VirtualHandlers("test", new PlatformThreads(), running, 10, waits, starts, timer);
        }
    }

    /** Starts threads. The first starts fail, as if the process had too many threads. */
    static final class Starter implements Consumer<Thread> {

        private final AtomicInteger failures;

        Starter(int failures) {
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public void accept(Thread thread) {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            thread.start();
        }
    }

    /** Runs the retry of a failed start on another thread. */
    private static final class Later implements Consumer<Runnable> {
        @Override
        public void accept(Runnable retry) {
            new Thread(retry).start();
        }
    }

    private static final class PlatformThreads implements ThreadFactory {
        @Override
        public Thread newThread(Runnable task) {
            return new Thread(task);
        }
    }

    /** A task that counts its runs and the tasks that run at the same time. */
    static final class Task implements Runnable {

        private final AtomicInteger running;
        private volatile int mostRunning;
        private final AtomicInteger runs = new AtomicInteger();
        volatile @Nullable Thread thread;

        Task(AtomicInteger running) {
            this.running = running;
        }

        @Override
        public void run() {
            mostRunning = running.incrementAndGet();
            running.decrementAndGet();
            thread = Thread.currentThread();
            runs.incrementAndGet();
        }

        void awaitEnd() {
            while (runs.get() == 0) {
                Thread.onSpinWait();
            }
        }

        void assertRanAlone() {
            check(runs.get() == 1, "a task ran more than once");
            check(mostRunning == 1, "two tasks ran at the same time");
        }
    }

    /** Closes the pool and waits for the ends of its threads, because the model checker reports those that it must stop. */
    static void end(HandlerThreads pool, Task... tasks) {
        check(pool.close(Long.MAX_VALUE / 4), "close has waited");
        for (Task task : tasks) {
            join(task.thread);
        }
    }

    static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class Execution implements Runnable {

        private final HandlerThreads pool;
        private final Runnable task;

        Execution(HandlerThreads pool, Runnable task) {
            this.pool = pool;
            this.task = task;
        }

        @Override
        public void run() {
            pool.execute(task);
        }
    }

    /** Two tasks of which only one may run at a time. */
    private static final class TwoTasks {

        private final AtomicInteger running = new AtomicInteger();
        final Task first = new Task(running);
        final Task second = new Task(running);

        void awaitEnd() {
            first.awaitEnd();
            second.awaitEnd();
        }

        void assertRanAlone() {
            first.assertRanAlone();
            second.assertRanAlone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskRunsOnceAndNoneBesideAnother(Kind kind) {
        Schedules.run(new TwoSubmitters(kind));
    }

    private static final class TwoSubmitters implements Runnable {

        private final Kind kind;

        TwoSubmitters(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1);
            TwoTasks tasks = new TwoTasks();
            Thread other = new Thread(new Execution(pool, tasks.first));
            other.start();
            pool.execute(tasks.second);
            join(other);
            tasks.awaitEnd();
            end(pool, tasks.first, tasks.second);
            tasks.assertRanAlone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsThatIsSubmittedWhileTheOnlyThreadFallsAsleep(Kind kind) {
        Schedules.run(new OneAfterTheOther(kind, PooledHandlers.KEEP_ALIVE_NANOS));
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsThatIsSubmittedWhileTheOnlyThreadEnds(Kind kind) {
        Schedules.run(new OneAfterTheOther(kind, 0));
    }

    private static final class OneAfterTheOther implements Runnable {

        private final Kind kind;
        private final long keepAliveNanos;

        OneAfterTheOther(Kind kind, long keepAliveNanos) {
            this.kind = kind;
            this.keepAliveNanos = keepAliveNanos;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1, keepAliveNanos, new Starter(0));
            TwoTasks tasks = new TwoTasks();
            pool.execute(tasks.first);
            tasks.first.awaitEnd();
            pool.execute(tasks.second);
            tasks.second.awaitEnd();
            end(pool, tasks.first, tasks.second);
            tasks.assertRanAlone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsWhileTheOnlyThreadWaitsForIt(Kind kind) {
        Schedules.run(new NestedCall(kind));
    }

    private static final class NestedCall implements Runnable {

        private final Kind kind;

        NestedCall(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1);
            Task inner = new Task(new AtomicInteger());
            Waiting outer = new Waiting(pool, inner);
            pool.execute(outer);
            while (!outer.started) {
                Thread.onSpinWait();
            }
            pool.execute(inner);
            while (!outer.ended) {
                Thread.onSpinWait();
            }
            end(pool, inner);
            join(outer.thread);
            inner.assertRanAlone();
        }
    }

    /** A handler that waits for the result of another handler. */
    private static final class Waiting implements Runnable {

        private final HandlerThreads pool;
        private final Task inner;
        private volatile @Nullable Thread thread;
        private volatile boolean started;
        private volatile boolean ended;

        Waiting(HandlerThreads pool, Task inner) {
            this.pool = pool;
            this.inner = inner;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            started = true;
            check(pool.beginWait(), "the thread belongs to the pool");
            inner.awaitEnd();
            pool.endWait();
            ended = true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsWhenTheThreadOfTheLoopIsReleasedThatWasInItsPlace(Kind kind) {
        Schedules.run(new AdoptedThread(kind));
    }

    private static final class AdoptedThread implements Runnable {

        private final Kind kind;

        AdoptedThread(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1);
            AtomicInteger running = new AtomicInteger();
            Task task = new Task(running);
            pool.adopt(Thread.currentThread());
            running.incrementAndGet();
            Thread other = new Thread(new Execution(pool, task));
            other.start();
            running.decrementAndGet();
            pool.release(Thread.currentThread());
            join(other);
            task.awaitEnd();
            end(pool, task);
            task.assertRanAlone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatIsExecutedWhileThePoolClosesRuns(Kind kind) {
        Schedules.run(new ExecutionDuringClose(kind));
    }

    private static final class ExecutionDuringClose implements Runnable {

        private final Kind kind;

        ExecutionDuringClose(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1);
            TwoTasks tasks = new TwoTasks();
            pool.execute(tasks.first);
            Thread closing = new Thread(new Closing(pool));
            closing.start();
            pool.execute(tasks.second);
            join(closing);
            tasks.awaitEnd();
            end(pool, tasks.first, tasks.second);
            tasks.assertRanAlone();
        }
    }

    private static final class Closing implements Runnable {

        private final HandlerThreads pool;

        Closing(HandlerThreads pool) {
            this.pool = pool;
        }

        @Override
        public void run() {
            pool.close(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeWaitsForTheTasksThatWereAdmitted(Kind kind) {
        Schedules.run(new CloseAfterTasks(kind));
    }

    private static final class CloseAfterTasks implements Runnable {

        private final Kind kind;

        CloseAfterTasks(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1);
            TwoTasks tasks = new TwoTasks();
            check(pool.tryExecute(tasks.first), "the pool is open");
            check(pool.tryExecute(tasks.second), "the pool is open");
            end(pool, tasks.first, tasks.second);
            tasks.assertRanAlone();
            check(!pool.tryExecute(tasks.first), "a closed pool accepts no task");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsAlthoughThreadsCouldNotBeStarted(Kind kind) {
        Schedules.run(new ThreadShortage(kind));
    }

    private static final class ThreadShortage implements Runnable {

        private final Kind kind;

        ThreadShortage(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void run() {
            HandlerThreads pool = kind.start(1, PooledHandlers.KEEP_ALIVE_NANOS, new Starter(1));
            TwoTasks tasks = new TwoTasks();
            Thread other = new Thread(new Execution(pool, tasks.first));
            other.start();
            pool.execute(tasks.second);
            join(other);
            tasks.awaitEnd();
            end(pool, tasks.first, tasks.second);
            tasks.assertRanAlone();
        }
    }

    @Test
    void aSerialExecutorRunsEveryTaskAlone() {
        Schedules.run(new SerialTasks());
    }

    private static final class SerialTasks implements Runnable {
        @Override
        public void run() {
            SerialExecutor serial = new SerialExecutor(new ThreadPerTask());
            TwoTasks tasks = new TwoTasks();
            Thread other = new Thread(new SerialExecution(serial, tasks.first));
            other.start();
            serial.execute(tasks.second);
            join(other);
            tasks.awaitEnd();
            join(tasks.first.thread);
            join(tasks.second.thread);
            tasks.assertRanAlone();
        }
    }

    @Test
    void aSerialExecutorRunsATaskThatIsSubmittedWhileItStops() {
        Schedules.run(new OneSerialTaskAfterTheOther());
    }

    private static final class OneSerialTaskAfterTheOther implements Runnable {
        @Override
        public void run() {
            SerialExecutor serial = new SerialExecutor(new ThreadPerTask());
            TwoTasks tasks = new TwoTasks();
            serial.execute(tasks.first);
            tasks.first.awaitEnd();
            serial.execute(tasks.second);
            tasks.second.awaitEnd();
            join(tasks.first.thread);
            join(tasks.second.thread);
            tasks.assertRanAlone();
        }
    }

    private static final class ThreadPerTask implements Executor {
        @Override
        public void execute(Runnable task) {
            new Thread(task).start();
        }
    }

    private static final class SerialExecution implements Runnable {

        private final SerialExecutor serial;
        private final Runnable task;

        SerialExecution(SerialExecutor serial, Runnable task) {
            this.serial = serial;
            this.task = task;
        }

        @Override
        public void run() {
            serial.execute(task);
        }
    }
}
