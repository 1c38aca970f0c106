package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine and two workers run on each newer JDK of this machine: those beside the JDK of the build, and those that
 * environment variables such as {@code JAVA_HOME_21_X64} name. The JDK of the build runs all other tests.
 */
class OtherJdksTest {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
    private static final String DONE = "The call has been answered: ";

    @TempDir
    private Path folder;

    /** Runs on the other JDK. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            try (EngineStub engine = EngineStub.start();
                    Worker shop = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("shop"));
                    Worker client = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("client"))) {
                shop.registerFunction("shop::double", Shop.Line.class, (line, call) -> {
                    // A call inside of a handler waits on another thread than a call outside.
                    client.state().set("lines", line.sku(), line);
                    return new Shop.Line(line.sku(), 2 * line.quantity());
                });
                shop.awaitReady(Duration.ofSeconds(20));
                Shop.Line answer = client.trigger("shop::double", new Shop.Line("A-1", 2), Shop.Line.class);
                System.out.println(DONE + answer + " on Java " + Runtime.version().feature());
            }
        }
    }

    /** Returns the homes of the newer JDKs by their major version. */
    private static Map<Integer, Path> newerJdks() throws IOException {
        List<Path> homes = new ArrayList<>();
        System.getenv().forEach((name, value) -> {
            if (name.matches("JAVA_HOME_\\d+_.*")) {
                homes.add(Path.of(value));
            }
        });
        Path siblings = Path.of(System.getProperty("java.home")).toRealPath().getParent();
        try (Stream<Path> folders = Files.list(siblings)) {
            folders.sorted().forEach(homes::add);
        }
        Map<Integer, Path> newer = new TreeMap<>();
        for (Path home : homes) {
            Path release = home.resolve("release");
            Matcher version = VERSION.matcher(Files.isRegularFile(release) ? Files.readString(release) : "");
            if (version.find() && Files.isExecutable(home.resolve("bin/java"))) {
                newer.putIfAbsent(Integer.valueOf(version.group(1)), home);
            }
        }
        newer.keySet().removeIf(version -> version <= Runtime.version().feature());
        return newer;
    }

    @Test
    void aCallWorksOnEveryNewerJdk() throws Exception {
        // Other programs share the sources of this one.
        assumeTrue(Path.of("").toAbsolutePath().endsWith("plain"), "only it/plain runs this");
        Map<Integer, Path> jdks = newerJdks();
        assumeTrue(!jdks.isEmpty(), "there is no newer JDK");
        for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
            Path output = folder.resolve("output-" + jdk.getKey());
            Process process = new ProcessBuilder(
                            jdk.getValue().resolve("bin/java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(Files.readString(output)).contains(DONE + "Line[sku=A-1, quantity=4] on Java " + jdk.getKey());
        }
    }
}
