package dev.iii.sdk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long SECOND = 1_000_000_000L;

    private final RandomGenerator random = new SplittableRandom(11);

    private static Backoff withoutJitter(double multiplier) {
        return new Backoff(Duration.ofSeconds(1), multiplier, Duration.ofSeconds(30), 0);
    }

    @Test
    void theDelayGrowsByTheMultiplierUpToTheMaximum() {
        Backoff doubling = withoutJitter(2);
        assertThat(LongStream.rangeClosed(1, 7).map(n -> doubling.delayNanos((int) n, random) / SECOND))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(withoutJitter(1.5).delayNanos(3, random)).isEqualTo(2_250_000_000L);
        assertThat(doubling.delay(3, random)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void theMaximumHoldsAfterAnyNumberOfFailures() {
        assertThat(withoutJitter(2).delayNanos(Integer.MAX_VALUE, random)).isEqualTo(30 * SECOND);
    }

    @Test
    void beforeTheFirstFailureTheDelayIsTheInitialOne() {
        assertThat(withoutJitter(2).delayNanos(0, random)).isEqualTo(SECOND);
    }

    @Test
    void anInitialDelayAboveTheMaximumIsReducedToIt() {
        Backoff backoff = new Backoff(Duration.ofSeconds(60), 2, Duration.ofSeconds(30), 0);
        assertThat(backoff.delayNanos(1, random)).isEqualTo(30 * SECOND);
    }

    @Test
    void aFixedDelayStaysTheSame() {
        Backoff fixed = Backoff.fixed(Duration.ofMillis(250));
        assertThat(LongStream.rangeClosed(1, 5).map(n -> fixed.delayNanos((int) n, random)))
                .containsOnly(250_000_000L);
    }

    @Test
    void theJitterUsesItsWholeShareAndNoMore() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(8));
        for (int failures = 1; failures <= 6; failures++) {
            long base = Math.min(1L << (failures - 1), 8) * SECOND;
            int n = failures;
            LongSummaryStatistics delays = LongStream.range(0, 10_000)
                    .map(i -> backoff.delayNanos(n, random))
                    .summaryStatistics();
            assertThat(delays.getMin()).isBetween((long) (0.7 * base), (long) (0.71 * base));
            assertThat(delays.getMax()).isBetween((long) (1.29 * base), (long) (1.3 * base));
            assertThat(delays.getAverage()).isBetween(0.99 * base, 1.01 * base);
        }
    }

    @Test
    void aDelayIsNeverShorterThanOneNanosecond() {
        Backoff shortest = new Backoff(Duration.ofNanos(1), 1, Duration.ofNanos(1), 1);
        LongSummaryStatistics delays = LongStream.range(0, 10_000)
                .map(i -> shortest.delayNanos(1, random))
                .summaryStatistics();
        assertThat(delays.getMin()).isEqualTo(1);
    }

    @Test
    void valuesOutOfTheirRangeAreRejected() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Backoff(second, 0.9, second, 0))
                .hasMessage("backoff.multiplier is 0.9; it must be at least 1");
        assertThatThrownBy(() -> new Backoff(second, Double.NaN, second, 0))
                .hasMessage("backoff.multiplier is NaN; it must be at least 1");
        assertThatThrownBy(() -> new Backoff(second, 2, second, 1.1))
                .hasMessage("backoff.jitter is 1.1; it must be from 0 to 1");
        assertThatThrownBy(() -> new Backoff(second, 2, second, Double.NaN))
                .hasMessage("backoff.jitter is NaN; it must be from 0 to 1");
        assertThatThrownBy(() -> Backoff.fixed(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
