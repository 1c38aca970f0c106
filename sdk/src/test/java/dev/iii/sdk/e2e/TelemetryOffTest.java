package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker without telemetry needs no OpenTelemetry SDK: not one class of it is loaded, where it is there. */
class TelemetryOffTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private static List<String> run(boolean withSdk) throws IOException, InterruptedException {
        return new JavaProcess(
                        Map.of(),
                        // That one puts itself below the API, whoever uses it.
                        entry -> !entry.startsWith("opentelemetry-sdk-testing")
                                && (withSdk || !entry.startsWith("opentelemetry-sdk")),
                        "-verbose:class")
                .run(TelemetryOffWorker.class, engine.url(), unique("off"));
    }

    @Test
    void noClassOfAnOpenTelemetrySdkIsLoaded() throws Exception {
        assertThat(run(true))
                .contains("answer 1")
                .anyMatch(line -> line.contains("dev.iii.sdk.Worker "))
                .noneMatch(line -> line.contains(" io.opentelemetry.sdk."));
    }

    @Test
    void itWorksWhereThereIsNone() throws Exception {
        assertThat(run(false)).contains("answer 1");
    }
}
