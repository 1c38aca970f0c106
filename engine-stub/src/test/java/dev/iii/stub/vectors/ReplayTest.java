package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The second opinion: {@code replay.py}, which knows nothing of this project, plays the same recordings on the stub. Skipped
 * where there is no Python 3 with the package {@code websockets}, nor a way to get it.
 */
class ReplayTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration INSTALLING = Duration.ofMinutes(2);
    private static final Path PACKAGES = Path.of("target", "python").toAbsolutePath();

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        assumeTrue(works("python3", "-c", "import sys; assert sys.version_info >= (3, 9)"), "there is no Python 3.9");
        assumeTrue(
                works("python3", "-c", "import websockets")
                        || works(
                                "python3",
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--target",
                                PACKAGES.toString(),
                                "websockets"),
                "Python has no package websockets, and it cannot be installed");
    }

    private static boolean works(String... command) throws IOException, InterruptedException {
        try {
            Process process = start(List.of(command), Files.createTempFile("python", ".log"));
            if (process.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(List<String> command, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PYTHONPATH", PACKAGES.toString());
        return builder.start();
    }

    @ParameterizedTest
    @EnumSource(VectorFolder.class)
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void agrees(VectorFolder folder) throws Exception {
        SkipList skipped = VectorFolder.skipped();
        List<String> files = folder.scenarios().stream()
                .filter(scenario -> skipped.reason(scenario.name()).isEmpty())
                .map(scenario -> VectorFolder.file(scenario.name()).toString())
                .toList();
        assumeTrue(!files.isEmpty(), "all scenarios are skipped");
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (List<String> part : divided(files)) {
            parts.add(
                    CompletableFuture.runAsync(() -> replay(folder, part), task -> new Thread(task, "replay").start()));
        }
        assertThat(parts).allSatisfy(part -> assertThat(part).succeedsWithin(PATIENCE));
    }

    /** The recordings mostly wait, so several engines and players divide them. */
    private static List<List<String>> divided(List<String> files) {
        int parts = Math.min(VectorSuite.ENGINES, files.size());
        return IntStream.range(0, parts)
                .mapToObj(part -> IntStream.range(0, files.size())
                        .filter(i -> i % parts == part)
                        .mapToObj(files::get)
                        .toList())
                .toList();
    }

    private static void replay(VectorFolder folder, List<String> files) {
        try (EngineUnderTest engine = StubUnderTest.start(folder)) {
            for (int time = 0; time < VectorSuite.TIMES; time++) {
                replay(engine.endpoints(), files);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replay(Endpoints endpoints, List<String> files) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("python3", "-u", VectorFolder.script().toString()));
        endpoints.byPort().forEach((port, url) -> command.addAll(List.of("--" + port, url)));
        command.addAll(files);
        Path output = Files.createTempFile("replay", ".log");
        Process process = start(command, output);
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        Files.delete(output);
        assertThat(ended).as("replay.py has ended; it said: %s", said).isTrue();
        assertThat(said.lines().filter(line -> line.startsWith("FAIL"))).isEmpty();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains(files.size() + " passed, 0 failed");
    }
}
