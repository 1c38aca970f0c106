package dev.iii.sdk.internal.worker;

import static dev.iii.sdk.internal.worker.ReleaseTimes.DISCONNECT_NANOS;
import static dev.iii.sdk.internal.worker.ReleaseTimes.END_NANOS;
import static dev.iii.sdk.internal.worker.ReleaseTimes.LEAST_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of a release, which end one second after the drain time. */
class ReleaseTimesTest {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** The clock may overflow while a worker shuts down. */
    private static final long DRAINED = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500);

    /** A release begins when everything has ended, or at the end of the drain time, or later on a busy computer. */
    @ParameterizedTest
    @ValueSource(longs = {-60_000, -4_900, -1_000, 0, 1, 300, 700, 5_000})
    void everyStepEndsWithinOneSecondAfterTheDrainTime(long millis) {
        long now = DRAINED + TimeUnit.MILLISECONDS.toNanos(millis);
        ReleaseTimes times = ReleaseTimes.of(now, DRAINED, CLOSE_TIMEOUT);
        assertThat(times.soft() - DRAINED).isZero();
        assertThat(times.hard() - DRAINED).isEqualTo(END_NANOS - LEAST_NANOS);
        assertThat(times.disconnected() - DRAINED).isLessThanOrEqualTo(DISCONNECT_NANOS);
        assertThat(times.disconnected() - now).isLessThanOrEqualTo(CLOSE_TIMEOUT.toNanos());
        assertThat(times.interruptAt(now, CLOSE_TIMEOUT) - DRAINED).isLessThanOrEqualTo(0);
        long afterDisconnect = Math.max(now - DRAINED, DISCONNECT_NANOS) + DRAINED;
        long loopEnd = afterDisconnect + times.loopNanos(afterDisconnect);
        assertThat(loopEnd - afterDisconnect).isGreaterThanOrEqualTo(LEAST_NANOS);
        if (now - DRAINED <= 0) {
            assertThat(loopEnd - times.hard()).isLessThanOrEqualTo(0);
        }
    }

    @Test
    void aWorkerThatItsUserHasNotShutDownHasTheTimeOfTheCloseFrame() {
        ReleaseTimes times = ReleaseTimes.of(7, null, CLOSE_TIMEOUT);
        assertThat(times.soft()).isEqualTo(7 + CLOSE_TIMEOUT.toNanos());
        assertThat(times.disconnected()).isEqualTo(times.soft());
        assertThat(times.hard()).isEqualTo(times.soft() + END_NANOS - LEAST_NANOS);
    }
}
