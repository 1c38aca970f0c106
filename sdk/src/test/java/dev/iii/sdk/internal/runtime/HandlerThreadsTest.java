package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandlerThreadsTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    /** The kinds of threads that the SDK starts. */
    enum Kind {
        POOLED,
        VIRTUAL;

        HandlerThreads start(int running, int waiting) {
            return start(running, waiting, new ThreadStarts("test", Thread::start, Runnable::run));
        }

        InboxHandlerThreads start(int running, int waiting, ThreadStarts starts) {
            return start(running, waiting, UnseenWaits.RUN_AWAITED, starts, new ManualTimer());
        }

        InboxHandlerThreads start(
                int running, int waiting, UnseenWaits unseenWaits, ThreadStarts starts, PoolTimer timer) {
            if (this == POOLED) {
                return new PooledHandlers(
                        "test", running, waiting, PooledHandlers.KEEP_ALIVE_NANOS, unseenWaits, starts, timer);
            }
            ThreadFactory factory = Objects.requireNonNull(VirtualThreads.factory("test-"));
            return new VirtualHandlers("test", factory, running, waiting, unseenWaits, starts, timer);
        }
    }

    static Stream<Kind> kinds() {
        return Runtime.version().feature() < 21 ? Stream.of(Kind.POOLED) : Stream.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void runsEveryAcceptedTask(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(4, 100_000);
        CountDownLatch done = new CountDownLatch(50_000);
        for (int i = 0; i < 50_000; i++) {
            assertThat(threads.tryExecute(done::countDown)).isTrue();
        }
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void neverRunsMoreTasksAtATimeThanTheLimit(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(3, 1000);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(300);
        for (int i = 0; i < 300; i++) {
            threads.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1_000);
                now.decrementAndGet();
                done.countDown();
            });
        }
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void runsBlockingTasksInParallelUpToTheLimit(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(16, 100);
        CountDownLatch all = new CountDownLatch(16);
        CountDownLatch done = new CountDownLatch(16);
        for (int i = 0; i < 16; i++) {
            threads.execute(() -> {
                all.countDown();
                awaitQuietly(all);
                done.countDown();
            });
        }
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesWhenTheInboxIsFull(Kind kind) {
        HandlerThreads threads = kind.start(1, 2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        threads.execute(() -> {
            started.countDown();
            awaitQuietly(go);
        });
        awaitQuietly(started);
        assertThat(threads.tryExecute(ran::incrementAndGet)).isTrue();
        assertThat(threads.tryExecute(ran::incrementAndGet)).isTrue();
        assertThat(threads.tryExecute(ran::incrementAndGet)).isFalse();
        go.countDown();
        assertThat(threads.close(PATIENCE)).isTrue();
        assertThat(ran.get()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadOfTheLoopThatRunsATaskCountsUntilItIsReleased(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(1, 100);
        CompletableFuture<Thread> first = new CompletableFuture<>();
        threads.execute(() -> first.complete(Thread.currentThread()));
        Thread idle = first.get(PATIENCE, TimeUnit.NANOSECONDS);
        Awaitility.await().until(() -> !idle.isAlive() || idle.getState() == Thread.State.TIMED_WAITING);
        assertThat(threads.includesCurrent()).isFalse();
        threads.adopt(Thread.currentThread());
        assertThat(threads.includesCurrent()).isTrue();
        AtomicInteger adopted = new AtomicInteger(1);
        AtomicInteger besides = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            threads.execute(() -> {
                besides.addAndGet(adopted.get());
                done.countDown();
            });
        }
        adopted.set(0);
        threads.release(Thread.currentThread());
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(besides).as("tasks that ran besides the thread of the loop").hasValue(0);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadOfTheLoopThatWaitsForTheEngineLetsATaskRun(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(1, 100);
        threads.adopt(Thread.currentThread());
        CountDownLatch ran = new CountDownLatch(1);
        threads.execute(ran::countDown);
        assertThat(threads.beginWait()).isTrue();
        assertThat(ran.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        threads.endWait();
        threads.release(Thread.currentThread());
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingInterruptsAThreadOfTheLoopThatRunsATask(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(1, 100);
        CountDownLatch adopted = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            threads.adopt(Thread.currentThread());
            adopted.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            threads.release(Thread.currentThread());
        });
        thread.start();
        assertThat(adopted.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(threads.close(0, PATIENCE)).isTrue();
        assertThat(interrupted.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        thread.join();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadThatWaitsForTheEngineLetsAnotherTaskRun(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(1, 100);
        CountDownLatch innermost = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(10);
        nest(threads, 10, innermost, done);
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    /** Executes a task that waits for a task that waits for a task, although only one may run at a time. */
    private static void nest(HandlerThreads threads, int depth, CountDownLatch innermost, CountDownLatch done) {
        threads.execute(() -> {
            if (depth == 1) {
                innermost.countDown();
            } else {
                nest(threads, depth - 1, innermost, done);
                assertThat(threads.beginWait()).isTrue();
                awaitQuietly(innermost);
                threads.endWait();
            }
            done.countDown();
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aForeignThreadDoesNotBeginAWait(Kind kind) {
        HandlerThreads threads = kind.start(1, 1);
        assertThat(threads.beginWait()).isFalse();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFailedTaskDoesNotAffectTheNext(Kind kind) throws Exception {
        HandlerThreads threads = kind.start(1, 10);
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        threads.execute(done::countDown);
        assertThat(done.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void interruptsTasksThatDoNotEnd(Kind kind) {
        HandlerThreads threads = kind.start(2, 10);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        threads.execute(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        awaitQuietly(started);
        assertThat(threads.close(TimeUnit.MILLISECONDS.toNanos(1))).isTrue();
        awaitQuietly(interrupted);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anInterruptDoesNotReachTheNextTask(Kind kind) {
        HandlerThreads threads = kind.start(1, 10);
        CountDownLatch all = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> {
            awaitQuietly(all);
            Thread.currentThread().interrupt();
        });
        threads.execute(() -> {
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            done.countDown();
        });
        all.countDown();
        awaitQuietly(done);
        assertThat(interrupted).hasValue(0);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void runsTasksThatAreExecutedAfterClose(Kind kind) {
        HandlerThreads threads = kind.start(2, 10);
        assertThat(threads.close(PATIENCE)).isTrue();
        assertThat(threads.tryExecute(() -> {})).isFalse();
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(done::countDown);
        awaitQuietly(done);
    }

    /** An operating system that refuses every thread until it is told otherwise. */
    private static final class Shortage {

        private final List<Runnable> retries = new ArrayList<>();
        private boolean over;

        private final ThreadStarts starts = new ThreadStarts(
                "test",
                thread -> {
                    if (!over) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    thread.start();
                },
                retries::add);

        /** Threads are there again; what was to be tried again is. */
        void end() {
            over = true;
            List.copyOf(retries).forEach(Runnable::run);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tasksRunWhenAThreadCanBeStartedAgain(Kind kind) {
        Shortage shortage = new Shortage();
        HandlerThreads threads = kind.start(2, 10, shortage.starts);
        CountDownLatch done = new CountDownLatch(2);
        assertThat(threads.tryExecute(done::countDown)).isTrue();
        threads.execute(done::countDown);
        assertThat(shortage.retries).hasSize(1);
        shortage.end();
        awaitQuietly(done);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theNextTaskTriesToStartAThreadAgain(Kind kind) {
        Shortage shortage = new Shortage();
        HandlerThreads threads = kind.start(1, 10, shortage.starts);
        CountDownLatch done = new CountDownLatch(2);
        threads.execute(done::countDown);
        shortage.over = true;
        threads.execute(done::countDown);
        awaitQuietly(done);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theInboxStaysBoundedWhileNoThreadCanBeStarted(Kind kind) {
        Shortage shortage = new Shortage();
        HandlerThreads threads = kind.start(1, 2, shortage.starts);
        int accepted = 0;
        while (threads.tryExecute(() -> {})) {
            accepted++;
        }
        assertThat(accepted).isBetween(2, 3);
        shortage.end();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingRunsTheTasksForWhichNoThreadCouldBeStarted(Kind kind) {
        HandlerThreads threads = kind.start(2, 10, new Shortage().starts);
        AtomicInteger ran = new AtomicInteger();
        threads.execute(ran::incrementAndGet);
        threads.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        threads.execute(ran::incrementAndGet);
        assertThat(threads.close(0, 1)).isTrue();
        assertThat(ran).hasValue(2);
    }

    /** Threads that were started while others waited are above the limit when the waits are over. */
    @ParameterizedTest
    @MethodSource("kinds")
    void afterWaitsThereAreNoMoreThreadsThanTheLimit(Kind kind) {
        InboxHandlerThreads threads = kind.start(2, 1000, new ThreadStarts("test", Thread::start, Runnable::run));
        int nested = 8;
        CountDownLatch innermost = new CountDownLatch(nested);
        CountDownLatch done = new CountDownLatch(nested);
        for (int i = 0; i < nested; i++) {
            threads.execute(() -> {
                assertThat(threads.beginWait()).isTrue();
                innermost.countDown();
                awaitQuietly(innermost);
                threads.endWait();
                done.countDown();
            });
        }
        awaitQuietly(done);
        Awaitility.await().until(() -> threads.remaining() <= 2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch more = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1_000);
                now.decrementAndGet();
                more.countDown();
            });
        }
        awaitQuietly(more);
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    /** A thread that waits for a task may have become one too many: it is not woken while others run. */
    @ParameterizedTest
    @MethodSource("kinds")
    void anIdleThreadAboveTheLimitRunsNoTask(Kind kind) throws Exception {
        InboxHandlerThreads threads = kind.start(1, 1000, new ThreadStarts("test", Thread::start, Runnable::run));
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch runsAgain = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        threads.execute(() -> {
            assertThat(threads.beginWait()).isTrue();
            waits.countDown();
            awaitQuietly(goOn);
            threads.endWait();
            runsAgain.countDown();
            awaitQuietly(end);
        });
        awaitQuietly(waits);
        CountDownLatch second = new CountDownLatch(1);
        threads.execute(second::countDown);
        awaitQuietly(second);
        if (kind == Kind.POOLED) {
            Awaitility.await().until(() -> threads.idleThreads() == 1);
        }
        goOn.countDown();
        awaitQuietly(runsAgain);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        threads.execute(() -> {
            ran.set((int) end.getCount());
            third.countDown();
        });
        assertThat(threads.hasWaitingTasks()).isTrue();
        assertThat(threads.idleThreads()).isEqualTo(kind == Kind.POOLED ? 1 : 0);
        end.countDown();
        awaitQuietly(third);
        assertThat(ran).hasValue(0);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @Test
    void anExecutorThatCannotStartAThreadRejectsAndKeepsNoPlace() {
        HandlerThreads threads = HandlerThreads.borrow(
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                1,
                new ManualTimer());
        assertThat(threads.tryExecute(() -> {})).isFalse();
        assertThat(threads.tryExecute(() -> {})).isFalse();
        assertThat(threads.close(0)).isTrue();
    }

    @Test
    void aTaskThatAnExecutorRejectedAfterKeepingItDoesNotRun() {
        List<Runnable> kept = new ArrayList<>();
        HandlerThreads threads = HandlerThreads.borrow(
                task -> {
                    kept.add(task);
                    throw new OutOfMemoryError("unable to create native thread");
                },
                1,
                new ManualTimer());
        AtomicInteger ran = new AtomicInteger();
        assertThat(threads.tryExecute(ran::incrementAndGet)).isFalse();
        kept.forEach(Runnable::run);
        assertThat(ran).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endsAllThreads(Kind kind) {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        HandlerThreads threads = kind.start(8, 1000);
        List<CountDownLatch> latches = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            CountDownLatch done = new CountDownLatch(1);
            latches.add(done);
            threads.execute(() -> {
                used.add(Thread.currentThread());
                done.countDown();
            });
        }
        latches.forEach(HandlerThreadsTest::awaitQuietly);
        assertThat(threads.close(PATIENCE)).isTrue();
        Awaitility.await().until(() -> used.stream().noneMatch(Thread::isAlive));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
