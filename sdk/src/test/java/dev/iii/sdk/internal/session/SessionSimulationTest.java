package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Ten thousand lives of a session, each from a seed: {@code -Diii.simulation.seed=N} plays one of them again, {@code
 * -Diii.simulation.seeds=N} plays more.
 */
class SessionSimulationTest {

    private static final int STEPS = 60;

    @Test
    void holdsWhatItPromisesInEveryInterleaving() {
        Long only = Long.getLong("iii.simulation.seed");
        long first = only == null ? 0 : only;
        long count = only == null ? Long.getLong("iii.simulation.seeds", 10_000) : 1;
        long answered = 0;
        long lost = 0;
        long reconnects = 0;
        for (long seed = first; seed < first + count; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run(STEPS);
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + " (play it again with -Diii.simulation.seed=" + seed + ")", e);
            }
            answered += simulation.answered();
            lost += simulation.lost();
            reconnects += simulation.reconnects();
        }
        // Without calls that were answered and others that were lost, it would have shown nothing.
        assertThat(answered).as("answered calls").isGreaterThan(count);
        assertThat(lost).as("calls lost with their connection").isGreaterThan(count / 10);
        assertThat(reconnects).as("connections").isGreaterThan(count * 2);
    }
}
