package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.otel.EngineTelemetry;
import dev.iii.sdk.otel.TelemetryOptions;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With OpenTelemetry as a dependency, invocations are spans. */
@EngineTest
class SpansTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void anInvocationIsASpan(EngineStub engine) {
        String url = engine.workerUrl().toString();
        try (EngineTelemetry telemetry = EngineTelemetry.start(
                        TelemetryOptions.builder().engineUrl(url).serviceName("shop").build());
                Worker worker = Iii.registerWorker(
                        url,
                        WorkerOptions.builder()
                                .name("greetings")
                                .telemetry(telemetry.openTelemetry())
                                .build())) {
            worker.registerAll(new Greetings());
            worker.awaitReady(PATIENCE);
            assertThat(worker.trigger("greetings::greet", "Ada", String.class)).isEqualTo("Hello, Ada");
            assertThat(telemetry.flush(PATIENCE)).isTrue();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(engine.telemetry().spans())
                .anySatisfy(span -> {
                    assertThat(span.name()).isEqualTo("execute greetings::greet");
                    assertThat(span.details().toString()).contains("shop.name");
                }));
    }
}
