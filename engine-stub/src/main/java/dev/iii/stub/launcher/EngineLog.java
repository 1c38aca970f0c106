package dev.iii.stub.launcher;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.iii.stub.assembly.RunningEngine;
import dev.iii.stub.telemetry.TelemetryWorker;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records the log of the engine in its telemetry, so that {@code engine::logs::list} lists it. It is used only by
 * the command line program, because in a program that embeds the engine the log belongs to that program.
 */
final class EngineLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String ENGINE = "dev.iii";

    private final TelemetryWorker telemetry;
    private final Logger logger;

    private EngineLog(TelemetryWorker telemetry, Logger logger) {
        this.telemetry = telemetry;
        this.logger = logger;
    }

    /**
     * Records the log until the returned action is run. Has no effect if the log is not written by Logback, or if the
     * engine has no telemetry.
     */
    static Runnable listen(RunningEngine engine) {
        Optional<TelemetryWorker> telemetry = engine.worker(TelemetryWorker.class);
        if (telemetry.isEmpty() || !(LoggerFactory.getLogger(ENGINE) instanceof Logger logger)) {
            return () -> {};
        }
        EngineLog log = new EngineLog(telemetry.get(), logger);
        log.setContext(logger.getLoggerContext());
        log.start();
        logger.addAppender(log);
        return log::end;
    }

    @Override
    protected void append(ILoggingEvent event) {
        telemetry.engineLine(
                Level.valueOf(event.getLevel().toString()), event.getLoggerName(), event.getFormattedMessage());
    }

    private void end() {
        logger.detachAppender(this);
        stop();
    }
}
