package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SigtermTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @Test
    void whatRunsIsFinishedBeforeTheProcessEnds() throws Exception {
        Worker caller = engine.worker();
        String function = unique("sigterm");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SigtermWorker.class.getName(),
                        engine.url(),
                        function)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            awaitLine(output, "ready");
            CompletableFuture<Json> call = caller.triggerAsync(function, null);
            awaitLine(output, "begun");
            process.destroy();
            assertThat(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("\"finished\"");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitLine(BufferedReader output, String expected) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(expected)) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("the process has ended without '" + expected + "': " + seen);
    }
}
