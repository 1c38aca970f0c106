package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockedCheckTest {

    private final BlockedCheck check = new BlockedCheck();

    /** Takes this number of samples. Returns {@code true} if only the last one finds a blocked thread. */
    private boolean onlyTheLastOf(int samples, State state) {
        for (int i = 1; i < samples; i++) {
            if (check.isBlocked(3, state)) {
                return false;
            }
        }
        return check.isBlocked(3, state);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"WAITING", "TIMED_WAITING", "BLOCKED"})
    void aThreadThatWaitsIsBlockedAfterSomeSamples(State state) {
        assertThat(onlyTheLastOf(BlockedCheck.WAITING_SAMPLES, state)).isTrue();
    }

    @Test
    void aThreadThatRunsIsBlockedAfterManySamples() {
        assertThat(onlyTheLastOf(BlockedCheck.RUNNING_SAMPLES, State.RUNNABLE)).isTrue();
    }

    @Test
    void aThreadThatWaitsNowAndThenIsNotBlockedYet() {
        for (int i = 0; i < BlockedCheck.RUNNING_SAMPLES / 2 - 1; i++) {
            assertThat(check.isBlocked(3, State.WAITING)).isFalse();
            assertThat(check.isBlocked(3, State.RUNNABLE)).isFalse();
        }
    }

    @Test
    void progressStartsTheCountAgain() {
        for (int section = 1; section < 1000; section += 2) {
            assertThat(check.isBlocked(section, State.WAITING)).isFalse();
            assertThat(check.isBlocked(section, State.WAITING)).isFalse();
        }
    }

    @Test
    void aThreadThatRunsNoUserCodeIsNeverBlocked() {
        for (int i = 0; i < 2 * BlockedCheck.RUNNING_SAMPLES; i++) {
            assertThat(check.isBlocked(0, State.WAITING)).isFalse();
        }
    }
}
