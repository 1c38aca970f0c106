package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionLimitsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");

    @Test
    void noMoreCallsRunAtOnceThanTheFunctionAllows() throws Exception {
        Worker worker = engine.worker();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    call.worker().trigger("engine::baggage::get_all", Map.of());
                    return now.decrementAndGet();
                })
                .concurrency(2, 1000));
        List<CompletableFuture<Json>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(worker.triggerAsync(function, i));
        }
        for (CompletableFuture<Json> call : calls) {
            call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(most.get()).isEqualTo(2);
    }

    @Test
    void beyondTheInboxOfTheFunctionCallsAreRefusedAndOtherFunctionsGoOn() throws Exception {
        Worker worker = engine.worker();
        Semaphore go = new Semaphore(0);
        CountDownLatch started = new CountDownLatch(1);
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    started.countDown();
                    return go.tryAcquire(20, TimeUnit.SECONDS);
                })
                .concurrency(1, 1));
        worker.registerFunction(function + "-other", (json, call) -> "free");
        CompletableFuture<Json> runs = worker.triggerAsync(function, null);
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Json>> more =
                List.of(worker.triggerAsync(function, null), worker.triggerAsync(function, null));
        // Calls that are on their way together reach the function in any order.
        assertThatThrownBy(() ->
                        CompletableFuture.anyOf(more.get(0), more.get(1)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageContaining("the limit of its concurrent calls is reached");
        CompletableFuture<Json> waits = more.get(0).isDone() ? more.get(1) : more.get(0);
        assertThat(worker.trigger(function + "-other", null).text()).isEqualTo("\"free\"");
        go.release(2);
        assertThat(runs.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("true");
        assertThat(waits.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("true");
    }

    @Test
    void aBurstOfRefusedCallsIsLoggedInAFewLines() throws Exception {
        Worker worker = engine.worker();
        Semaphore go = new Semaphore(0);
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> go.tryAcquire(20, TimeUnit.SECONDS))
                .concurrency(1, 1));
        int calls = 500;
        CountDownLatch refused = new CountDownLatch(calls - 2);
        try (LogLines log = new LogLines(Invoker.class)) {
            for (int i = 0; i < calls; i++) {
                var unused = worker.triggerAsync(function, null).whenComplete((result, failure) -> refused.countDown());
            }
            assertThat(refused.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            go.release(2);
            // The limit is for 10 s, and the burst may begin in one period and end in the next.
            assertThat(log.lines())
                    .hasSizeBetween(1, 40)
                    .allSatisfy(line -> assertThat(line.getFormattedMessage())
                            .startsWith(function + " was not run: the limit of its concurrent calls is reached"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void largePayloadsOfASlowFunctionDoNotUseUpTheHeapOfItsWorker(int concurrency) throws Exception {
        Worker caller = engine.worker();
        CompletableFuture<List<String>> process = CompletableFuture.supplyAsync(() -> {
            try {
                return new JavaProcess(Map.of(), entry -> true, "-Xmx64m")
                        .run(SlowFunctionWorker.class, engine.url(), function, String.valueOf(concurrency));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> process.isDone()
                        || caller.discovery().function(function + "-end").isPresent());
        String payload = "x".repeat(300 << 10);
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            calls.add(caller.triggerAsync(function, payload, String.class));
        }
        assertThat(caller.trigger(function + "-echo", 1, Integer.class)).isEqualTo(1);
        caller.trigger(function + "-go", null);
        int refused = 0;
        for (CompletableFuture<String> call : calls) {
            try {
                assertThat(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("ran");
            } catch (ExecutionException e) {
                assertThat(e)
                        .hasCauseInstanceOf(OverloadedException.class)
                        .hasMessageContaining("the calls that wait or run use too much memory");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 249);
        assertThat(caller.trigger(function, payload, String.class)).isEqualTo("ran");
        caller.trigger(function + "-end", null);
        assertThat(process.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .contains("ended")
                .noneMatch(line -> line.contains("OutOfMemoryError"));
    }

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndTheCallerIsTold() throws Exception {
        Worker worker = engine.worker();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        worker.registerFunction(FunctionDefinition.of(function, (json, call) -> {
                    try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                    } catch (InterruptedException e) {
                        interrupted.complete(call.isCancelled());
                        throw e;
                    }
                })
                .timeout(Duration.ofMillis(50)));
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("TIMEOUT");
            assertThat(e).hasMessage(function + " returned no result within 50 ms");
        });
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHandlerThatAnswersInTimeIsLeftAlone() {
        Worker worker = engine.worker();
        worker.registerFunction(FunctionDefinition.of(function, Integer.class, (n, call) -> n + 1)
                .timeout(PATIENCE));
        assertThat(worker.trigger(function, 1, Integer.class)).isEqualTo(2);
    }

    @Test
    void aNullPayloadIsRefusedWhereARecordIsExpected() {
        Worker worker = engine.worker();
        worker.registerFunction(function, Integer.class, (n, call) -> n);
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("invalid_request");
            assertThat(e).hasMessage("the payload for " + function + " is null; expected an integer");
        });
    }
}
