package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that {@code jlink} has linked with the SDK. It runs without a JDK, and without variables such as PATH. */
class JlinkTest {

    private static final String MODULE = """
            module linked {
                requires dev.iii.sdk;
                opens linked to tools.jackson.databind;
            }
            """;

    private static final String MAIN = """
            package linked;

            import dev.iii.sdk.Iii;
            import dev.iii.sdk.Worker;
            import dev.iii.sdk.WorkerOptions;
            import java.time.Duration;

            public final class Main {
                record Greet(String name) {}
                record Greeting(String text) {}

                public static void main(String[] args) {
                    try (Worker worker = Iii.registerWorker(WorkerOptions.named("linked"), registering ->
                            registering.registerFunction("linked::greet", Greet.class, (greet, call) -> {
                                call.worker().logger("linked").info("greeting");
                                return new Greeting("Hello, " + greet.name());
                            }))) {
                        worker.awaitReady(Duration.ofSeconds(60));
                        Greet payload = new Greet("Ada");
                        System.out.println(worker.name() + " " + worker.trigger("linked::greet", payload).text());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path write(String name, String source) throws IOException {
        Path file = folder.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, source);
    }

    private String run(Map<String, String> variables, List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS))
                    .as(command.get(0) + " has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    @Test
    void aLinkedProgramServesAndCalls() throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        assumeTrue(Files.exists(jdk.resolve("jlink")), "this runtime has no jlink");
        String libraries = System.getProperty("jdk.module.path");
        Path classes = folder.resolve("classes");
        Path image = folder.resolve("image");
        run(
                Map.of(),
                List.of(
                        jdk.resolve("javac").toString(),
                        "-d",
                        classes.toString(),
                        "--module-path",
                        libraries,
                        write("module-info.java", MODULE).toString(),
                        write("linked/Main.java", MAIN).toString()));
        run(
                Map.of(),
                List.of(
                        jdk.resolve("jlink").toString(),
                        "--module-path",
                        classes + System.getProperty("path.separator") + libraries,
                        "--add-modules",
                        "linked",
                        "--launcher",
                        "hello=linked/linked.Main",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        image.toString()));
        try (EngineStub engine = EngineStub.start()) {
            Map<String, String> variables = Map.of("III_URL", engine.workerUrl().toString(), "III_WORKER_NAME", "shop");
            assertThat(run(
                            variables,
                            List.of(image.resolve("bin").resolve("hello").toString())))
                    .contains("shop {\"text\":\"Hello, Ada\"}");
        }
    }
}
