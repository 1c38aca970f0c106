package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.iii.stub.assembly.RunningEngine;
import dev.iii.stub.assembly.StubSettings;
import dev.iii.stub.telemetry.data.LogRecord;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EngineLogTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.iii.stub.some.component");

    @Test
    void linesOfTheEngineAreRecordedWhileTheListenerIsInstalled() throws IOException {
        LOGGER.setLevel(Level.INFO);
        try (RunningEngine engine =
                RunningEngine.start(StubSettings.builder().port(0).build())) {
            Runnable end = EngineLog.listen(engine);
            LOGGER.warn("the {} line", "first");
            LoggerFactory.getLogger("dev.iii.stub.worker-log").error("of a worker");
            LoggerFactory.getLogger("some.program").error("of a program");
            end.run();
            LOGGER.warn("too late");
            assertThat(engine.telemetry().telemetry().logs())
                    .filteredOn(line -> line.attributes().containsValue(LOGGER.getName()))
                    .extracting(LogRecord::body)
                    .containsExactly("the first line");
            assertThat(engine.telemetry().telemetry().logs())
                    .extracting(LogRecord::body)
                    .doesNotContain("of a worker", "of a program");
            LogRecord line = engine.telemetry().telemetry().logs().get(0);
            assertThat(line.severity()).isEqualTo(new LogRecord.Severity(13, "WARN"));
            assertThat(line.origin().serviceName()).isEqualTo("iii");
        } finally {
            LOGGER.setLevel(null);
        }
    }
}
