package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.stub.telemetry.data.SpanRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests telemetry that is received over real connections and read by the program that embeds the engine. */
class TelemetryOverSocketsTest {

    private static byte[] span(String name) {
        return ("OTLP{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t\",\"spanId\":\"" + name
                        + "\",\"name\":\"" + name + "\",\"startTimeUnixNano\":1,\"endTimeUnixNano\":2}]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void spansAreReceivedOnTheTelemetrySocketAndOnTheWorkerSocket() {
        EngineStub engine = EngineStub.start();
        try (TestClient telemetry = new TestClient(URI.create(engine.workerUrl() + "/otel"));
                TestClient worker = new TestClient(engine.workerUrl())) {
            assertThat(worker.hears().get("type").stringValue()).isEqualTo("workerregistered");
            telemetry.says("ignored");
            telemetry.saysBinary("OTLP{".getBytes(StandardCharsets.UTF_8));
            telemetry.saysBinary(span("one"));
            worker.saysBinary(span("two"));
            await().untilAsserted(() -> assertThat(engine.telemetry().spans())
                    .extracting(SpanRecord::name)
                    .containsExactlyInAnyOrder("one", "two"));
            worker.says("{\"type\":\"ping\"}");
            assertThat(worker.hears().get("type").stringValue()).isEqualTo("pong");
            engine.close();
            assertThat(telemetry.closing().opened()).isTrue();
        } finally {
            engine.close();
        }
        assertThat(engine.telemetry().spans()).hasSize(2);
    }
}
