package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of the script {@code compare}, from values that were measured before. Skipped without Python 3. */
class CompareTest {

    private static final String MEASURED = """
            {"about": "2026-01-01, 2 cores", "skipped": {"go": "no go"}, "samples": {
              "Java 17": [
                {"per_s": 60000, "cpu_us": 15.0, "p50_us": 80.0, "p99_us": 140.0, "lost": 0},
                {"per_s": 40000, "cpu_us": 25.0, "p50_us": 90.0, "p99_us": 160.0, "lost": 2},
                {"per_s": 50000, "cpu_us": 20.0, "p50_us": 85.0, "p99_us": 150.0, "lost": 1}],
              "Rust": [{"per_s": 40000, "cpu_us": 25.0, "p50_us": 100.0, "p99_us": 150.0, "lost": 0}]}}
            """;

    @TempDir
    private Path folder;

    private record Ended(int status, String output) {}

    @BeforeEach
    void requirePython() {
        try {
            Assumptions.assumeTrue(run(List.of("python3", "--version")).status() == 0, "python3 does not run");
        } catch (IOException | InterruptedException e) {
            Assumptions.abort("no python3");
        }
    }

    private Ended compare(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "compare"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void theTableShowsMediansRangesAndRatios() throws Exception {
        Path measured = Files.writeString(folder.resolve("measured.json"), MEASURED);
        Ended report = compare("--from", measured.toString(), "--plot", "");
        assertThat(report.output())
                .contains("| Java 17 (n=3) | 50 000 (40 000–60 000) | 20.0 (15.0–25.0) | 85.0 (80.0–90.0) |")
                .contains("| 3 | 1.25 | 0.80 | 0.85 | 1.00 |")
                .contains("| Rust (n=1) | 40 000 | 25.0 | 100.0 | 150.0 | – | – | – | 0 | 1.00 | 1.00 | 1.00 | 1.00 |")
                .contains("  Java 17: 80.0, 90.0, 85.0\n")
                .contains("go: skipped: no go")
                .contains("2026-01-01, 2 cores");
        assertThat(report.status()).isZero();
    }

    @Test
    void thePlotIsWellFormedAndShowsEveryProgram() throws Exception {
        Path measured = Files.writeString(folder.resolve("measured.json"), MEASURED);
        Path plot = folder.resolve("plot.svg");
        Ended report = compare("--from", measured.toString(), "--plot", plot.toString(), "--title", "a < b");
        assertThat(report.status()).as(report.output()).isZero();
        String text = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(plot.toFile())
                .getDocumentElement()
                .getTextContent();
        assertThat(text).contains("a < b", "Java 17", "Rust", "calls per second", "50 000");
    }

    @Test
    void anUnknownSdkIsRejected() throws Exception {
        Ended report = compare("--only", "java,cobol");
        assertThat(report.status()).isEqualTo(2);
        assertThat(report.output()).contains("'cobol' is not one of java, rust, node, python, go");
    }
}
