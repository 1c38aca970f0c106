package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.internal.runtime.StalledCheck.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StalledCheckTest {

    private static final Runnable TASK = new Thread("a task");
    private static final Runnable OTHER = new Thread("another task");

    private final StalledCheck check = new StalledCheck();

    private List<Finding> samples(int count, @Nullable Runnable next, boolean allWait) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            findings.add(check.sample(next, allWait));
        }
        return findings;
    }

    private static List<Finding> nothingBut(int count, Finding last) {
        List<Finding> findings = new ArrayList<>(Collections.nCopies(count - 1, Finding.NOTHING));
        findings.add(last);
        return findings;
    }

    @Test
    void threadsThatAllWaitAreFoundAfterSomeSamples() {
        int count = StalledCheck.WAITING_SAMPLES;
        assertThat(samples(count, TASK, true)).isEqualTo(nothingBut(count, Finding.ALL_WAIT));
    }

    @Test
    void theCountStartsAgainAfterAFinding() {
        int count = StalledCheck.WAITING_SAMPLES;
        assertThat(samples(count, TASK, true)).contains(Finding.ALL_WAIT);
        assertThat(samples(count, TASK, true)).isEqualTo(nothingBut(count, Finding.ALL_WAIT));
    }

    @Test
    void aThreadThatRunsInBetweenStartsTheCountAgain() {
        int count = StalledCheck.WAITING_SAMPLES;
        assertThat(samples(count - 1, TASK, true)).containsOnly(Finding.NOTHING);
        assertThat(check.sample(TASK, false)).isEqualTo(Finding.NOTHING);
        assertThat(samples(count, TASK, true)).isEqualTo(nothingBut(count, Finding.ALL_WAIT));
    }

    @Test
    void threadsThatTakeTasksAreNeverFound() {
        for (int i = 0; i < StalledCheck.RUNNING_SAMPLES; i++) {
            assertThat(samples(StalledCheck.WAITING_SAMPLES - 1, TASK, true)).containsOnly(Finding.NOTHING);
            assertThat(samples(StalledCheck.WAITING_SAMPLES - 1, OTHER, true)).containsOnly(Finding.NOTHING);
        }
    }

    @Test
    void threadsThatRunAndTakeNoTaskAreFoundLater() {
        int count = StalledCheck.RUNNING_SAMPLES;
        assertThat(samples(count, TASK, false)).isEqualTo(nothingBut(count, Finding.NONE_POLLS));
    }

    @Test
    void anEmptyInboxIsNoFinding() {
        assertThat(samples(2 * StalledCheck.RUNNING_SAMPLES, null, true)).containsOnly(Finding.NOTHING);
    }
}
