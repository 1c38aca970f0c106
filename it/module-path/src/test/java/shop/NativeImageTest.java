package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.iii.stub.EngineStub;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker as a native executable. Its metadata names only its own types; the jar of the SDK names those of the SDK. */
class NativeImageTest {

    private static final String MAIN = """
            package hello;

            import dev.iii.sdk.Iii;
            import dev.iii.sdk.Worker;
            import dev.iii.sdk.WorkerOptions;
            import dev.iii.sdk.trigger.StateEvent;
            import java.time.Duration;

            public final class Main {
                record Greet(String name) {}
                record Greeting(String text) {}

                public static void main(String[] args) {
                    try (Worker worker = Iii.registerWorker(WorkerOptions.named("native"), registering -> {
                        registering.registerFunction("hello::greet", Greet.class,
                                (greet, invocation) -> new Greeting("Hello, " + greet.name()));
                        registering.registerFunction("hello::changed", StateEvent.of(Greet.class), (event, invocation) -> {});
                    })) {
                        worker.awaitReady(Duration.ofSeconds(60));
                        System.out.println(worker.trigger("hello::greet", new Greet("Ada"), Greeting.class));
                    }
                }
            }
            """;

    private static final String METADATA = """
            [
              {
                "name": "hello.Main$Greet",
                "allDeclaredConstructors": true, "allDeclaredFields": true, "allDeclaredMethods": true
              },
              {
                "name": "hello.Main$Greeting",
                "allDeclaredConstructors": true, "allDeclaredFields": true, "allDeclaredMethods": true
              }
            ]
            """;

    private static final Pattern LIBRARIES = Pattern.compile(
            "(iii-(sdk|protocol|transport)|Java-WebSocket|jackson-|slf4j-api|opentelemetry-|jsonschema-|classmate)[^/\\\\]*\\.jar$");

    @TempDir
    private Path folder;

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<Path> nativeImages() {
        Stream<String> homes = Stream.of("GRAALVM_HOME", "JAVA_HOME")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .map(home -> home + File.separator + "bin");
        Stream<String> path = Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
        return Stream.concat(homes, path)
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "native-image"))
                .filter(Files::isExecutable)
                .toList();
    }

    /** Returns the jars of the SDK and of its dependencies, without those of the tests. */
    private static String libraries() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .flatMap(jars -> Arrays.stream(jars.split(File.pathSeparator)))
                .filter(jar -> LIBRARIES.matcher(jar).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(Map<String, String> variables, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(15, TimeUnit.MINUTES)).as(command[0] + " has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    @Test
    void aNativeWorkerServesAndCalls() throws Exception {
        List<Path> found = nativeImages();
        assumeTrue(!found.isEmpty(), "there is no native-image in GRAALVM_HOME, JAVA_HOME and PATH");
        write(folder.resolve("hello/Main.java"), MAIN);
        write(folder.resolve("classes/META-INF/native-image/hello/hello/reflect-config.json"), METADATA);
        String jdk = System.getProperty("java.home") + File.separator + "bin" + File.separator;
        run(Map.of(), jdk + "javac", "-d", "classes", "-cp", libraries(), "hello/Main.java");
        run(Map.of(), found.get(0).toString(), "--no-fallback", "-cp", "classes" + File.pathSeparator + libraries(),
                "-o", "hello-worker", "hello.Main");
        try (EngineStub engine = EngineStub.start()) {
            Map<String, String> variables = Map.of("III_URL", engine.workerUrl().toString());
            assertThat(run(variables, folder.resolve("hello-worker").toString()))
                    .contains("Greeting[text=Hello, Ada]");
        }
    }
}
