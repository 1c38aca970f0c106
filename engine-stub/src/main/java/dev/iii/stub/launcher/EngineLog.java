package dev.iii.stub.launcher;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.iii.stub.assembly.RunningEngine;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records the log of the engine in its telemetry, so that {@code engine::logs::list} lists it. It is used only by
 * the command line program, because in a program that embeds the engine the log belongs to that program.
 */
final class EngineLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String ENGINE = "dev.iii";

    private final RunningEngine engine;
    private final Logger logger;

    private EngineLog(RunningEngine engine, Logger logger) {
        this.engine = engine;
        this.logger = logger;
    }

    /**
     * Records the log until the returned action is run. Has no effect if the log is not written by Logback.
     */
    static Runnable listen(RunningEngine engine) {
        if (!(LoggerFactory.getLogger(ENGINE) instanceof Logger logger)) {
            return () -> {};
        }
        EngineLog log = new EngineLog(engine, logger);
        log.setContext(logger.getLoggerContext());
        log.start();
        logger.addAppender(log);
        return log::end;
    }

    @Override
    protected void append(ILoggingEvent event) {
        engine.logged(Level.valueOf(event.getLevel().toString()), event.getLoggerName(), event.getFormattedMessage());
    }

    private void end() {
        logger.detachAppender(this);
        stop();
    }
}
