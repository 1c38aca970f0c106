package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Traceparent;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSpansTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

    /** An engine worker with a function that succeeds and a function that fails. */
    private static final class SampleWorker implements EngineWorker {
        @Override
        public String name() {
            return "sample";
        }

        @Override
        public String description() {
            return "For this test.";
        }

        @Override
        public void install(Installer installer) {
            installer.function(FunctionSpec.of("sample::good", "Answers"), call -> Outcome.NONE);
            installer.function(FunctionSpec.of("sample::bad", "Fails"), call -> Outcome.failure("E", "m"));
        }
    }

    private final Recorder recorder = Recorder.withDefaults(new SampleWorker());

    private void calls(String function, @Nullable String traceparent, @Nullable String baggage) {
        recorder.test.engine.invoke(
                Call.of(function, RawJson.EMPTY_OBJECT).withTrace(TraceContext.of(traceparent, baggage)),
                outcome -> {});
    }

    private SpanRecord span() {
        assertThat(recorder.telemetry.spans()).hasSize(1);
        return recorder.telemetry.spans().get(0);
    }

    private Tracing.Span begin(String name, TraceContext parent) {
        return recorder.test.engine.tracing().begin(name, parent, Map.of("b", "2", "a", "1"));
    }

    @Test
    void callOfABuiltInWithinATraceIsASpan() {
        calls("sample::good", TRACEPARENT, "tenant=acme,password=x");
        SpanRecord span = span();
        assertThat(span.name()).isEqualTo("call sample::good");
        assertThat(span.serviceName()).isEqualTo("engine");
        assertThat(span.id().traceId()).isEqualTo(TRACE);
        assertThat(span.id().parentSpanId()).isEqualTo(PARENT);
        assertThat(span.id().spanId()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
        assertThat(span.result()).isEqualTo(new SpanRecord.Result(SpanRecord.Status.OK, null));
        assertThat(span.details().attributes())
                .containsExactly(
                        new Attribute("tenant", "acme"),
                        new Attribute("password", "[REDACTED]"),
                        new Attribute("faas.invoked_name", "sample::good"),
                        new Attribute("faas.trigger", "other"),
                        new Attribute("function_id", "sample::good"),
                        new Attribute("iii.function.kind", "internal"));
        assertThat(span.details().events())
                .extracting(SpanRecord.Event::name)
                .containsExactly("traceparent.propagated");
        assertThat(span.interval().pending()).isFalse();
    }

    @Test
    void failureIsRecordedWithItsReason() {
        calls("sample::bad", TRACEPARENT, null);
        SpanRecord span = span();
        assertThat(span.result().status()).isEqualTo(SpanRecord.Status.ERROR);
        assertThat(span.attribute("error.message")).contains("m");
        assertThat(span.attribute("error.type")).contains("E");
        assertThat(span.details().events().get(1).attributes())
                .containsExactly(new Attribute("exception.message", "m"), new Attribute("exception.type", "E"));
    }

    @Test
    void callsOutsideOfATraceAndObservabilityFunctionsCreateNoSpans() {
        calls("sample::good", null, "k=v");
        calls("engine::traces::list", TRACEPARENT, null);
        calls("engine::log::info", TRACEPARENT, null);
        assertThat(recorder.telemetry.spans()).isEmpty();
    }

    @Test
    void callsBetweenWorkersCreateNoSpans() {
        TestPeer owner = recorder.test.worker("owner");
        owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        recorder.peer.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":{},\"traceparent\":\""
                + TRACEPARENT + "\",\"action\":{\"type\":\"void\"}}");
        assertThat(((InvokeFunction) owner.heard().get(0)).traceparent()).isEqualTo(TRACEPARENT);
        assertThat(recorder.telemetry.spans()).isEmpty();
    }

    @Test
    void callIntoAQueueWithinATraceIsTheParentSpanOfTheProvider() {
        TestPeer provider = recorder.test.worker("provider");
        provider.says("{\"type\":\"registerfunction\",\"id\":\"engine::queue::enqueue\"}");
        recorder.peer.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":{},\"traceparent\":\""
                + TRACEPARENT + "\",\"action\":{\"type\":\"enqueue\",\"queue\":\"work\"}}");
        assertThat(span().name()).isEqualTo("enqueue f → work");
        assertThat(span().id().parentSpanId()).isEqualTo(PARENT);
        assertThat(span().attribute("iii.function.id")).contains("f");
        InvokeFunction job = (InvokeFunction) provider.heard().get(0);
        assertThat(job.traceparent())
                .isEqualTo("00-" + TRACE + "-" + span().id().spanId() + "-01");
        assertThat(job.data().text()).contains("\"traceparent\":\"" + TRACEPARENT + "\"");
        provider.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + job.invocationId()
                + "\",\"function_id\":\"engine::queue::enqueue\",\"error\":{\"code\":\"E\",\"message\":\"full\"}}");
        assertThat(span().result().status()).isEqualTo(SpanRecord.Status.ERROR);
        assertThat(span().attribute("error.type")).contains("enqueue_error");
    }

    @Test
    void spanIsPendingUntilItEndsAndEndsOnce() {
        Tracing.Span span = begin("queue q", TraceContext.of(TRACEPARENT, "k=v"));
        assertThat(span().interval().pending()).isTrue();
        assertThat(span.context())
                .isEqualTo(TraceContext.of("00-" + TRACE + "-" + span().id().spanId() + "-01", "k=v"));
        span.attribute("late", "3");
        recorder.test.clock.advance(Duration.ofMillis(7));
        span.end(null);
        span.end(new ErrorBody("E", "too late"));
        assertThat(span().result().status()).isEqualTo(SpanRecord.Status.OK);
        assertThat(span().interval().endUnixNano() - span().interval().startUnixNano())
                .isEqualTo(7_000_000);
        assertThat(span().details().attributes())
                .containsExactly(
                        new Attribute("k", "v"),
                        new Attribute("a", "1"),
                        new Attribute("b", "2"),
                        new Attribute("late", "3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
            })
    void invalidTraceContextIsIgnoredAndANewTraceBegins(String traceparent) {
        calls("sample::good", traceparent, null);
        assertThat(span().id().parentSpanId()).isNull();
        assertThat(span().id().traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    }

    @Test
    void laterVersionsOfTheHeaderMayBeLonger() {
        calls("sample::good", "01-" + TRACE + "-" + PARENT + "-01-more", null);
        assertThat(span().id().traceId()).isEqualTo(TRACE);
    }

    @Test
    void spanOfAFanOutOutsideOfATraceIsNotStored() {
        begin("GET /x", TraceContext.NONE).end(null);
        assertThat(span().id().parentSpanId()).isNull();
        assertThat(span().details().events()).isEmpty();
        Tracing.Span fanOut = begin("state_triggers", TraceContext.of(null, "k=v"));
        assertThat(fanOut.context().traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(fanOut.context().baggage().text()).isEqualTo("k=v");
        fanOut.end(null);
        assertThat(recorder.telemetry.spans()).hasSize(1);
        begin("state_triggers", TraceContext.of(TRACEPARENT, null)).end(null);
        assertThat(recorder.telemetry.spans()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0.0,0", "0.5,500", "1.0,1000"})
    void theRatioSelectsTheRecordedTraces(double ratio, int expected) {
        Sampling sampling = new Sampling(ratio, List.of(), true, false);
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            long spread = i * 0x9E37_79B9_7F4A_7C15L;
            if (sampling.takes(null, "0000000000000000" + String.format("%016x", spread))) {
                taken++;
            }
        }
        assertThat(taken).isBetween(expected - 20, expected + 20);
    }

    @Test
    void unsampledParentIsFollowedIfConfigured() {
        Traceparent silent = new Traceparent(TRACE, PARENT, false);
        assertThat(new Sampling(1.0, List.of(), true, true).takes(silent, TRACE))
                .isFalse();
        assertThat(new Sampling(0.0, List.of(), true, true).takes(new Traceparent(TRACE, PARENT, true), TRACE))
                .isTrue();
        assertThat(Sampling.ALL.takes(silent, TRACE)).isTrue();
    }

    @Test
    void baggageBeyondTheW3cLimitsCreatesNoAttributes() {
        calls("sample::good", TRACEPARENT, "k=" + "x".repeat(9000));
        assertThat(span().attribute("k")).isEmpty();
    }

    @Test
    void noSpansAreCreatedWhenTelemetryIsDisabled() {
        Recorder off = new Recorder(Recorder.off(), new SampleWorker());
        assertThat(off.test.engine.tracing()).isSameAs(Tracing.NONE);
    }
}
