package dev.iii.plantedbugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants every bug of {@code docs/planted-bugs.md} in a copy of its source file and runs the named test class against it in
 * another JVM. The test class must fail, and it must pass without the bug. That takes minutes, so only the profile {@code
 * mutants} does it; every build checks that the bugs can still be planted. {@code -Diii.planted.only=WORD} selects bugs by
 * their headings.
 */
class PlantedBugsTest {

    private static final Path ROOT = Path.of(System.getProperty("iii.planted.root", ".."));
    private static final Path LIST = ROOT.resolve("docs/planted-bugs.md");
    private static final List<String> TESTED = List.of("transport", "sdk", "engine-stub", "eventsourcing");
    private static final int MINIMUM = 34;

    @Test
    void theListHasEnoughBugs() throws IOException {
        assertThat(PlantedBug.read(LIST)).hasSizeGreaterThanOrEqualTo(MINIMUM).doesNotHaveDuplicates();
    }

    /** Without this, a bug whose lines have changed would be noticed only when all bugs are planted. */
    @TestFactory
    Stream<DynamicTest> everyBugCanBePlanted() throws IOException {
        return PlantedBug.read(LIST).stream()
                .map(bug -> DynamicTest.dynamicTest(bug.title(), () -> {
                    assertThat(bug.plant(ROOT)).contains(bug.replacement());
                    assertThat(TESTED.stream().map(module -> testSource(module, bug.test())))
                            .anyMatch(Files::exists);
                }));
    }

    private static Path testSource(String module, String test) {
        return ROOT.resolve(module + "/src/test/java/" + test.replace('.', '/') + ".java");
    }

    @Tag("planted")
    @TestFactory
    Stream<DynamicTest> everyNamedTestPassesWithoutABug(@TempDir Path folder) throws IOException {
        return selected().stream()
                .map(PlantedBug::test)
                .distinct()
                .map(test -> DynamicTest.dynamicTest(test, () -> assertPasses(test, folder)));
    }

    @Tag("planted")
    @TestFactory
    Stream<DynamicTest> everyPlantedBugIsFound(@TempDir Path folder) throws IOException {
        return selected().stream()
                .map(bug -> DynamicTest.dynamicTest(bug.title() + " -> " + bug.test(), () -> assertFound(bug, folder)));
    }

    private static List<PlantedBug> selected() throws IOException {
        String word = System.getProperty("iii.planted.only", "");
        return PlantedBug.read(LIST).stream()
                .filter(bug -> bug.title().contains(word))
                .toList();
    }

    private static void assertPasses(String test, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve(test + ".log");
        int status = run(test, folder, output);
        assertThat(status)
                .as("the status of " + test + ", with the output:\n" + tail(output))
                .isEqualTo(TestRun.PASSED);
    }

    private static void assertFound(PlantedBug bug, Path folder) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(folder, "bug");
        Path classes = Files.createDirectory(work.resolve("classes"));
        Path source = work.resolve(bug.className().substring(bug.className().lastIndexOf('.') + 1) + ".java");
        Files.writeString(source, bug.plant(ROOT));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-parameters",
                        "-d",
                        classes.toString(),
                        "-cp",
                        classPath(classes),
                        source.toString());
        assertThat(compiled).as("the compiler accepts the bug").isZero();
        Path output = work.resolve("output.log");
        int status = run(bug.test(), classes, output);
        assertThat(status)
                .as("the status of " + bug.test() + ", with the output:\n" + tail(output))
                .isEqualTo(TestRun.FAILED);
    }

    private static int run(String test, Path classes, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Diii.simulation.seeds=2000",
                "-Djunit.jupiter.execution.timeout.default=5 m",
                "-Djunit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD",
                "-cp",
                classPath(classes),
                TestRun.class.getName(),
                test));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("the tests end")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The classes with the bug come first; the tests of the other modules come last. */
    private static String classPath(Path classes) {
        StringBuilder path = new StringBuilder(classes.toString());
        path.append(File.pathSeparator).append(System.getProperty("java.class.path"));
        for (String module : TESTED) {
            path.append(File.pathSeparator).append(ROOT.resolve(module).resolve("target/test-classes"));
        }
        return path.toString();
    }

    private static String tail(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
