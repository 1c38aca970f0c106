package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker without telemetry needs no OpenTelemetry SDK: not one class of it is loaded, where it is there. */
class TelemetryOffTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private static String classPath(boolean withSdk) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                // That one puts itself below the API, whoever uses it.
                .filter(entry -> !name(entry).startsWith("opentelemetry-sdk-testing"))
                .filter(entry -> withSdk || !name(entry).startsWith("opentelemetry-sdk"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String name(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }

    private static List<String> run(boolean withSdk) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-cp",
                        classPath(withSdk),
                        TelemetryOffWorker.class.getName(),
                        engine.url(),
                        unique("off"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = output.lines().toList();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            process.destroyForcibly();
        }
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
