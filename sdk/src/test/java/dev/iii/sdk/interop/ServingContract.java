package dev.iii.sdk.interop;

import static dev.iii.sdk.interop.Interop.PATIENCE;
import static dev.iii.sdk.interop.Interop.next;
import static dev.iii.sdk.interop.Interop.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.stub.telemetry.data.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** HTTP requests that an official client answers, its telemetry, and its return after the stub was gone. */
interface ServingContract {

    Interop interop();

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(interop().httpUrl() + path)).timeout(PATIENCE);
    }

    @Test
    default void theClientAnswersARequest() throws Exception {
        String path = unique("items");
        interop().ask("serve", Map.of("method", "POST", "path", "/" + path + "/:id"));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        request("/" + path + "/a-1?q=x%20y")
                                .header("content-type", "application/json")
                                .header("x-test", "yes")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("x-peer")).contains("buffered");
        Json body = Json.parse(answer.body());
        assertThat(body.field("method").text()).isEqualTo("\"POST\"");
        assertThat(body.field("path_params").text()).isEqualTo("{\"id\":\"a-1\"}");
        assertThat(body.field("query_params").text()).isEqualTo("{\"q\":\"x y\"}");
        assertThat(body.field("body").text()).isEqualTo("{\"n\":1}");
        assertThat(body.field("header").text()).isEqualTo("\"yes\"");
    }

    @Test
    default void theClientTakesAndGivesABodyAsAStream() throws Exception {
        String path = unique("upload");
        Semaphore open = new Semaphore(0);
        BlockingQueue<Json> uploads = new LinkedBlockingQueue<>();
        interop()
                .java()
                .registerFunction(path, (json, call) -> {
                    uploads.add(json);
                    return open.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                })
                .awaitConfirmed(PATIENCE);
        interop().ask("serve-stream", Map.of("method", "PUT", "path", "/" + path, "gate", path));
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        request("/" + path)
                                .header("content-type", "application/octet-stream")
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000]))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("x-peer")).contains("streamed");
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(5)).asString().isEqualTo("first");
            assertThat(next(uploads).field("size").text()).isEqualTo("1000000");
            open.release();
            assertThat(body.readAllBytes()).hasSize(300_000);
        }
    }

    @Test
    default void theTelemetryOfTheClientArrives() {
        String line = unique("kettle sold");
        interop().ask("log", Map.of("message", line));
        Telemetry telemetry = interop().stub().telemetry();
        String client = interop().peerName();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(telemetry.logs())
                    .anyMatch(log -> log.body().equals(line)
                            && log.origin().serviceName().equals(client)
                            && log.context().traceId() != null);
            assertThat(telemetry.spans())
                    .anyMatch(span -> span.name().equals("execute peer::log")
                            && span.serviceName().equals(client));
            assertThat(telemetry.metrics())
                    .anyMatch(metric -> metric.serviceName().equals(client));
        });
    }

    @Test
    default void aTraceGoesThroughTheClientAndBack() {
        String function = unique("traced");
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        try (OpenTelemetrySdk openTelemetry =
                OpenTelemetrySdk.builder().setTracerProvider(tracers).build()) {
            Worker traced = interop().java(WorkerOptions.builder().telemetry(openTelemetry));
            traced.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
            Span root = tracers.get("interop").spanBuilder("root").startSpan();
            try (Scope scope = root.makeCurrent()) {
                assertThat(scope).isNotNull();
                assertThat(traced.trigger("peer::call", Map.of("function_id", function, "payload", Map.of()))
                                .field("result")
                                .text())
                        .isEqualTo("1");
            }
            root.end();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                SpanData java = exporter.getFinishedSpanItems().stream()
                        .filter(span -> span.getName().equals("execute " + function))
                        .findFirst()
                        .orElseThrow();
                assertThat(java.getTraceId()).isEqualTo(root.getSpanContext().getTraceId());
                assertThat(interop().stub().telemetry().spans())
                        .filteredOn(span -> span.id().spanId().equals(java.getParentSpanId()))
                        .singleElement()
                        .satisfies(span -> {
                            assertThat(span.name()).isEqualTo("execute peer::call");
                            assertThat(span.serviceName()).isEqualTo(interop().peerName());
                            assertThat(span.id().traceId()).isEqualTo(java.getTraceId());
                            assertThat(span.id().parentSpanId()).isNotNull();
                        });
            });
        }
    }

    @Test
    default void everythingIsThereAgainAfterTheStubWasGone() throws Exception {
        String topic = unique("topic");
        BlockingQueue<Json> seen = interop().listen(topic + "-seen");
        String bound = interop()
                .ask(
                        "on",
                        Map.of(
                                "type",
                                "subscribe",
                                "config",
                                SubscribeTrigger.topic(topic).config(),
                                "to",
                                topic + "-seen"),
                        String.class);
        interop().restart();
        interop().java().awaitReady(PATIENCE);
        interop().awaitPeer();
        assertThat(interop().peerCalls(topic + "-seen", 1).fields()).doesNotContainKey("error");
        assertThat(next(seen).text()).isEqualTo("1");
        Awaitility.await("its triggers are there")
                .atMost(PATIENCE)
                .ignoreException(FunctionNotFoundException.class)
                .until(() -> interop().java().discovery().triggers().stream()
                        .anyMatch(trigger -> trigger.functionId().equals(bound)));
        interop().java().publish(topic, "again");
        assertThat(next(seen).field("event").text()).isEqualTo("\"again\"");
    }
}
