package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker without telemetry needs no OpenTelemetry SDK: not one class of it is loaded, where it is there. */
class TelemetryOffTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private static List<String> run(Predicate<String> jars) throws IOException, InterruptedException {
        return new JavaProcess(Map.of(), jars, "-verbose:class")
                .run(TelemetryOffWorker.class, engine.url(), unique("off"));
    }

    @Test
    void noClassOfAnOpenTelemetrySdkIsLoaded() throws Exception {
        // That one puts itself below the API, whoever uses it.
        assertThat(run(jar -> !jar.startsWith("opentelemetry-sdk-testing")))
                .contains("answer 1")
                .anyMatch(line -> line.contains("dev.iii.sdk.Worker "))
                .noneMatch(line -> line.contains(" io.opentelemetry.sdk."));
    }

    @Test
    void itWorksWhereThereIsNone() throws Exception {
        assertThat(run(jar -> !jar.startsWith("opentelemetry-sdk"))).contains("answer 1");
    }

    /** Frameworks read the methods of their beans, for which all types of their signatures must be there. */
    @Test
    void itWorksWithoutTheApiAndWithoutAnnotationsOfTheSources() throws Exception {
        assertThat(run(jar -> !jar.startsWith("opentelemetry-")
                        && !jar.startsWith("jspecify-")
                        && !jar.startsWith("error_prone_annotations-")))
                .contains("answer 1", "the options can be introspected")
                .noneMatch(line -> line.contains(" io.opentelemetry.") || line.contains(" org.jspecify."));
    }
}
