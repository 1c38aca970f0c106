package dev.iii.sdk.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines of one logger from level WARN on, or from a lower one, until it is closed. */
final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    LogLines(Class<?> name) {
        this(name, Level.WARN);
    }

    /** Collects the lines from this level on. */
    LogLines(Class<?> name, Level level) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(level);
    }

    List<ILoggingEvent> lines() {
        return List.copyOf(appender.list);
    }

    @Override
    public void close() {
        logger.setLevel(null);
        logger.detachAppender(appender);
    }
}
