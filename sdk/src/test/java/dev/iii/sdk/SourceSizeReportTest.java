package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports files and methods that are longer than usual. Size is a question, not an error: a long file may be one idea, and a
 * split one may be worse.
 */
class SourceSizeReportTest {

    private static final Logger log = LoggerFactory.getLogger(SourceSizeReportTest.class);
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    private static final List<Path> SOURCES = Sources.ofAllModules();

    @Test
    void theSourcesOfEveryModuleAreRead() {
        assertThat(SOURCES)
                .anyMatch(file -> file.endsWith("sdk/src/main/java/dev/iii/sdk/Worker.java"))
                .anyMatch(file -> file.endsWith("transport/src/main/java/dev/iii/transport/EventLoop.java"))
                .anyMatch(file -> file.endsWith("engine-stub/src/main/java/dev/iii/stub/EngineStub.java"));
    }

    @Test
    void longFilesAndMethodsAreReported() throws IOException {
        assumeTrue(
                ToolProvider.getSystemJavaCompiler() != null, "a runtime without a compiler cannot parse the sources");
        List<String> tooLong = new ArrayList<>();
        for (Path file : SOURCES) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        tooLong.addAll(LongMethods.in(SOURCES, METHOD_LINES));
        tooLong.forEach(one -> log.warn("Is this one idea? {}", one));
        assertThat(SOURCES).isNotEmpty();
    }
}
