package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers and completions that have been quick many times, and then run on the I/O thread. */
class ProvenFunctionsTest {

    private static final int BATCH = 100;

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("proven");

    private static String ioThread(Worker worker) {
        return "iii-" + worker.name() + "-io";
    }

    /** Calls the function, which returns the name of its thread, until it runs on the I/O thread. */
    private static void prove(Worker worker, String function) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (int i = 0; i < BATCH; i++) {
                if (ioThread(worker).equals(worker.trigger(function, null, String.class))) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void aHandlerThatIsQuickManyTimesRunsOnTheIoThread() {
        Worker worker = engine.worker();
        List<String> threads = new ArrayList<>();
        worker.registerFunction(function, (json, call) -> Thread.currentThread().getName());
        threads.add(worker.trigger(function, null, String.class));
        prove(worker, function);
        assertThat(threads).allMatch(name -> name.startsWith("iii-" + worker.name() + "-handler-"));
    }

    @Test
    void aProvenHandlerThatWaitsGetsItsResultAndRunsOnHandlerThreadsAgain() {
        Worker worker = engine.worker();
        AtomicBoolean waits = new AtomicBoolean();
        worker.registerFunction(function + "-other", (json, call) -> 5);
        worker.registerFunction(function, (json, call) -> {
            String thread = Thread.currentThread().getName();
            if (waits.get()) {
                worker.trigger(function + "-other", null);
            }
            return thread;
        });
        prove(worker, function);
        waits.set(true);
        await().until(() -> worker.trigger(function, null, String.class).contains("-handler-"));
    }

    @Test
    void aProvenHandlerThatBlocksDelaysOthersOnlyBriefly() throws Exception {
        Worker worker = engine.worker();
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean blocks = new AtomicBoolean();
        worker.registerFunction(function, (json, call) -> {
            String thread = Thread.currentThread().getName();
            if (blocks.get()) {
                release.await();
            }
            return thread;
        });
        worker.registerFunction(function + "-other", (json, call) -> 1);
        prove(worker, function);
        blocks.set(true);
        List<CompletableFuture<Json>> blocked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            blocked.add(worker.triggerAsync(function, null));
        }
        assertThat(worker.trigger(function + "-other", null, Integer.class)).isEqualTo(1);
        assertThat(blocked).noneMatch(CompletableFuture::isDone);
        release.countDown();
        for (CompletableFuture<Json> call : blocked) {
            call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void handlersOfAnExecutorOfTheUserStayThere() throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2, task -> new Thread(task, "shop-thread"));
        try {
            Worker worker = engine.worker(Engine.options().handlerExecutor(own).build());
            worker.registerFunction(
                    function, (json, call) -> Thread.currentThread().getName());
            for (int i = 0; i < 500; i++) {
                assertThat(worker.trigger(function, null, String.class)).isEqualTo("shop-thread");
            }
        } finally {
            own.shutdown();
        }
        assertThat(own.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Calls a function until the completion of the call runs on the I/O thread. */
    private void proveCompletions(Worker worker) {
        worker.registerFunction(function, (json, call) -> 1);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            AtomicInteger onIoThread = new AtomicInteger();
            for (int i = 0; i < BATCH; i++) {
                worker.triggerAsync(function, null)
                        .thenRun(() -> {
                            if (Thread.currentThread().getName().equals(ioThread(worker))) {
                                onIoThread.incrementAndGet();
                            }
                        })
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            return onIoThread.get() > 0;
        });
    }

    @Test
    void completionsThatAreQuickManyTimesRunOnTheIoThread() {
        proveCompletions(engine.worker());
    }

    @Test
    void aCompletionMayWaitForOtherCalls() throws Exception {
        Worker worker = engine.worker();
        proveCompletions(worker);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            boolean joins = i % 2 == 0;
            calls.add(worker.triggerAsync(function, null, Integer.class)
                    .thenApply(one -> joins
                            ? one
                                    + worker.triggerAsync(function, null, Integer.class)
                                            .join()
                            : one + worker.trigger(function, null, Integer.class)));
        }
        for (CompletableFuture<Integer> call : calls) {
            assertThat(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void callsKeepTheirOrderWhereverTheirHandlerRuns() throws Exception {
        engine.onlyOnTheStub("the real engine runs each call as a task of its own, in any order");
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(1))
                .build());
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        worker.registerFunction(function, Integer.class, (n, call) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            seen.add(n);
            while (n % 250 == 249 && Thread.currentThread().getName().equals(ioThread(worker))) {
                // It blocks until another thread reads.
                LockSupport.parkNanos(100_000);
            }
            running.decrementAndGet();
            return null;
        });
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 500; i++) {
                worker.trigger(Call.to(function, i).withoutReply());
            }
            for (int i = 0; i < 500; i++) {
                assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aTimeoutInterruptsAProvenHandler() throws Exception {
        Worker worker = engine.worker();
        AtomicBoolean spins = new AtomicBoolean();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    String thread = Thread.currentThread().getName();
                    while (spins.get() && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    if (spins.get()) {
                        interrupted.complete(true);
                    }
                    return thread;
                })
                .timeout(Duration.ofMillis(300)));
        prove(worker, function);
        spins.set(true);
        assertThatThrownBy(() -> worker.trigger(function, null)).hasMessageContaining("no result within 300 ms");
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        spins.set(false);
        assertThat(worker.trigger(function, null, String.class)).isNotNull();
    }
}
