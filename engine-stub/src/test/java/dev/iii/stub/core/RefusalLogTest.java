package dev.iii.stub.core;

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

/** A worker that stands by for another one is said in the log, but does not fill it. */
class RefusalLogTest {

    private static final int LINES = 10;
    private static final int ATTEMPTS = 200;

    private final TestEngine test = new TestEngine();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.iii.stub.core");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void silence() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    private List<String> lines() {
        List<String> lines =
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        logged.list.clear();
        return lines;
    }

    @Test
    void functionThatIsAskedForOverAndOverIsSaidTenTimesAMinute() {
        String register = "{\"type\":\"registerfunction\",\"id\":\"f\"}";
        test.worker("first").says(register);
        TestPeer standby = test.worker("standby");
        for (int i = 0; i < ATTEMPTS; i++) {
            standby.says(register);
        }
        assertThat(lines()).hasSize(LINES).allMatch(line -> line.contains("it belongs to worker"));
        test.clock.advance(Duration.ofMinutes(1));
        standby.says(register);
        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith(" (" + (ATTEMPTS - LINES) + " more like it were not logged)");
    }

    @Test
    void nameThatIsTakenIsSaidTenTimesAMinute() {
        test.worker("first");
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(test.worker("first").closed()).isNotNull();
        }
        assertThat(lines()).hasSize(LINES).allMatch(line -> line.contains("the name first"));
    }

    @Test
    void refusedTriggersAreSaidTenTimesAMinute() {
        TestPeer worker = test.worker("first");
        for (int i = 0; i < ATTEMPTS; i++) {
            worker.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\","
                    + "\"config\":null,\"namespace\":\"\"}");
        }
        assertThat(lines()).hasSize(LINES).allMatch(line -> line.contains("is refused"));
    }
}
