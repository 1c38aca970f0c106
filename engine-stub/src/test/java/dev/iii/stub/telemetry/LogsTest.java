package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.telemetry.data.LogRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Tests log lines from workers over the connection and by function, in lists and as triggers. */
class LogsTest {

    private final Recorder recorder = Recorder.withDefaults();

    private static String line(String body, String level, int severity, long millis, String context) {
        return "{\"timeUnixNano\":\"" + millis + "000000\",\"severityText\":\"" + level + "\",\"severityNumber\":"
                + severity + ",\"body\":{\"stringValue\":\"" + body + "\"}" + context + "}";
    }

    private void someLines() {
        recorder.logs(
                line("one", "INFO", 9, 1, ",\"traceId\":\"t\",\"spanId\":\"a\""),
                line("three", "Error", 17, 3, ",\"traceId\":\"t\",\"spanId\":\"b\""),
                line("two", "WARN", 13, 2, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | three,two,one",
                "{\"trace_id\":\"t\"} | three,one",
                "{\"span_id\":\"b\"} | three",
                "{\"severity_min\":13} | three,two",
                "{\"severity_text\":\"ERROR\"} | three",
                "{\"start_time\":2} | three,two",
                "{\"end_time\":2} | two,one",
                "{\"start_time\":2,\"end_time\":2} | two",
                "{\"start_time\":18446744073709551615} | ''",
                "{\"offset\":1,\"limit\":1} | two",
                "{\"offset\":5} | ''"
            })
    void linesAreFilteredAndTheNewestComesFirst(String query, String bodies) {
        someLines();
        assertThat(String.join(
                        ",",
                        recorder.gets("engine::logs::list", query)
                                .get("logs")
                                .valueStream()
                                .map(log -> log.get("body").stringValue())
                                .toList()))
                .isEqualTo(bodies);
    }

    @Test
    void resultRepeatsTheQuery() {
        assertThat(recorder.gets("engine::logs::list", "{\"limit\":2,\"severity_text\":\"x\"}")
                        .toString())
                .isEqualTo(
                        "{\"logs\":[],\"total\":0,\"query\":{\"start_time\":null,\"end_time\":null,\"trace_id\":null,"
                                + "\"span_id\":null,\"severity_min\":null,\"severity_text\":\"x\",\"offset\":null,\"limit\":2},"
                                + "\"timestamp\":" + recorder.test.clock.now().toEpochMilli() + "}");
    }

    @Test
    void linesWrittenByFunctionsAreStored() {
        recorder.call(
                "engine::log::warn",
                "{\"message\":\"m\",\"data\":{\"a\":[1,1.5,null,{\"b\":true}]},\"trace_id\":\"t\",\"service_name\":\"s\"}");
        recorder.call("engine::log::trace", "{\"message\":\"n\",\"data\":5}");
        LogRecord first = recorder.telemetry.logs().get(0);
        assertThat(first.severity()).isEqualTo(new LogRecord.Severity(13, "WARN"));
        assertThat(first.context().traceId()).isEqualTo("t");
        assertThat(first.origin().serviceName()).isEqualTo("s");
        assertThat(first.origin().resource())
                .containsEntry("service.name", "engine")
                .containsEntry("service.version", "1.2.3");
        assertThat(first.unixNano()).isEqualTo(Records.unixNanos(recorder.test.clock));
        assertThat(recorder.gets("engine::logs::list", "{\"trace_id\":\"t\"}")
                        .at("/logs/0/attributes")
                        .toString())
                .isEqualTo("{\"a\":[1,1.5,null,{\"b\":true}]}");
        LogRecord second = recorder.telemetry.logs().get(1);
        assertThat(second.attributes()).isEmpty();
        assertThat(second.origin().serviceName()).isEqualTo("unknown");
    }

    @Test
    void theSamplingRatioSelectsLinesEvenly() {
        Recorder sampling = new Recorder(Recorder.options(
                TelemetrySettings.Traces.DEFAULT,
                new TelemetrySettings.Logs(true, 1000, Duration.ofHours(1), 0.25, false),
                List.of()));
        for (int i = 0; i < 100; i++) {
            sampling.call("engine::log::info", "{\"message\":\"m\"}");
        }
        assertThat(sampling.telemetry.logs()).hasSize(25);
    }

    @Test
    void floodKeepsTheNewestLines() {
        for (int i = 0; i < 3 * TelemetrySettings.DEFAULT_MAX_LOGS; i++) {
            recorder.logs(line("n" + i, "INFO", 9, i, ""));
        }
        assertThat(recorder.telemetry.logs()).hasSize(TelemetrySettings.DEFAULT_MAX_LOGS);
        assertThat(recorder.telemetry.logs().get(0).body()).isEqualTo("n2000");
    }

    @Test
    void oldLinesAreRemovedByTheTimeOfTheirArrival() {
        someLines();
        recorder.test.clock.advance(TelemetrySettings.DEFAULT_RETENTION);
        assertThat(recorder.telemetry.logs()).hasSize(3);
        recorder.test.clock.advance(Duration.ofMillis(1));
        assertThat(recorder.telemetry.logs()).isEmpty();
    }

    @Test
    void clearDeletesAllLines() {
        someLines();
        assertThat(recorder.gets("engine::logs::clear", "{}").toString()).isEqualTo("{\"success\":true}");
        assertThat(recorder.telemetry.logs()).isEmpty();
    }

    @Test
    void noLinesAreStoredWhenLogsAreDisabled() {
        Recorder off = new Recorder(Recorder.options(
                TelemetrySettings.Traces.DEFAULT,
                new TelemetrySettings.Logs(false, 1000, Duration.ofHours(1), 1.0, false),
                List.of()));
        off.logs(line("x", "INFO", 9, 1, ""));
        off.call("engine::log::info", "{\"message\":\"m\"}");
        JsonNode listed = off.gets("engine::logs::list", "{}");
        assertThat(listed.get("logs")).isEmpty();
        assertThat(listed.has("query")).isFalse();
        assertThat(off.gets("engine::logs::clear", "{}").get("message").stringValue())
                .isEqualTo("No log storage initialized");
        assertThat(off.gets("engine::health::check", "{}")
                        .at("/components/logs/status")
                        .stringValue())
                .isEqualTo("disabled");
    }

    @Test
    void linesOfWorkersAppearInTheLogUnlessDisabled() {
        Logger logger = (Logger) LoggerFactory.getLogger(WorkerLog.NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        try {
            someLines();
            new Recorder(Recorder.options(
                            TelemetrySettings.Traces.DEFAULT,
                            new TelemetrySettings.Logs(true, 10, Duration.ofHours(1), 1.0, false),
                            List.of()))
                    .logs(line("silent", "INFO", 9, 1, ""));
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(logged.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly("INFO svc: one", "ERROR svc: three", "WARN svc: two");
    }

    @Test
    void triggerFiresOnlyForItsLevel() {
        TestPeer warn = recorder.handler("warn", "log", "{\"level\":\"Warn\"}");
        TestPeer all = recorder.handler("all", "log", "null");
        recorder.logs(line("e", "ERROR", 17, 1, ""), line("w", "wArN", 13, 1, ""), line("none", "", 0, 1, ""));
        warn.hearsNothing();
        recorder.test.clock.advance(Duration.ZERO);
        assertThat(warn.heard()).hasSize(1);
        assertThat(all.heard()).hasSize(3);
        warn.says("{\"type\":\"unregistertrigger\",\"id\":\"t-warn\"}");
        recorder.logs(line("w", "WARN", 13, 1, ""));
        recorder.test.clock.advance(Duration.ZERO);
        warn.hearsNothing();
        assertThat(all.heard()).hasSize(1);
    }

    @Test
    void levelThatIsNotAStringCountsAsAbsent() {
        TestPeer handler = recorder.handler("f", "log", "{\"level\":5}");
        recorder.logs(line("e", "ERROR", 17, 1, ""));
        recorder.test.clock.advance(Duration.ZERO);
        assertThat(handler.heard()).hasSize(1);
    }

    @Test
    void floodOfLinesFiresABoundedNumberOfTriggers() {
        TestPeer handler = recorder.handler("f", "log", "{}");
        for (int i = 0; i < 5000; i++) {
            recorder.logs(line("n", "INFO", 9, i, ""));
        }
        recorder.test.clock.advance(Duration.ZERO);
        assertThat(handler.heard()).hasSize(1024);
        recorder.logs(line("n", "INFO", 9, 1, ""));
        recorder.test.clock.advance(Duration.ZERO);
        assertThat(handler.heard()).hasSize(1);
    }
}
