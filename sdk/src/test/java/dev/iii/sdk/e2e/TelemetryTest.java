package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.telemetry.PayloadCapture;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TelemetryTest {

    private static final SpanContext CALLER = SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
    private static final AttributeKey<String> PAYLOAD = AttributeKey.stringKey("iii.payload.json");

    @RegisterExtension
    static final Engine engine = new Engine();

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setLoggerProvider(SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                    .build())
            .build();
    private final String function = unique("fn");

    @AfterEach
    void close() {
        telemetry.close();
    }

    private Worker traced() {
        return engine.worker(Engine.options()
                        .telemetry(telemetry)
                        .payloadCapture(PayloadCapture.ON)
                        .build())
                .awaitReady(PATIENCE);
    }

    private SpanData span(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> spans.getFinishedSpanItems().stream()
                                .filter(span -> span.getName().equals(name))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static <T> T in(Context context, java.util.function.Supplier<T> work) {
        try (Scope scope = context.makeCurrent()) {
            assertThat(scope).isNotNull();
            return work.get();
        }
    }

    @Test
    void anInvocationIsASpanBelowTheCallers() {
        Worker worker = traced();
        worker.registerFunction(function, Map.class, (input, call) -> Map.of("left", 3));
        Context caller = Context.root()
                .with(Span.wrap(CALLER))
                .with(Baggage.builder().put("tenant", "t 1").build());

        in(caller, () -> worker.trigger(function, Map.of("sku", "A-1", "password", "hunter2")));

        SpanData span = span("execute " + function);
        assertThat(span.getTraceId()).isEqualTo(CALLER.getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(CALLER.getSpanId());
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("t 1");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("iii.function.id")))
                .isEqualTo(function);
        assertThat(span.getEvents())
                .extracting(EventData::getName)
                .containsExactly("iii.invocation.input", "iii.invocation.output");
        assertThat(span.getEvents().get(0).getAttributes().get(PAYLOAD))
                .contains("\"sku\":\"A-1\"", "\"password\":\"[REDACTED]\"")
                .doesNotContain("hunter2");
        assertThat(span.getEvents().get(1).getAttributes().get(PAYLOAD)).isEqualTo("{\"left\":3}");
        assertThat(span.getEvents().get(1).getAttributes().get(AttributeKey.booleanKey("iii.payload.ok")))
                .isTrue();
    }

    @Test
    void aFailureIsASpanWithAnErrorAndAnException() {
        Worker worker = traced();
        worker.registerFunction(function, (input, call) -> {
            throw new FunctionException("sold_out", "nothing left");
        });

        assertThatThrownBy(() -> worker.trigger(function, 1)).isInstanceOf(FunctionException.class);

        SpanData span = span("execute " + function);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("nothing left");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("sold_out");
        assertThat(span.getEvents())
                .extracting(EventData::getName)
                .containsExactly("iii.invocation.input", "iii.invocation.output", "exception");
    }

    @Test
    void anAsynchronousAnswerEndsTheSpan() {
        Worker worker = traced();
        CompletableFuture<Integer> later = new CompletableFuture<>();
        worker.registerAsyncFunction(function, (input, call) -> later);
        CompletableFuture<?> call = worker.triggerAsync(function, 1);
        await().atMost(PATIENCE).until(() -> later.getNumberOfDependents() > 0);
        assertThat(spans.getFinishedSpanItems()).isEmpty();

        later.complete(7);

        assertThat(call).succeedsWithin(PATIENCE);
        assertThat(span("execute " + function).getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
    }

    @Test
    void whatAHandlerCallsIsBelowItsOwnSpan() {
        Worker worker = traced();
        String inner = unique("fn");
        worker.registerFunction(inner, (input, call) -> 1);
        worker.registerFunction(function, (input, call) -> worker.trigger(inner, 2));

        worker.trigger(function, 1);

        SpanData outer = span("execute " + function);
        assertThat(span("execute " + inner).getParentSpanId()).isEqualTo(outer.getSpanId());
        assertThat(span("execute " + inner).getTraceId()).isEqualTo(outer.getTraceId());
    }

    @Test
    void traceAndBaggageGoThroughAWorkerWithoutTelemetry() {
        Worker worker = engine.worker();
        AtomicReference<String> seen = new AtomicReference<>();
        String inner = unique("fn");
        worker.registerFunction(inner, (input, call) -> {
            seen.set(call.traceparent().orElse("none") + " " + call.baggage().orElse("none"));
            return null;
        });
        worker.registerFunction(
                function,
                (input, call) -> worker.trigger(Call.to(inner, 2).idempotent(dev.iii.sdk.policy.RetryPolicy.DEFAULT)));
        Context caller = Context.root()
                .with(Span.wrap(CALLER))
                .with(Baggage.builder().put("tenant", "t1").build());

        in(caller, () -> worker.trigger(function, 1));

        assertThat(seen.get())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ")
                .contains("tenant=t1");
    }

    @Test
    void withoutATraceNothingIsSent() {
        Worker worker = engine.worker();
        worker.registerFunction(function, (input, call) -> call.traceparent().isPresent());
        assertThat(worker.trigger(function, 1, Boolean.class)).isFalse();
    }

    @Test
    void captureThatIsOffLeavesPayloadsOut() {
        Worker worker = engine.worker(Engine.options()
                        .telemetry(telemetry)
                        .payloadCapture(PayloadCapture.OFF)
                        .build())
                .awaitReady(PATIENCE);
        worker.registerFunction(function, (input, call) -> 1);
        worker.trigger(function, 1);
        assertThat(span("execute " + function).getEvents()).isEmpty();
    }

    @Test
    void linesOfALoggerBelongToTheSpanOfTheInvocation() {
        Worker worker = traced();
        worker.registerFunction(function, (input, call) -> {
            worker.logger("shop").warn("low stock", Map.of("left", 2, "api_key", "hunter2"));
            return null;
        });

        worker.trigger(function, 1);

        SpanData span = span("execute " + function);
        LogRecordData line = logs.getFinishedLogRecordItems().get(0);
        assertThat(line.getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
        assertThat(line.getSeverityText()).isEqualTo("WARN");
        assertThat(String.valueOf(line.getBodyValue())).contains("low stock");
        assertThat(line.getAttributes().get(AttributeKey.stringKey("log.data")))
                .contains("\"left\":2", "[REDACTED]")
                .doesNotContain("hunter2");
    }

    @Test
    void aLoggerOfAClosedWorkerDoesNotThrow() {
        Worker worker = engine.worker();
        worker.close();
        worker.logger("shop").info("after the end", Map.of("a", 1));
        worker.logger("shop").error("not JSON", new Object());
        assertThatThrownBy(() -> worker.logger(" ")).hasMessage("logger name is blank");
    }
}
