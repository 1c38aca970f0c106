package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.LogEvent;
import dev.iii.sdk.trigger.LogTrigger;
import dev.iii.sdk.trigger.TraceEvent;
import dev.iii.sdk.trigger.TraceTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Triggers on lines of the log and on spans. */
class ObservedTriggersTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");
    private final String text = unique("the stock is low");

    private static LogEvent find(List<LogEvent> lines, String body) {
        return Awaitility.await("a line of the log")
                .atMost(PATIENCE)
                .until(
                        () -> lines.stream()
                                .filter(line -> line.body().equals(body))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void aLineOfALoggerFiresTheTriggersOfItsLevel() {
        Worker worker = engine.worker();
        List<LogEvent> lines = new CopyOnWriteArrayList<>();
        List<Json> metadata = new CopyOnWriteArrayList<>();
        worker.registerFunction(function, LogEvent.class, (line, call) -> {
            metadata.add(call.metadata().orElse(Json.NULL));
            return lines.add(line);
        });
        worker.registerTrigger(LogTrigger.level(LogTrigger.Level.WARN).metadata("m"), function)
                .awaitConfirmed(PATIENCE);
        worker.logger("inventory").error(text + " error", null);
        worker.logger("inventory").warn(text, Map.of("sku", "A-1"));
        LogEvent line = find(lines, text);
        assertThat(line.severityText()).isEqualTo("WARN");
        assertThat(line.severityNumber()).isEqualTo(13);
        assertThat(line.attributes().toString()).isNotEmpty();
        assertThat(lines).extracting(LogEvent::severityText).containsOnly("WARN");
        assertThat(metadata.get(0)).isEqualTo(Json.of("m"));
    }

    @Test
    void aTriggerCanBeForAllLevels() {
        Worker worker = engine.worker();
        List<LogEvent> lines = new CopyOnWriteArrayList<>();
        worker.registerFunction(function, LogEvent.class, (line, call) -> lines.add(line));
        worker.registerTrigger(LogTrigger.all(), function).awaitConfirmed(PATIENCE);
        worker.logger("inventory").error(text + " error", null);
        worker.logger("inventory").info(text + " info", null);
        assertThat(find(lines, text + " error").severityText()).isEqualTo("ERROR");
        assertThat(find(lines, text + " info").severityText()).isEqualTo("INFO");
    }

    @Test
    void theSpanOfARequestFiresTraceTriggers() throws Exception {
        Worker worker = engine.worker();
        String trace = UUID.randomUUID().toString().replace("-", "");
        List<TraceEvent> events = new CopyOnWriteArrayList<>();
        worker.registerFunction(function, TraceEvent.class, (event, call) -> events.add(event));
        worker.registerTrigger(TraceTrigger.any(), function).awaitConfirmed(PATIENCE);
        worker.registerFunction(function + "-http", (json, call) -> Map.of("status_code", 200, "body", 1));
        worker.registerTrigger(HttpTrigger.get("/" + function), function + "-http")
                .awaitConfirmed(PATIENCE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/" + function))
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .timeout(PATIENCE)
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> events.stream().anyMatch(event -> event.traceIds().contains(trace)));
    }
}
