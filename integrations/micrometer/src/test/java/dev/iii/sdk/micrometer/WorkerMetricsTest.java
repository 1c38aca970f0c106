package dev.iii.sdk.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.stub.EngineStub;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meters of a worker, and what they count. */
class WorkerMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EngineStub engine = EngineStub.start();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMetrics metrics = WorkerMetrics.of(registry, Tags.of("application", "shop"));
    private final WorkerOptions options = metrics.measure(WorkerOptions.builder()
                    .name("measured")
                    .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(7).withInbox(11)))
            .build();
    private @Nullable Worker started;

    @BeforeEach
    void connect() {
        started = Iii.registerWorker(engine.workerUrl().toString(), options).awaitReady(PATIENCE);
    }

    @AfterEach
    void close() {
        worker().close();
        engine.close();
    }

    private Worker worker() {
        return Objects.requireNonNull(started);
    }

    private void counts(long expected, String name, String... tags) {
        // The caller may have its result before the last interceptor has ended.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(registry.find(name)
                                .tags(tags)
                                .tag("application", "shop")
                                .timers())
                        .extracting(Timer::count)
                        .containsExactly(expected));
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void functionsAndCallsAreTimedByOutcome() {
        worker().registerFunction("f::works", (json, call) -> 1);
        worker().registerAsyncFunction("f::later", (json, call) -> CompletableFuture.completedFuture(2));
        worker().registerFunction("f::refuses", (json, call) -> {
            throw new FunctionException("no", "never");
        });
        worker().registerFunction("f::breaks", (json, call) -> {
            throw new IllegalStateException("broken");
        });
        worker().awaitReady(PATIENCE);
        worker().trigger("f::works", null);
        worker().trigger("f::works", null);
        worker().triggerAsync("f::later", null).join();
        assertThatThrownBy(() -> worker().trigger("f::refuses", null)).isInstanceOf(FunctionException.class);
        assertThatThrownBy(() -> worker().trigger("f::breaks", null)).isInstanceOf(FunctionException.class);
        assertThatThrownBy(() -> worker().trigger("f::missing", null)).isInstanceOf(FunctionNotFoundException.class);
        worker().trigger(Call.to("f::works", null).withoutReply());

        counts(3, "iii.functions", "function", "f::works", "outcome", "success", "error", "none");
        counts(1, "iii.functions", "function", "f::later", "outcome", "success", "error", "none");
        counts(1, "iii.functions", "function", "f::refuses", "outcome", "error", "error", "FunctionException");
        counts(1, "iii.functions", "function", "f::breaks", "outcome", "failure", "error", "IllegalStateException");
        counts(2, "iii.calls", "function", "f::works", "kind", "result", "outcome", "success");
        counts(1, "iii.calls", "function", "f::works", "kind", "no_reply", "outcome", "success");
        counts(1, "iii.calls", "function", "f::later", "kind", "result", "outcome", "success");
        counts(1, "iii.calls", "function", "f::breaks", "outcome", "error", "error", "FunctionException");
        counts(1, "iii.calls", "function", "f::missing", "outcome", "failure", "error", "FunctionNotFoundException");
    }

    @Test
    void theTimeoutOfAFunctionIsACancellation() {
        worker().registerFunction(FunctionDefinition.ofAsync("f::slow", (json, call) -> new CompletableFuture<>())
                .timeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> worker().trigger("f::slow", null)).hasMessageContaining("returned no result");
        counts(1, "iii.functions", "function", "f::slow", "outcome", "cancelled", "error", "CancellationException");
    }

    @Test
    void runningHandlersAndCallsAreGauges() {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        worker().registerAsyncFunction("f::waits", (json, call) -> result);
        CompletableFuture<?> call = worker().triggerAsync("f::waits", null);
        await().atMost(PATIENCE).until(() -> gauge("iii.functions.active", "application", "shop") == 1);
        assertThat(gauge("iii.calls.active")).isEqualTo(1);
        result.complete(1);
        call.join();
        await().atMost(PATIENCE).until(() -> gauge("iii.functions.active") == 0 && gauge("iii.calls.active") == 0);
    }

    @Test
    void theConnectionAndTheLimitsAreGauges() {
        metrics.bind(worker(), options);
        assertThat(gauge("iii.worker.connected", "worker", "measured")).isEqualTo(1);
        assertThat(gauge("iii.worker.limit", "worker", "measured", "limit", "concurrent_invocations"))
                .isEqualTo(7);
        assertThat(gauge("iii.worker.limit", "limit", "inbox")).isEqualTo(11);
        assertThat(gauge("iii.worker.limit", "limit", "calls_in_flight"))
                .isEqualTo(WorkerLimits.DEFAULT.callsInFlight());
        assertThat(gauge("iii.worker.limit", "limit", "outbox_bytes")).isEqualTo(WorkerLimits.DEFAULT.outboxBytes());
        assertThat(registry.get("iii.worker.repeated_results").functionCounter().count())
                .isEqualTo((double) worker().repeatedResults());
        worker().close();
        await().atMost(PATIENCE).until(() -> gauge("iii.worker.connected") == 0);
    }

    @Test
    void missingArgumentsAreNamed() {
        assertThatThrownBy(() -> metrics.bind(worker(), nothing())).hasMessage("options is null");
        assertThatThrownBy(() -> metrics.measure(nothing())).hasMessage("options is null");
        assertThatThrownBy(() -> WorkerMetrics.of(nothing())).hasMessage("registry is null");
    }

    /** What callers without null checks give. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
