package dev.iii.stub.core;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a logger writes while a test runs. */
public final class CaughtLines implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger;
    private final Level level;
    private final ListAppender<ILoggingEvent> caught = new ListAppender<>();

    public CaughtLines(String logger, Level level) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        this.level = level;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        caught.start();
        logger.addAppender(caught);
        logger.setLevel(level);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(caught);
        logger.setLevel(null);
    }

    /** All of them. */
    public List<String> all() {
        return caught.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Those since the last time. */
    public List<String> take() {
        List<String> lines = all();
        caught.list.clear();
        return lines;
    }
}
