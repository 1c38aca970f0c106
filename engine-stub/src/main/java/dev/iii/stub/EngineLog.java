package dev.iii.stub;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Shows the engine its own log, so that {@code engine::logs::list} lists it. For the engine that runs as a program: in a
 * program that embeds it the log belongs to that program, and so does what writes it.
 */
final class EngineLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String ENGINE = "dev.iii";

    private final EngineStub engine;
    private final Logger logger;

    private EngineLog(EngineStub engine, Logger logger) {
        this.engine = engine;
        this.logger = logger;
    }

    /**
     * Listens until the result is run. Nothing happens when something else than Logback writes the log.
     */
    static Runnable listen(EngineStub engine) {
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
