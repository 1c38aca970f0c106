package dev.iii.example.inventory.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.EngineStub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) throws InterruptedException {
        return Demo.run(args, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void theResultsOfTheScenarioAreAsExpected() throws InterruptedException {
        assertThat(run("--once")).as(() -> String.join("\n", lines(out))).isZero();
        assertThat(lines(err)).isEmpty();
        assertThat(lines(out))
                .contains("All results are as expected.")
                .contains("  responses    4 times 200, 12 times 409")
                .noneMatch(line -> line.contains("DIFFERS"));
    }

    @Test
    void aPortInUseIsReportedInOneLine() throws InterruptedException {
        try (EngineStub other = EngineStub.start()) {
            String port = Integer.toString(other.workerUrl().getPort());
            assertThat(run("--once", "--port", port)).isEqualTo(1);
            assertThat(lines(err)).singleElement().asString().contains(port).contains("--port PORT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--twice|unknown option '--twice'; try --help",
                "--port|--port needs a number from 0 to 65535",
                "--port x|--port is 'x'; it must be a number from 0 to 65535",
                "--http-port 65536|--http-port is '65536'; it must be a number from 0 to 65535",
                "--http-port -1|--http-port is '-1'; it must be a number from 0 to 65535"
            })
    void anInvalidArgumentIsReportedInOneLine(String args, String message) throws InterruptedException {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(lines(err)).containsExactly("demo: " + message);
        assertThat(lines(out)).isEmpty();
    }

    @Test
    void helpShowsTheOptions() throws InterruptedException {
        assertThat(run("--help")).isZero();
        assertThat(lines(out))
                .anyMatch(line -> line.startsWith("  --http-port PORT "))
                .anyMatch(line -> line.startsWith("  --load BUYERS "));
    }
}
