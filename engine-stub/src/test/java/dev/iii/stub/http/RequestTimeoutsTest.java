package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.core.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that deadlines are reported when they are due. The test controls the time. */
class RequestTimeoutsTest {

    private final ManualClock clock = new ManualClock();
    private final RequestTimeouts timeouts = new RequestTimeouts(clock, Duration.ofSeconds(3));
    private final List<String> late = new ArrayList<>();

    private RequestTimeouts.Deadline begin(String name) {
        return timeouts.begin(() -> late.add(name));
    }

    @Test
    void everyDeadlineIsReportedAtItsTime() {
        begin("a");
        clock.advance(Duration.ofSeconds(1));
        begin("b");
        clock.advance(Duration.ofMillis(1999));
        assertThat(late).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(late).containsExactly("a");
        clock.advance(Duration.ofSeconds(1));
        assertThat(late).containsExactly("a", "b");
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void aCancelledDeadlineIsNotReportedAndNotKept() {
        begin("a").cancel();
        RequestTimeouts.Deadline b = begin("b");
        assertThat(timeouts.count()).isEqualTo(1);
        b.cancel();
        clock.advance(Duration.ofSeconds(4));
        assertThat(late).isEmpty();
        assertThat(timeouts.count()).isZero();
    }

    @Test
    void anyNumberOfDeadlinesNeedsOneAlarm() {
        for (int i = 0; i < 1000; i++) {
            begin("x" + i);
        }
        assertThat(clock.alarms()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(3));
        assertThat(late).hasSize(1000);
    }

    @Test
    void afterCloseNoDeadlineIsReported() {
        begin("a");
        timeouts.close();
        clock.advance(Duration.ofSeconds(4));
        assertThat(late).isEmpty();
        assertThat(clock.alarms()).isZero();
    }
}
