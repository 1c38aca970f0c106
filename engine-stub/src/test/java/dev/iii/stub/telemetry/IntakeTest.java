package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class IntakeTest {

    private final Recorder recorder = Recorder.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"", "OTL", "otlp{}", "XXXX{}", "{\"type\":\"ping\"}"})
    void messageWithoutAPrefixIsNotAccepted(String message) {
        assertThat(recorder.sends(message)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OTLP", "OTLP{", "MTRC[1]", "LOGS\"x\"", "OTLP{}", "LOGSnull"})
    void messageWithAPrefixIsAcceptedEvenIfInvalid(String message) {
        assertThat(recorder.sends(message)).isTrue();
        assertThat(recorder.telemetry.spans()).isEmpty();
        assertThat(recorder.telemetry.logs()).isEmpty();
        assertThat(recorder.telemetry.metrics()).isEmpty();
    }

    @Test
    void invalidUtf8IsAcceptedAndDropped() {
        assertThat(recorder.test.engine.takeTelemetry(
                        new byte[] {'O', 'T', 'L', 'P', '{', '"', (byte) 0xFF, (byte) 0xFE, '"', ':', '1', '}'}))
                .isTrue();
    }

    @Test
    void invalidMessagesAreLoggedWithoutFloodingTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        try {
            for (int i = 0; i < 100; i++) {
                recorder.spans("{\"traceId\":\"t\",\"spanId\":5,\"name\":\"n\"}");
            }
            recorder.test.clock.advance(Duration.ofSeconds(10));
            recorder.sends("LOGS[]");
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "A message with spans of a worker is dropped: spanId must be a string",
                        "A message with log lines of a worker is dropped: the request must be an object"
                                + " (99 more like it were not logged)");
    }

    @Test
    void oneInvalidSpanInvalidatesOnlyItsMessage() {
        recorder.spans(Recorder.span("t", "a", "kept", 1, 2, ""));
        recorder.spans(Recorder.span("t", "b", "good", 1, 2, ""), "{\"traceId\":\"t\"}");
        assertThat(recorder.telemetry.spans()).extracting(SpanRecord::name).containsExactly("kept");
    }

    @Test
    void pendingSpansAreDroppedWhenLiveSpansAreDisabled() {
        TelemetrySettings.Traces traces = TelemetrySettings.Traces.DEFAULT;
        Recorder whole = new Recorder(Recorder.options(
                new TelemetrySettings.Traces(
                        traces.exporter(), traces.maxSpans(), traces.maxBytes(), false, Sampling.ALL, List.of()),
                TelemetrySettings.Logs.DEFAULT,
                List.of()));
        whole.spans(Recorder.span("t", "a", "begun", 1, 0, ""), Recorder.span("t", "b", "whole", 1, 2, ""));
        assertThat(whole.telemetry.spans()).extracting(SpanRecord::name).containsExactly("whole");
    }

    @Test
    void embedderMayClearTheTelemetry() {
        recorder.spans(Recorder.span("t", "a", "n", 1, 2, ""));
        recorder.logs("{}");
        recorder.metrics(Recorder.gauge("m", 1));
        recorder.telemetry.clear();
        assertThat(recorder.telemetry.spans()).isEmpty();
        assertThat(recorder.telemetry.logs()).isEmpty();
        assertThat(recorder.telemetry.metrics()).isEmpty();
    }
}
