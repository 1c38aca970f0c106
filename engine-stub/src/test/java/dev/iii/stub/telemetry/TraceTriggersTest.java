package dev.iii.stub.telemetry;

import static dev.iii.stub.telemetry.Recorder.below;
import static dev.iii.stub.telemetry.Recorder.span;
import static dev.iii.stub.telemetry.Recorder.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTriggersTest {

    private static final Duration ALMOST = TraceTriggers.WINDOW.minusMillis(1);
    private static final Duration REST = Duration.ofMillis(1);

    private final Recorder recorder = Recorder.withDefaults();

    private static List<String> told(TestPeer handler) {
        return handler.heard().stream()
                .map(frame -> ((InvokeFunction) frame).data().text())
                .toList();
    }

    private void windowEnds() {
        recorder.test.clock.advance(TraceTriggers.WINDOW);
    }

    @Test
    void spansOfAWindowAreReportedInOneCall() {
        TestPeer handler = recorder.handler("f", "trace", "{}");
        recorder.spans(span("b", "1", "n", 1, 2, ""), span("b", "2", "n", 1, 2, ""));
        recorder.test.clock.advance(ALMOST);
        recorder.spans(span("a", "1", "n", 1, 2, ""));
        handler.hearsNothing();
        recorder.test.clock.advance(REST);
        assertThat(told(handler)).containsExactly("{\"trace_ids\":[\"a\",\"b\"]}");
        windowEnds();
        handler.hearsNothing();
        recorder.spans(span("c", "1", "n", 1, 2, ""));
        windowEnds();
        assertThat(told(handler)).containsExactly("{\"trace_ids\":[\"c\"]}");
        assertThat(recorder.test.clock.alarms()).isZero();
    }

    @Test
    void metadataOfTheTriggerIsDelivered() {
        TestPeer handler = recorder.handler("f", "trace", "{}");
        recorder.spans(span("t", "1", "n", 1, 2, ""));
        windowEnds();
        InvokeFunction call = (InvokeFunction) handler.heard().get(0);
        assertThat(call.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
    }

    @Test
    void serviceAndStatusMatchExactlyIgnoringCase() {
        TestPeer service = recorder.handler("service", "trace", "{\"service_name\":\"SVC\"}");
        TestPeer other = recorder.handler("other", "trace", "{\"service_name\":\"sv\"}");
        TestPeer failed = recorder.handler("failed", "trace", "{\"service_name\":\"svc\",\"status\":\"Error\"}");
        recorder.spans(span("t1", "1", "n", 1, 2, ""), span("t2", "1", "n", 1, 2, ",\"status\":{\"code\":2}"));
        windowEnds();
        assertThat(told(service)).containsExactly("{\"trace_ids\":[\"t1\",\"t2\"]}");
        assertThat(told(failed)).containsExactly("{\"trace_ids\":[\"t2\"]}");
        other.hearsNothing();
    }

    @Test
    void internalSpansAndCallsOfTheTriggerAreIgnored() {
        TestPeer handler = recorder.handler("f", "trace", "{}");
        recorder.spans(
                span("t1", "1", "n", 1, 2, ",\"attributes\":[" + text("iii.function.kind", "internal") + "]"),
                span("t2", "1", "n", 1, 2, ",\"attributes\":[" + text("function_id", "f") + "]"),
                span(
                        "t3",
                        "1",
                        "n",
                        1,
                        2,
                        below("x") + ",\"attributes\":[" + text("function_id", "engine::traces::list") + "]"),
                span(
                        "t4",
                        "1",
                        "n",
                        1,
                        2,
                        below("x") + ",\"attributes\":[" + text("iii.function.kind", "internal") + "]"));
        windowEnds();
        assertThat(told(handler)).containsExactly("{\"trace_ids\":[\"t4\"]}");
    }

    @Test
    void spansCausedByATriggerFireNoTrigger() {
        TestPeer handler = recorder.handler("f", "trace", "{}");
        recorder.spans(
                span("caused", "2", "call state::get", 1, 2, below("1")),
                span("caused", "1", "execute f", 1, 2, ""),
                span("caused", "3", "late", 1, 2, below("1")),
                span("other", "1", "execute g", 1, 2, ""),
                span("other", "2", "execute f", 1, 2, below("1")));
        windowEnds();
        assertThat(told(handler)).containsExactly("{\"trace_ids\":[\"other\"]}");
        recorder.spans(span("caused", "4", "later", 1, 2, below("1")));
        windowEnds();
        handler.hearsNothing();
    }

    @Test
    void withoutTriggersNoSpansAreCollected() {
        recorder.spans(span("t", "1", "n", 1, 2, ""));
        assertThat(recorder.test.clock.alarms()).isZero();
        TestPeer handler = recorder.handler("f", "trace", "{}");
        windowEnds();
        handler.hearsNothing();
    }

    @Test
    void floodWithinAWindowIsBounded() {
        TestPeer handler = recorder.handler("f", "trace", "{}");
        for (int i = 0; i < 12_000; i++) {
            recorder.spans(span("t" + i, "1", "n", 1, 2, ""));
        }
        windowEnds();
        List<String> told = told(handler);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).split(",", -1)).hasSize(10_000);
    }

    @Test
    void triggerTypesDoNotExistWhenTelemetryIsDisabled() {
        Recorder off = new Recorder(Recorder.off());
        assertThat(off.test.engine.triggerTypes())
                .extracting(type -> type.spec().id())
                .doesNotContain("log", "trace");
    }
}
