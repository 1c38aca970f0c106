package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Tests what pools do if all their threads wait for something that they do not know of. */
class UnseenWaitsTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final ManualTimer timer = new ManualTimer();
    private final ThreadStarts starts = new ThreadStarts("test", Thread::start, Runnable::run);
    /** Opened at the end of each test. */
    private final CountDownLatch end = new CountDownLatch(1);

    static Stream<HandlerThreadsTest.Kind> kinds() {
        return HandlerThreadsTest.kinds();
    }

    private InboxHandlerThreads start(HandlerThreadsTest.Kind kind, int running, UnseenWaits waits) {
        return kind.start(running, 1000, waits, starts, timer);
    }

    @AfterEach
    void open() {
        end.countDown();
    }

    private void awaitWithSamples(CountDownLatch latch) {
        Awaitility.await()
                .atMost(PATIENCE, TimeUnit.NANOSECONDS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    timer.takeSample();
                    return latch.getCount() == 0;
                });
    }

    /** A task of the pool that is placed, as handlers are. */
    private static final class Handler extends PlacedTask {

        private final Runnable code;
        private final boolean awaited;

        Handler(EventLoop loop, HandlerThreads pool, boolean awaited, Runnable code) {
            super(new CodePlace(loop, pool, Quickness.never(), new InvocationLoad(100, 100)));
            this.code = code;
            this.awaited = awaited;
        }

        @Override
        protected void runCode(boolean onIoThread) {
            code.run();
        }

        @Override
        protected void refused() {}

        @Override
        protected boolean isAwaited() {
            return awaited;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void threadsThatAllWaitAreReplaced(HandlerThreadsTest.Kind kind) {
        int count = 50;
        InboxHandlerThreads threads = start(kind, 2, UnseenWaits.REPLACE);
        // Each task waits for the end of the next one.
        CountDownLatch done = new CountDownLatch(count);
        List<CountDownLatch> ends = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            ends.add(new CountDownLatch(1));
        }
        ends.get(count).countDown();
        for (int i = 0; i < count; i++) {
            int task = i;
            threads.execute(() -> {
                awaitQuietly(ends.get(task + 1));
                ends.get(task).countDown();
                done.countDown();
            });
        }
        awaitWithSamples(done);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void samplesEndWhenNoThreadWaitsAnyMore(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.REPLACE);
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        threads.execute(() -> {
            awaitQuietly(opened);
            done.countDown();
        });
        threads.execute(() -> {
            opened.countDown();
            done.countDown();
        });
        awaitWithSamples(done);
        Awaitility.await().atMost(PATIENCE, TimeUnit.NANOSECONDS).until(() -> !timer.takeSample());
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noSampleIsTakenBelowTheLimit(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 2, UnseenWaits.REPLACE);
        CountDownLatch done = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                done.countDown();
                awaitQuietly(end);
            });
        }
        awaitQuietly(done);
        assertThat(timer.takeSample()).isFalse();
        end.countDown();
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadThatRunsAndTakesNoTaskIsReplacedLater(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.REPLACE);
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        threads.execute(() -> {
            while (opened.getCount() > 0) {
                Thread.onSpinWait();
            }
            done.countDown();
        });
        threads.execute(() -> {
            opened.countDown();
            done.countDown();
        });
        awaitWithSamples(done);
        assertThat(threads.close(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyTasksThatAreAwaitedExceedTheLimit(HandlerThreadsTest.Kind kind) throws Exception {
        InboxHandlerThreads threads = start(kind, 2, UnseenWaits.RUN_AWAITED);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch awaited = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        try (EventLoop loop = new EventLoop("test-io")) {
            for (int i = 0; i < 2; i++) {
                threads.tryExecute(new Handler(loop, threads, false, () -> {
                    begun.countDown();
                    awaitQuietly(awaited);
                    awaitQuietly(end);
                }));
            }
            assertThat(begun.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                threads.tryExecute(new Handler(loop, threads, false, others::incrementAndGet));
            }
            threads.tryExecute(new Handler(loop, threads, true, awaited::countDown));
            awaitWithSamples(awaited);
            for (int i = 0; i < 100; i++) {
                timer.takeSample();
            }
            assertThat(others).as("tasks that nobody awaits").hasValue(0);
            end.countDown();
            assertThat(threads.close(PATIENCE)).isTrue();
            assertThat(others).hasValue(20);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void awaitedTasksMayWaitForEachOther(HandlerThreadsTest.Kind kind) {
        int count = 20;
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.RUN_AWAITED);
        CountDownLatch done = new CountDownLatch(count);
        try (EventLoop loop = new EventLoop("test-io")) {
            nest(loop, threads, count, done, null);
            awaitWithSamples(done);
            assertThat(threads.close(PATIENCE)).isTrue();
        }
    }

    private static void nest(
            EventLoop loop,
            HandlerThreads threads,
            int depth,
            CountDownLatch done,
            @Nullable CompletableFuture<Void> outer) {
        threads.tryExecute(new Handler(loop, threads, outer != null, () -> {
            if (depth > 1) {
                CompletableFuture<Void> inner = new CompletableFuture<>();
                nest(loop, threads, depth - 1, done, inner);
                inner.join();
            }
            done.countDown();
            if (outer != null) {
                outer.complete(null);
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theLogContainsTheStackOfAThreadThatWaitsOnce(HandlerThreadsTest.Kind kind) {
        Logger logger = (Logger) LoggerFactory.getLogger(HandlerThreads.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        try {
            threadsThatAllWaitAreReplaced(kind);
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage()).contains("All threads test wait");
        assertThat(lines.list.get(0).getThrowableProxy().getStackTraceElementProxyArray())
                .anyMatch(frame -> frame.getSTEAsString().contains("awaitQuietly"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyTaskRunsWhileThePoolCloses(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.REPLACE);
        CountDownLatch opened = new CountDownLatch(1);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        AtomicBoolean ended = new AtomicBoolean();
        threads.execute(() -> {
            begun.complete(null);
            awaitQuietly(opened);
            ended.set(true);
        });
        begun.join();
        threads.execute(opened::countDown);
        assertThat(threads.close(PATIENCE)).isTrue();
        assertThat(ended).as("the first task ended without an interrupt").isTrue();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tasksThatBeginAfterTheInterruptDoNotWait(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.RUN_AWAITED);
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            threads.execute(() -> awaitInterrupt(interrupted));
        }
        assertThat(threads.close(0, PATIENCE)).isTrue();
        assertThat(interrupted).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void serialTasksThatBeginAfterTheInterruptDoNotWait(HandlerThreadsTest.Kind kind) {
        InboxHandlerThreads threads = start(kind, 1, UnseenWaits.REPLACE);
        SerialExecutor serial = new SerialExecutor(threads);
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            serial.execute(() -> awaitInterrupt(interrupted));
        }
        assertThat(threads.close(0, PATIENCE)).isTrue();
        assertThat(interrupted).hasValue(3);
    }

    private void awaitInterrupt(AtomicInteger interrupted) {
        try {
            end.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
    }

    /** What the threads of an executor wait for, and what the log says about it. */
    private enum Waits {
        /** A handler has made the call that waits for a thread. */
        FOR_THE_CALL("calls of this worker for its own functions"),
        /** Perhaps the call of a handler needs, through another worker, the call that waits for a thread. */
        FOR_THE_ENGINE("through another worker"),
        FOR_SOMETHING_ELSE(null);

        private final @Nullable String reported;

        Waits(@Nullable String reported) {
            this.reported = reported;
        }
    }

    /** The pool of a user has as many threads as its user wants: the log says it, and nothing else happens. */
    @ParameterizedTest
    @EnumSource
    void anExecutorWhoseThreadsAllWaitForCallsIsReportedOnce(Waits kind) throws Exception {
        boolean awaited = kind == Waits.FOR_THE_CALL;
        ExecutorService executor = Executors.newFixedThreadPool(2);
        Logger logger = (Logger) LoggerFactory.getLogger(HandlerThreads.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        EventLoop loop = new EventLoop("test-io");
        try {
            BorrowedHandlers threads = new BorrowedHandlers(executor, 100, timer);
            Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 2; i++) {
                assertThat(threads.tryExecute(() -> {
                            boolean counted = kind == Waits.FOR_THE_ENGINE && threads.beginWait();
                            waiting.add(Thread.currentThread());
                            awaitQuietly(end);
                            if (counted) {
                                threads.endWait();
                            }
                        }))
                        .isTrue();
            }
            Awaitility.await()
                    .atMost(PATIENCE, TimeUnit.NANOSECONDS)
                    .until(() ->
                            waiting.stream().filter(InboxHandlerThreads::waits).count() == 2);
            CountDownLatch nested = new CountDownLatch(1);
            threads.tryExecute(new Handler(loop, threads, awaited, nested::countDown));
            for (int i = 0; i < 3 * BorrowedHandlers.WAITING_SAMPLES; i++) {
                timer.takeSample();
            }
            assertThat(nested.getCount()).isEqualTo(1);
            end.countDown();
            awaitQuietly(nested);
            assertThat(threads.close(PATIENCE)).isTrue();
            assertThat(lines.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .hasSize(kind.reported == null ? 0 : 1)
                    .allSatisfy(line -> assertThat(line.getFormattedMessage())
                            .startsWith("All 2 threads of the handlerExecutor that run handlers wait")
                            .contains(String.valueOf(kind.reported))
                            .contains("Use an executor with more threads"));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
            loop.close();
            executor.shutdownNow();
        }
    }

    /** A dropped task must not keep samples going. */
    @Test
    void noSamplesAreTakenOfAnExecutorThatRunsNothing() {
        BorrowedHandlers threads = new BorrowedHandlers(task -> {}, 100, timer);
        assertThat(threads.tryExecute(() -> {})).isTrue();
        assertThat(timer.takeSample()).isTrue();
        assertThat(timer.takeSample()).isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
