package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TelemetryWorkerTest {

    private final TestEngine test = new TestEngine(new TelemetryWorker(TelemetrySettings.of("svc", "1.2.3")));
    private final TestPeer peer = test.worker("w");

    @Test
    void logLinesOfWorkersAppearInTheLogAndRequireAMessage() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.iii.stub.worker-log");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.TRACE);
        try {
            for (String level : List.of("trace", "debug", "info", "warn", "error")) {
                peer.calls(
                        "engine::log::" + level, "{\"message\":\"m\",\"data\":{\"a\":1},\"service_name\":\"s\"}", "");
            }
            peer.fails(
                    "engine::log::info",
                    "{}",
                    "deserialization_error",
                    "Failed to deserialize input for engine::log::info: missing field `message`");
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(logged.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactlyInAnyOrder(
                        "TRACE s: m {\"a\":1}",
                        "DEBUG s: m {\"a\":1}",
                        "INFO s: m {\"a\":1}",
                        "WARN s: m {\"a\":1}",
                        "ERROR s: m {\"a\":1}");
    }

    private Outcome call(String function, String data, String baggage) {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(
                Call.of(function, RawJson.parse(data)).withTrace(TraceContext.of(null, baggage)), outcomes::add);
        return outcomes.get(0);
    }

    @Test
    void baggageIsThatOfTheCurrentCall() {
        String baggage = "a=1,b=%20x;p=1, c = d ,bad,e=";
        assertThat(call("engine::baggage::get_all", "{}", baggage))
                .isEqualTo(
                        Outcome.value(RawJson.parse("{\"baggage\":{\"a\":\"1\",\"b\":\"x\",\"c\":\"d\",\"e\":\"\"}}")));
        assertThat(call("engine::baggage::get", "{\"key\":\"a\"}", baggage))
                .isEqualTo(Outcome.value(RawJson.parse("{\"value\":\"1\"}")));
        peer.gets("engine::baggage::get", "{\"key\":\"a\"}", "{\"value\":null}");
        peer.gets("engine::baggage::get_all", "{}", "{\"baggage\":{}}");
        peer.fails(
                "engine::baggage::set",
                "{\"key\":\"a\",\"value\":1}",
                "deserialization_error",
                "Failed to deserialize input for engine::baggage::set: invalid type: integer `1`, expected a string");
    }

    @Test
    void healthContainsVersionAndTime() {
        peer.gets(
                "engine::health::check",
                "{}",
                "{\"status\":\"healthy\",\"version\":\"1.2.3\",\"timestamp\":"
                        + test.clock.now().toEpochMilli()
                        + ",\"components\":{\"otel\":{\"status\":\"healthy\",\"details\":{\"enabled\":true,\"service_name\":\"svc\","
                        + "\"exporter\":\"Some(Memory)\"}},\"metrics\":{\"status\":\"healthy\",\"details\":{\"stored_metrics\":0}},"
                        + "\"logs\":{\"status\":\"healthy\",\"details\":{\"stored_logs\":0}},\"spans\":{\"status\":\"healthy\","
                        + "\"details\":{\"stored_spans\":0,\"hot_bytes\":0,\"archive\":{\"archive\":\"disabled\","
                        + "\"completeness\":\"complete\",\"known_dropped_spans\":0,\"last_error\":null,\"max_disk_bytes\":0,"
                        + "\"physical_bytes\":0}}}}}");
    }
}
