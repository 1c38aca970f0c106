package dev.iii.sdk.otel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that all Java code of {@code docs/telemetry.md} occurs in {@link TelemetryExamples}, which is compiled. */
class TelemetryPageTest {

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void theExamplesCompile() throws IOException {
        String source = plain(Files.readString(
                Path.of("src", "test", "java", "dev", "iii", "sdk", "otel", "docs", "TelemetryExamples.java")));
        String[] parts = Files.readString(Path.of("..", "docs", "telemetry.md")).split("```java\n", -1);
        List<String> examples = Arrays.stream(parts)
                .skip(1)
                .map(part -> part.substring(0, part.indexOf("```")))
                .toList();
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(source).as(example).contains(plain(example)));
    }
}
