package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.core.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpanRateTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final SpanRate rate = new SpanRate(clock);

    private boolean isLowAfter(Duration time) {
        clock.advance(time);
        return rate.isLow();
    }

    @Test
    void theRateIsLowUntilTheLimitOfTheSecondIsReached() {
        rate.add(SpanRate.LOW - 1);
        assertThat(rate.isLow()).isTrue();
        rate.add(1);
        assertThat(rate.isLow()).isFalse();
        assertThat(isLowAfter(SECOND)).isTrue();
    }

    @Test
    void theRateStaysHighForTheSecondAfterAFlood() {
        rate.add(SpanRate.LOW + 1);
        assertThat(isLowAfter(SECOND)).isFalse();
        assertThat(isLowAfter(SECOND.minusNanos(1))).isFalse();
        assertThat(isLowAfter(Duration.ofNanos(1))).isTrue();
    }

    @Test
    void theRateIsLowAfterAFloodAndAPause() {
        rate.add(SpanRate.LOW + 1);
        assertThat(isLowAfter(SECOND.multipliedBy(2))).isTrue();
    }

    @Test
    void inALongFloodTheRateIsNeverLow() {
        for (int second = 0; second < 10; second++) {
            rate.add(SpanRate.LOW + 1);
            assertThat(isLowAfter(SECOND)).isFalse();
        }
    }
}
