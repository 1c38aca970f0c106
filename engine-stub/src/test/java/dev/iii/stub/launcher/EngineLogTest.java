package dev.iii.stub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.iii.stub.assembly.RunningEngine;
import dev.iii.stub.assembly.StubSettings;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.Telemetry;
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
            Telemetry recorded =
                    engine.worker(TelemetryWorker.class).orElseThrow().telemetry();
            LOGGER.warn("the {} line", "first");
            LoggerFactory.getLogger("dev.iii.stub.worker-log").error("of a worker");
            LoggerFactory.getLogger("some.program").error("of a program");
            end.run();
            LOGGER.warn("too late");
            assertThat(recorded.logs())
                    .filteredOn(line -> line.attributes().containsValue(LOGGER.getName()))
                    .extracting(LogRecord::body)
                    .containsExactly("the first line");
            assertThat(recorded.logs()).extracting(LogRecord::body).doesNotContain("of a worker", "of a program");
            LogRecord line = recorded.logs().get(0);
            assertThat(line.severity()).isEqualTo(new LogRecord.Severity(13, "WARN"));
            assertThat(line.origin().serviceName()).isEqualTo("iii");
        } finally {
            LOGGER.setLevel(null);
        }
    }
}
