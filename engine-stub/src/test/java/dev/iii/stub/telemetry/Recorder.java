package dev.iii.stub.telemetry;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.telemetry.data.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * An engine with a telemetry worker, and a worker that sends telemetry of the service svc. The test controls the time.
 */
final class Recorder {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final TestEngine test;
    final TestPeer peer;
    final Telemetry telemetry;

    Recorder(TelemetrySettings options, EngineWorker... others) {
        TelemetryWorker worker = new TelemetryWorker(options);
        EngineWorker[] workers = new EngineWorker[others.length + 1];
        workers[0] = worker;
        System.arraycopy(others, 0, workers, 1, others.length);
        test = new TestEngine(workers);
        peer = test.worker("w");
        telemetry = worker.telemetry();
    }

    static Recorder withDefaults(EngineWorker... others) {
        return new Recorder(TelemetrySettings.of("engine", "1.2.3"), others);
    }

    static TelemetrySettings options(
            TelemetrySettings.Traces traces, TelemetrySettings.Logs logs, List<AlertRule> alerts) {
        TelemetrySettings defaults = TelemetrySettings.of("engine", "1.2.3");
        return new TelemetrySettings(
                true, defaults.identity(), traces, logs, defaults.metrics(), alerts, defaults.connections());
    }

    static TelemetrySettings off() {
        TelemetrySettings defaults = TelemetrySettings.of("engine", "1.2.3");
        return new TelemetrySettings(
                false,
                defaults.identity(),
                defaults.traces(),
                defaults.logs(),
                defaults.metrics(),
                List.of(),
                defaults.connections());
    }

    /** Passes a raw message to the engine. Returns {@code true} if the engine accepted it. */
    boolean sends(String message) {
        return test.engine.takeTelemetry(message.getBytes(StandardCharsets.UTF_8));
    }

    void spans(String... spans) {
        sends("OTLP" + request("resourceSpans", "scopeSpans", "spans", spans));
    }

    void logs(String... logs) {
        sends("LOGS" + request("resourceLogs", "scopeLogs", "logRecords", logs));
    }

    void metrics(String... metrics) {
        sends("MTRC" + request("resourceMetrics", "scopeMetrics", "metrics", metrics));
    }

    static String request(String resources, String scopes, String list, String... records) {
        return "{\"" + resources + "\":[{\"resource\":{\"attributes\":[" + text("service.name", "svc") + "]},\""
                + scopes + "\":[{\"scope\":{\"name\":\"s\"},\"" + list + "\":[" + String.join(",", records) + "]}]}]}";
    }

    static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    /** Builds a span. {@code rest} contains additional members, each after a comma. */
    static String span(String trace, String id, String name, long start, long end, String rest) {
        return "{\"traceId\":\"" + trace + "\",\"spanId\":\"" + id + "\",\"name\":\"" + name
                + "\",\"startTimeUnixNano\":" + start + ",\"endTimeUnixNano\":" + end + rest + "}";
    }

    /** Builds a span that has ended, in the form in which the SDKs send it. */
    static String ended(String trace, String id, String name, String rest) {
        return "{\"traceId\":\"" + trace + "\",\"spanId\":\"" + id + "\",\"name\":\"" + name
                + "\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"" + rest + "}";
    }

    static String below(String parent) {
        return ",\"parentSpanId\":\"" + parent + "\"";
    }

    static String gauge(String name, double... values) {
        StringBuilder points = new StringBuilder();
        for (double value : values) {
            points.append(points.isEmpty() ? "" : ",")
                    .append("{\"timeUnixNano\":1,\"asDouble\":")
                    .append(value)
                    .append('}');
        }
        return "{\"name\":\"" + name + "\",\"gauge\":{\"dataPoints\":[" + points + "]}}";
    }

    /** Returns the result of a function of the engine. */
    JsonNode gets(String function, String data) {
        Outcome outcome = call(function, data);
        if (outcome instanceof Outcome.Value value) {
            return MAPPER.readTree(value.json().text());
        }
        throw new AssertionError(function + " gave " + outcome);
    }

    /** Returns the error of a function of the engine. */
    ErrorBody fails(String function, String data) {
        if (call(function, data) instanceof Outcome.Failure failure) {
            return failure.error();
        }
        throw new AssertionError(function + " did not fail");
    }

    Outcome call(String function, String data) {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of(function, RawJson.parse(data)), outcomes::add);
        return outcomes.get(0);
    }

    /** Returns the names of the spans that a query returns, in their order. */
    List<String> names(String query) {
        return gets("engine::traces::list", query)
                .get("spans")
                .valueStream()
                .map(span -> span.get("name").stringValue())
                .toList();
    }

    /** Connects a worker with a function and a trigger for it. */
    TestPeer handler(String function, String triggerType, String config) {
        TestPeer handler = test.worker("handler-of-" + function);
        handler.says(
                "{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t-" + function + "\",\"trigger_type\":\"" + triggerType
                        + "\",\"function_id\":\"" + function + "\",\"config\":" + config + ",\"metadata\":{\"m\":1}}");
        handler.heard();
        return handler;
    }
}
