package dev.iii.sdk.internal.runtime;

import static dev.iii.sdk.internal.runtime.Quickness.FIRST_PROOF;
import static dev.iii.sdk.internal.runtime.Quickness.FOUND_RUNNING;
import static dev.iii.sdk.internal.runtime.Quickness.LONGEST_PROOF;
import static dev.iii.sdk.internal.runtime.Quickness.LONG_NANOS;
import static dev.iii.sdk.internal.runtime.Quickness.MAX_LONG_RUNS;
import static dev.iii.sdk.internal.runtime.Quickness.PERIOD;
import static dev.iii.sdk.internal.runtime.Quickness.PERIODS_UNTIL_SHORTER;
import static dev.iii.sdk.internal.runtime.Quickness.QUICK_NANOS;
import static dev.iii.sdk.internal.runtime.Quickness.TAKEN_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.UserTask.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuicknessTest {

    private Quickness quickness = Quickness.unproven();

    private void run(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            quickness.ran(nanos);
        }
    }

    /** Runs quickly until it is proven. Returns the number of runs. */
    private int runsUntilProven() {
        int runs = 0;
        while (!quickness.isProven()) {
            quickness.ran(QUICK_NANOS - 1);
            runs++;
        }
        return runs;
    }

    @Test
    void quickRunsInARowAreTheProof() {
        run(FIRST_PROOF - 1, QUICK_NANOS - 1);
        assertThat(quickness.isProven()).isFalse();
        run(1, QUICK_NANOS - 1);
        assertThat(quickness.isProven()).isTrue();
    }

    @Test
    void aRunThatIsNotQuickStartsTheProofAgain() {
        run(FIRST_PROOF - 1, QUICK_NANOS - 1);
        run(1, QUICK_NANOS);
        assertThat(runsUntilProven()).isEqualTo(FIRST_PROOF);
    }

    /** A busy machine interrupts some runs of any code, so a long proof would never end if each of them began it again. */
    @Test
    void aLongProofEndsAlthoughSomeRunsAreInterrupted() {
        while (proofAfterLoss() < LONGEST_PROOF) {
            assertThat(quickness.isProven()).isTrue();
        }
        quickness.lost(Loss.BLOCKED);
        int runs = 0;
        while (!quickness.isProven() && runs < 4 * LONGEST_PROOF) {
            run(2 * TAKEN_BACK, QUICK_NANOS - 1);
            run(1, 100 * LONG_NANOS);
            runs += 2 * TAKEN_BACK + 1;
        }
        assertThat(quickness.isProven()).isTrue();
    }

    @Test
    void aRunThatIsNotQuickTakesBackSomeRunsOfALongProof() {
        while (proofAfterLoss() < 4 * TAKEN_BACK) {
            assertThat(quickness.isProven()).isTrue();
        }
        quickness.lost(Loss.BLOCKED);
        run(2 * TAKEN_BACK, QUICK_NANOS - 1);
        run(1, QUICK_NANOS);
        assertThat(runsUntilProven()).isEqualTo(7 * TAKEN_BACK);
    }

    @Test
    void codeOfWhichMoreRunsAreNotQuickIsNeverProven() {
        quickness = Quickness.unproven();
        for (int i = 0; i < LONGEST_PROOF; i++) {
            run(FIRST_PROOF - 1, QUICK_NANOS - 1);
            run(1, QUICK_NANOS);
        }
        assertThat(quickness.isProven()).isFalse();
    }

    /** Loses the proof, if there is one, and proves again. Returns the number of runs. */
    private int proofAfterLoss() {
        quickness.lost(Loss.BLOCKED);
        return runsUntilProven();
    }

    @ParameterizedTest
    @EnumSource(
            value = Loss.class,
            names = {"WAITS", "BLOCKED"})
    void codeThatWaitsIsNotProvenAnyMore(Loss loss) {
        runsUntilProven();
        quickness.lost(loss);
        assertThat(quickness.isProven()).isFalse();
    }

    @Test
    void someLongRunsArePermitted() {
        runsUntilProven();
        for (int period = 0; period < 5; period++) {
            run(MAX_LONG_RUNS, LONG_NANOS + 1);
            run(PERIOD - MAX_LONG_RUNS, LONG_NANOS);
        }
        assertThat(quickness.isProven()).isTrue();
    }

    @Test
    void tooManyLongRunsEndTheProof() {
        runsUntilProven();
        run(PERIOD / 2, LONG_NANOS);
        run(MAX_LONG_RUNS, LONG_NANOS + 1);
        assertThat(quickness.isProven()).isTrue();
        run(1, LONG_NANOS + 1);
        assertThat(quickness.isProven()).isFalse();
    }

    @Test
    void aThreadThatWasFoundRunningCountsAsSomeLongRuns() {
        runsUntilProven();
        for (int i = 0; i < MAX_LONG_RUNS / FOUND_RUNNING; i++) {
            quickness.lost(Loss.RUNS);
            assertThat(quickness.isProven()).isTrue();
        }
        quickness.lost(Loss.RUNS);
        assertThat(quickness.isProven()).isFalse();
    }

    @Test
    void eachProofIsTwiceAsLongUpToALimit() {
        for (int proof = FIRST_PROOF; proof < LONGEST_PROOF; proof *= 2) {
            assertThat(runsUntilProven()).isEqualTo(proof);
            quickness.lost(Loss.BLOCKED);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(runsUntilProven()).isEqualTo(LONGEST_PROOF);
            quickness.lost(Loss.BLOCKED);
        }
    }

    @Test
    void aLossThatIsReportedTwiceCountsOnce() {
        runsUntilProven();
        quickness.lost(Loss.BLOCKED);
        quickness.lost(Loss.WAITS);
        assertThat(runsUntilProven()).isEqualTo(2 * FIRST_PROOF);
    }

    @Test
    void theProofBecomesShorterAgainAfterManyRunsWithoutALoss() {
        for (int i = 0; i < 3; i++) {
            runsUntilProven();
            quickness.lost(Loss.BLOCKED);
        }
        runsUntilProven();
        run(PERIODS_UNTIL_SHORTER * PERIOD, 0);
        quickness.lost(Loss.BLOCKED);
        assertThat(runsUntilProven()).as("8 times, halved, doubled").isEqualTo(8 * FIRST_PROOF);
        run(100 * PERIODS_UNTIL_SHORTER * PERIOD, 0);
        quickness.lost(Loss.BLOCKED);
        assertThat(runsUntilProven()).as("never shorter than the first").isEqualTo(2 * FIRST_PROOF);
    }

    @Test
    void codeMayBeProvenFromTheStart() {
        quickness = Quickness.proven(true);
        assertThat(quickness.isProven()).isTrue();
        quickness.lost(Loss.BLOCKED);
        assertThat(runsUntilProven()).isEqualTo(2 * FIRST_PROOF);
    }

    @Test
    void codeThatMustRunElsewhereIsNeverProven() {
        quickness = Quickness.never();
        run(LONGEST_PROOF, 0);
        assertThat(quickness.isProven()).isFalse();
        quickness = Quickness.proven(false);
        quickness.lost(Loss.WAITS);
        run(LONGEST_PROOF, 0);
        assertThat(quickness.isProven()).isFalse();
    }
}
