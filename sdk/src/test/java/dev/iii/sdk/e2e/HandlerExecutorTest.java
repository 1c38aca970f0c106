package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers on threads of the user. */
class HandlerExecutorTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("lent");
    private final ExecutorService own = Executors.newFixedThreadPool(2, task -> new Thread(task, "shop-thread"));

    @AfterEach
    void endThreads() throws InterruptedException {
        own.shutdownNow();
        assertThat(own.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Worker worker(Executor executor) {
        return engine.worker(Engine.options().handlerExecutor(executor).build()).awaitReady(PATIENCE);
    }

    @Test
    void handlersRunOnItAndItOutlivesTheWorker() throws Exception {
        Worker worker = worker(own);
        worker.registerFunction(function, (json, call) -> Thread.currentThread().getName());
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("shop-thread");
        assertThat(worker.shutdown(PATIENCE)).isTrue();
        assertThat(own.isShutdown()).isFalse();
        assertThat(own.submit(() -> "still there").get()).isEqualTo("still there");
    }

    @Test
    void aHandlerOnItMayCallAndWait() {
        Worker worker = worker(own);
        worker.registerFunction(function + "-leaf", (json, call) -> 1);
        worker.registerFunction(function, (json, call) -> worker.trigger(function + "-leaf", null, Integer.class));
        assertThat(worker.trigger(function, null, Integer.class)).isEqualTo(1);
    }

    @Test
    void whatItRefusesIsAnsweredWithOverloaded() {
        Worker worker = worker(task -> {
            throw new RejectedExecutionException("full");
        });
        worker.registerFunction(function, (json, call) -> 1);
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(OverloadedException.class);
    }

    @Test
    void whatItWouldRunOnTheThreadThatReadsIsAnsweredWithOverloaded() {
        Worker worker = worker(Runnable::run);
        worker.registerFunction(function, (json, call) -> 1);
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(OverloadedException.class);
    }

    @Test
    void anExecutorThatBlocksDelaysOnlyItsOwnCalls() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Worker worker = worker(task -> {
            blocked.countDown();
            try {
                if (!go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new RejectedExecutionException("never told");
                }
            } catch (InterruptedException e) {
                throw new RejectedExecutionException(e);
            }
            own.execute(task);
        });
        worker.registerFunction(FunctionDefinition.of(function, Integer.class, (n, call) -> n)
                        .concurrency(1, 100))
                .awaitConfirmed(PATIENCE);
        worker.registerFunction(FunctionDefinition.of(function + "-quick", (json, call) -> "quick")
                        .quick())
                .awaitConfirmed(PATIENCE);
        try (LogLines log = new LogLines(Invoker.class)) {
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                calls.add(worker.triggerAsync(function, i, Integer.class));
            }
            assertThat(blocked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // The worker still reads, and its timers run.
            assertThat(worker.trigger(function + "-quick", null, String.class)).isEqualTo("quick");
            assertThatThrownBy(() -> worker.trigger(Call.to(function, 0).timeout(Duration.ofMillis(50))))
                    .isInstanceOf(CallTimeoutException.class);
            assertThat(calls).noneMatch(CompletableFuture::isDone);
            go.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(calls.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(i);
            }
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .startsWith("The handlerExecutor blocks in execute()"));
        }
    }

    @Test
    void aWorkerWhoseExecutorBlocksCanBeClosed() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Worker worker = worker(task -> {
            blocked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new RejectedExecutionException(e);
            }
        });
        worker.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        for (int i = 0; i < 3; i++) {
            worker.trigger(Call.to(function, i).withoutReply());
        }
        assertThat(blocked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // Everything is released, although not everything ended by itself.
        assertThat(worker.shutdown(Duration.ofMillis(100))).isFalse();
        assertThat(worker.closed()).isDone();
        Engine.awaitNoThreads();
    }

    @Test
    void aTaskThatIsDroppedFreesItsPlaceAfterTheTimeoutOfItsFunction() {
        List<Runnable> dropped = new CopyOnWriteArrayList<>();
        Worker worker = worker(task -> {
            if (dropped.isEmpty()) {
                dropped.add(task);
            } else {
                own.execute(task);
            }
        });
        AtomicInteger runs = new AtomicInteger();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> runs.incrementAndGet())
                .concurrency(1, 5)
                .timeout(Duration.ofMillis(200)));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("the handlerExecutor did not begin to run it within 200 ms");
        assertThat(worker.trigger(function, null, Integer.class)).isEqualTo(1);
        // It was reported as not run, so it must not run later.
        dropped.get(0).run();
        assertThat(worker.trigger(function, null, Integer.class)).isEqualTo(2);
    }

    /** Neither the wait of a handler for a call, nor that for a future, leaves its thread to the call. */
    @Test
    void anExecutorWhoseThreadsAllWaitForOwnCallsIsReported() throws Exception {
        ThreadPoolExecutor small = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        try (LogLines log = new LogLines(HandlerThreads.class)) {
            Worker worker = worker(small);
            String outer = unique("outer");
            worker.registerFunction(function, (json, call) -> "inner");
            worker.registerFunction(outer, (json, call) -> worker.trigger(function, null, String.class))
                    .awaitConfirmed(PATIENCE);
            CompletableFuture<String> result = worker.triggerAsync(Call.to(outer, null), String.class);
            Awaitility.await().atMost(PATIENCE).until(() -> !log.lines().isEmpty());
            assertThat(result).isNotDone();
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.getFormattedMessage()).startsWith("All 1 threads of the handlerExecutor");
                assertThat(line.getThrowableProxy()).isNotNull();
            });
            small.setMaximumPoolSize(2);
            small.setCorePoolSize(2);
            assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("inner");
        } finally {
            small.shutdownNow();
        }
    }

    @Test
    void itHasNoMoreTasksAtOnceThanTheLimitsSay() throws Exception {
        Worker worker = engine.worker(Engine.options()
                        .handlerExecutor(own)
                        .limits(WorkerLimits.DEFAULT
                                .withConcurrentInvocations(1)
                                .withInbox(1))
                        .build())
                .awaitReady(PATIENCE);
        Semaphore go = new Semaphore(0);
        CountDownLatch started = new CountDownLatch(2);
        worker.registerFunction(function, (json, call) -> {
            started.countDown();
            return go.tryAcquire(20, TimeUnit.SECONDS);
        });
        CompletableFuture<Boolean> first = worker.triggerAsync(function, null, Boolean.class);
        CompletableFuture<Boolean> second = worker.triggerAsync(function, null, Boolean.class);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(OverloadedException.class);
        go.release(2);
        assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTimeoutInterruptsItsThreadAndTheThreadIsGoodForMore() throws Exception {
        Worker worker = worker(own);
        CountDownLatch interrupted = new CountDownLatch(1);
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        Thread.currentThread().interrupt();
                    }
                    return null;
                })
                .timeout(Duration.ofMillis(100)));
        worker.registerFunction(
                function + "-after", (json, call) -> Thread.currentThread().isInterrupted());
        assertThatThrownBy(() -> worker.trigger(function, null))
                .hasMessageContaining("returned no result within 100 ms");
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(worker.trigger(function + "-after", null, Boolean.class)).isFalse();
        }
    }

    @Test
    void aDrainWaitsForHandlersOnItAndThenInterruptsThem() throws Exception {
        Worker worker = worker(own);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        worker.registerFunction(function, (json, call) -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        });
        worker.trigger(Call.to(function, null).withoutReply());
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        worker.shutdown(Duration.ofMillis(100));
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHandlerOnItMayCloseItsWorker() throws Exception {
        Worker worker = worker(own);
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        worker.registerFunction(function, (json, call) -> {
            worker.close();
            return closed.complete(true);
        });
        worker.trigger(Call.to(function, null).withoutReply());
        assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        worker.closed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
