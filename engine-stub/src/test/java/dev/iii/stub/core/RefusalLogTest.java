package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker that stands by for another one is said in the log, but does not fill it. */
class RefusalLogTest {

    private static final int LINES = 10;
    private static final int ATTEMPTS = 200;

    private final TestEngine test = new TestEngine();

    @RegisterExtension
    final CaughtLines log = new CaughtLines("dev.iii.stub.core", Level.WARN);

    @Test
    void functionThatIsAskedForOverAndOverIsSaidTenTimesAMinute() {
        String register = "{\"type\":\"registerfunction\",\"id\":\"f\"}";
        test.worker("first").says(register);
        TestPeer standby = test.worker("standby");
        for (int i = 0; i < ATTEMPTS; i++) {
            standby.says(register);
        }
        assertThat(log.take()).hasSize(LINES).allMatch(line -> line.contains("it belongs to worker"));
        test.clock.advance(Duration.ofMinutes(1));
        standby.says(register);
        assertThat(log.take())
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
        assertThat(log.take()).hasSize(LINES).allMatch(line -> line.contains("the name first"));
    }

    @Test
    void refusedTriggersAreSaidTenTimesAMinute() {
        TestPeer worker = test.worker("first");
        for (int i = 0; i < ATTEMPTS; i++) {
            worker.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\","
                    + "\"config\":null,\"namespace\":\"\"}");
        }
        assertThat(log.take()).hasSize(LINES).allMatch(line -> line.contains("is refused"));
    }
}
