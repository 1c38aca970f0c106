package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interceptors that call {@code proceed} when the invocation, or the call, has ended: the handler, or the call, is not run. */
class LateProceedTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("late");
    private final AtomicInteger runs = new AtomicInteger();
    private final CompletableFuture<Invocation> passed = new CompletableFuture<>();
    private final CompletableFuture<Void> go = new CompletableFuture<>();
    private final CompletableFuture<Object> outcome = new CompletableFuture<>();

    private Worker worker(FunctionInterceptor interceptor) {
        return engine.worker(Engine.options().interceptFunctions(interceptor).build())
                .awaitReady(PATIENCE);
    }

    private FunctionDefinition<Json> definition() {
        return FunctionDefinition.of(function, (json, call) -> {
            runs.incrementAndGet();
            return "ok";
        });
    }

    private CompletionStage<@Nullable Object> proceed(Invocation invocation, FunctionInterceptor.Chain chain) {
        return chain.proceed(invocation).whenComplete((value, failure) -> outcome.complete(failure));
    }

    private void proceed(Call call, CallInterceptor.Chain chain) {
        var unused = chain.proceed(call).whenComplete((result, failure) -> outcome.complete(failure));
    }

    private FunctionInterceptor whenInterrupted() {
        return (invocation, chain) -> {
            passed.complete(invocation);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The interceptor goes on nevertheless.
            }
            return proceed(invocation, chain);
        };
    }

    /** Returns a stage, and calls {@code proceed} when the test permits it. */
    private FunctionInterceptor later() {
        return (invocation, chain) -> {
            passed.complete(invocation);
            return go.thenCompose(open -> proceed(invocation, chain));
        };
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertSkipped(LogLines log) throws Exception {
        assertThat(get(outcome))
                .isInstanceOf(CancellationException.class)
                .asString()
                .contains("the handler of " + function + " was not run");
        assertThat(runs).hasValue(0);
        assertThat(log.lines()).noneMatch(line -> line.getLevel() == Level.ERROR);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterTheTimeoutTheHandlerIsNotRun(boolean quick) throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            Worker worker = worker(whenInterrupted());
            FunctionDefinition<Json> definition = definition().timeout(Duration.ofMillis(50));
            worker.registerFunction(quick ? definition.quick() : definition).awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null))
                    .isInstanceOf(FunctionException.class)
                    .hasMessageContaining("returned no result within 50 ms");
            assertSkipped(log);
            worker.close();
            assertThat(log.lines())
                    .filteredOn(line -> line.getFormattedMessage().contains(function))
                    .hasSize(1);
        }
    }

    @Test
    void afterTheTimeoutOfAStageTheHandlerIsNotRun() throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            Worker worker = worker(later());
            worker.registerFunction(definition().timeout(Duration.ofMillis(50))).awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionException.class);
            assertThat(get(passed).isCancelled()).isTrue();
            go.complete(null);
            assertSkipped(log);
        }
    }

    @Test
    void afterTheEndOfTheConnectionTheHandlerIsNotRun() throws Exception {
        try (LogLines log = new LogLines(Invocation.class);
                EngineStub stub = EngineStub.start()) {
            Worker worker = engine.worker(
                    stub.workerUrls().get(0).toString(),
                    Engine.options().interceptFunctions(later()).build());
            worker.registerFunction(definition()).awaitConfirmed(PATIENCE);
            CompletableFuture<Json> result = worker.triggerAsync(Call.to(function, null));
            Invocation invocation = get(passed);
            stub.faults().dropConnections();
            assertThatThrownBy(result::join).hasCauseInstanceOf(OutcomeUnknownException.class);
            Awaitility.await().atMost(PATIENCE).until(invocation::isCancelled);
            go.complete(null);
            assertSkipped(log);
        }
    }

    @Test
    void afterTheDrainTimeTheHandlerIsNotRun() throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            Worker worker = worker(whenInterrupted());
            worker.registerFunction(definition()).awaitConfirmed(PATIENCE);
            var unused = engine.worker().triggerAsync(Call.to(function, null));
            get(passed);
            worker.shutdown(Duration.ofMillis(50));
            assertSkipped(log);
        }
    }

    @Test
    void aCallThatWasCancelledIsNotMade() throws Exception {
        Worker worker = engine.worker(Engine.options()
                .interceptCalls((call, chain) -> {
                    // Not the stage that is returned: it is cancelled with the call.
                    var unused = go.thenAccept(open -> proceed(call, chain));
                    return new CompletableFuture<>();
                })
                .build());
        engine.worker().registerFunction(definition()).awaitConfirmed(PATIENCE);
        CompletableFuture<Json> result = worker.triggerAsync(Call.to(function, null));
        result.cancel(false);
        go.complete(null);
        assertThat(get(outcome))
                .isInstanceOf(CancellationException.class)
                .asString()
                .contains(function + " was not called");
        assertThat(runs).hasValue(0);
    }
}
