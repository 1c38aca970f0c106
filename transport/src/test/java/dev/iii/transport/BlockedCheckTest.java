package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.BlockedCheck.Finding;
import java.lang.Thread.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockedCheckTest {

    private final BlockedCheck check = new BlockedCheck();

    /** Takes this number of samples. Only the last one may find something, which is returned. */
    private Finding lastOf(int samples, State state) {
        for (int i = 1; i < samples; i++) {
            assertThat(check.sample(3, state)).isEqualTo(Finding.NOTHING);
        }
        return check.sample(3, state);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"WAITING", "TIMED_WAITING", "BLOCKED"})
    void aThreadThatWaitsIsBlockedAfterSomeSamples(State state) {
        assertThat(lastOf(BlockedCheck.WAITING_SAMPLES, state)).isEqualTo(Finding.BLOCKED);
    }

    @Test
    void aThreadThatRunsIsBlockedAfterManySamples() {
        assertThat(lastOf(BlockedCheck.RUNNING_SAMPLES, State.RUNNABLE)).isEqualTo(Finding.RUNS);
    }

    @Test
    void aThreadThatWaitsNowAndThenIsNotBlockedYet() {
        for (int i = 0; i < BlockedCheck.RUNNING_SAMPLES / 2 - 1; i++) {
            assertThat(check.sample(3, State.WAITING)).isEqualTo(Finding.NOTHING);
            assertThat(check.sample(3, State.RUNNABLE)).isEqualTo(Finding.NOTHING);
        }
    }

    @Test
    void progressStartsTheCountAgain() {
        for (int section = 1; section < 1000; section += 2) {
            assertThat(check.sample(section, State.WAITING)).isEqualTo(Finding.NOTHING);
            assertThat(check.sample(section, State.WAITING)).isEqualTo(Finding.NOTHING);
        }
    }

    @Test
    void aThreadThatRunsNoUserCodeIsNeverBlocked() {
        for (int i = 0; i < 2 * BlockedCheck.RUNNING_SAMPLES; i++) {
            assertThat(check.sample(0, State.WAITING)).isEqualTo(Finding.NOTHING);
        }
    }

    @Test
    void theNextSampleComesSoonOnlyIfThereIsAReason() {
        assertThat(check.nanosToNextSample()).isEqualTo(BlockedCheck.SLOW_NANOS);
        check.sample(3, State.RUNNABLE);
        assertThat(check.nanosToNextSample()).as("it may be the first look").isEqualTo(BlockedCheck.SLOW_NANOS);
        check.sample(3, State.RUNNABLE);
        assertThat(check.nanosToNextSample()).as("it is still there").isEqualTo(BlockedCheck.FAST_NANOS);
        check.sample(7, State.WAITING);
        assertThat(check.nanosToNextSample()).as("it waits").isEqualTo(BlockedCheck.FAST_NANOS);
        check.sample(0, State.RUNNABLE);
        assertThat(check.nanosToNextSample()).as("it has returned").isEqualTo(BlockedCheck.SLOW_NANOS);
    }
}
