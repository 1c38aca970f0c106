package dev.iii.stub.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A peer that causes a log line again and again cannot fill the disk. */
class BoundedLoggerTest {

    private final Logger target = (Logger) LoggerFactory.getLogger("bounded");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private long now;
    private final BoundedLogger log = new BoundedLogger(target, () -> now);

    @BeforeEach
    void listen() {
        written.start();
        target.setAdditive(false);
        target.setLevel(Level.DEBUG);
        target.addAppender(written);
    }

    @AfterEach
    void stopListening() {
        target.detachAppender(written);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void eachMessageIsWrittenAHundredTimesPerMinute() {
        for (int i = 0; i < 1000; i++) {
            log.warn("refused {}", i);
        }
        log.info("other {} {}", 1, 2);
        assertThat(lines()).hasSize(101).startsWith("refused 0", "refused 1").endsWith("refused 99", "other 1 2");
        now += Duration.ofMinutes(1).toNanos();
        log.warn("refused {}", 1000);
        assertThat(lines()).hasSize(102).endsWith("refused 1000 (900 more like it were not logged)");
    }

    @Test
    void messagesWhoseTextIsNotConstantShareALimit() {
        for (int i = 0; i < 10_000; i++) {
            log.warn("refused " + i);
        }
        assertThat(lines()).hasSize(150);
    }

    @Test
    void levelsForDiagnosisAreNotLimited() {
        for (int i = 0; i < 1000; i++) {
            log.debug("step {}", i);
        }
        assertThat(lines()).hasSize(1000);
    }

    @Test
    void linesKeepTheirLevelArgumentsAndException() {
        IllegalStateException failure = new IllegalStateException("x");
        log.error("failed: {} {}", "a", "b", failure);
        log.atInfo().addArgument(1).log("fluent {}");
        ILoggingEvent first = written.list.get(0);
        assertThat(first.getLevel()).isEqualTo(Level.ERROR);
        assertThat(first.getFormattedMessage()).isEqualTo("failed: a b");
        assertThat(first.getThrowableProxy().getMessage()).isEqualTo("x");
        assertThat(written.list.get(1).getFormattedMessage()).isEqualTo("fluent 1");
    }
}
