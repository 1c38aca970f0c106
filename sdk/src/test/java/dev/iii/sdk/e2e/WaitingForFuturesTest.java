package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that code of a worker may wait for futures of the same worker, also if all its threads do that. */
class WaitingForFuturesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** More than the number of callback threads. */
    private static final int MANY = 300;

    private static final int CALLBACK_THREADS = 256;

    private final String inner = unique("inner");
    private final String outer = unique("outer");

    /** The ways to wait for a call of {@code inner}. */
    enum Wait {
        JOIN(call -> call.join().text()),
        GET(call -> {
            try {
                return call.get().text();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }),
        GET_WITH_A_TIMEOUT(call -> {
            try {
                return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text();
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }),
        JOIN_A_DERIVED_FUTURE(call -> call.thenApply(Json::text).join()),
        JOIN_A_COPY(call -> call.copy().thenApply(Json::text).join());

        @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
        private final Function<CompletableFuture<Json>, String> wait;

        Wait(Function<CompletableFuture<Json>, String> wait) {
            this.wait = wait;
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreCompletionsThanThreadsMayWaitForOtherCalls(Wait how) throws Exception {
        Worker worker = engine.worker();
        CompletableFuture<Integer> gate = new CompletableFuture<>();
        registerInner(worker, gate);
        // Completes when all completions are attached: none of them may run on the thread of the test.
        CompletableFuture<Integer> begin = new CompletableFuture<>();
        register(worker, outer, begin);
        AtomicInteger waiting = new AtomicInteger();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(worker.triggerAsync(outer, null).thenApply(result -> {
                CompletableFuture<Json> next = worker.triggerAsync(inner, null);
                waiting.incrementAndGet();
                return how.wait.apply(next);
            }));
        }
        begin.complete(1);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting.get() >= CALLBACK_THREADS);
        gate.complete(7);
        assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)))
                .succeedsWithin(PATIENCE);
        assertThat(all).allSatisfy(future -> assertThat(future.join()).isEqualTo("7"));
    }

    @Test
    void completionsMayWaitForClientsAndForRepeatedCalls() throws Exception {
        Worker worker = engine.worker();
        // Completes when all completions are attached: none of them may run on the thread of the test.
        CompletableFuture<Integer> begin = new CompletableFuture<>();
        register(worker, outer, begin);
        CountDownLatch waiting = new CountDownLatch(CALLBACK_THREADS);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            boolean even = i % 2 == 0;
            all.add(worker.triggerAsync(outer, null).thenApply(result -> {
                waiting.countDown();
                await(waiting);
                return even
                        ? worker.discovery().async().workers().join().size()
                        : worker.triggerAsync(Call.to(outer, null).idempotent(RetryPolicy.DEFAULT))
                                .join()
                                .as(Integer.class);
            }));
        }
        begin.complete(1);
        assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)))
                .succeedsWithin(PATIENCE);
    }

    @Test
    void completionsThatWaitEndWithTheWorker() {
        Worker worker = engine.worker();
        registerInner(worker, new CompletableFuture<>());
        // Completes when all completions are attached: none of them may run on the thread of the test.
        CompletableFuture<Integer> begin = new CompletableFuture<>();
        register(worker, outer, begin);
        AtomicInteger waiting = new AtomicInteger();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(worker.triggerAsync(outer, null).thenApply(result -> {
                CompletableFuture<Json> next = worker.triggerAsync(inner, null);
                waiting.incrementAndGet();
                return next.join().text();
            }));
        }
        begin.complete(1);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting.get() >= CALLBACK_THREADS);
        worker.shutdown(Duration.ofMillis(100));
        Awaitility.await().atMost(PATIENCE).until(() -> all.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void handlersThatWaitForFuturesLeaveTheirPlaceToOthers() {
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(2))
                .build());
        CountDownLatch both = new CountDownLatch(2);
        worker.registerFunction(inner, (json, call) -> 5).awaitConfirmed(PATIENCE);
        worker.registerFunction(outer, (json, call) -> {
                    both.countDown();
                    await(both);
                    return worker.triggerAsync(inner, null).join();
                })
                .awaitConfirmed(PATIENCE);
        CompletableFuture<Json> one = worker.triggerAsync(outer, null);
        CompletableFuture<Json> two = worker.triggerAsync(outer, null);
        assertThat(one).succeedsWithin(PATIENCE);
        assertThat(two).succeedsWithin(PATIENCE);
    }

    @Test
    void anInterruptEndsGetOnACallbackThread() throws Exception {
        Worker worker = engine.worker();
        CompletableFuture<Integer> result = new CompletableFuture<>();
        registerInner(worker, result);
        // Completes when the completion is attached: it must not run on the thread of the test.
        CompletableFuture<Integer> begin = new CompletableFuture<>();
        register(worker, outer, begin);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        var unused = worker.triggerAsync(outer, null).thenAccept(json -> {
            CompletableFuture<Json> next = worker.triggerAsync(inner, null);
            thread.complete(Thread.currentThread());
            try {
                next.get();
            } catch (InterruptedException | ExecutionException e) {
                end.complete(e);
            }
        });
        begin.complete(1);
        Thread waiter = thread.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            waiter.interrupt();
            return end.isDone();
        });
        assertThat(end.join()).isInstanceOf(InterruptedException.class);
        result.complete(1);
    }

    @Test
    void aTimeoutEndsGetOnACallbackThread() throws Exception {
        Worker worker = engine.worker();
        CompletableFuture<Integer> result = new CompletableFuture<>();
        registerInner(worker, result);
        // Completes when the completion is attached: it must not run on the thread of the test.
        CompletableFuture<Integer> begin = new CompletableFuture<>();
        register(worker, outer, begin);
        CompletableFuture<Json> end = worker.triggerAsync(outer, null).thenCompose(json -> {
            assertThatThrownBy(() -> worker.triggerAsync(inner, null).get(1, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            return CompletableFuture.completedFuture(json);
        });
        begin.complete(1);
        assertThat(end).succeedsWithin(PATIENCE);
        result.complete(1);
    }

    private void registerInner(Worker worker, CompletableFuture<Integer> result) {
        register(worker, inner, result);
    }

    private static void register(Worker worker, String function, CompletableFuture<Integer> result) {
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> result;
        worker.registerAsyncFunction(function, handler).awaitConfirmed(PATIENCE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
