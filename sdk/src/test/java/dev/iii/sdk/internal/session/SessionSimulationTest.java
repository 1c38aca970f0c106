package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Runs ten thousand simulations, each from a seed. {@code -Diii.simulation.seed=N} repeats a single one, {@code
 * -Diii.simulation.seeds=N} runs more.
 */
class SessionSimulationTest {

    private static final int STEPS = 60;
    /** The number of simulations from which everything happens. */
    private static final int ENOUGH = 1000;

    @Test
    void theInvariantsHoldInEveryInterleaving() {
        Long only = Long.getLong("iii.simulation.seed");
        long first = only == null ? 0 : only;
        long count = only == null ? Long.getLong("iii.simulation.seeds", 10_000) : 1;
        long answered = 0;
        long lost = 0;
        long reconnects = 0;
        long refusedWhileWaiting = 0;
        long expiredBeforeTheirTimer = 0;
        long shortConnections = 0;
        long refusedHandlers = 0;
        long userErrors = 0;
        for (long seed = first; seed < first + count; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run(STEPS);
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + " (repeat it with -Diii.simulation.seed=" + seed + ")", e);
            }
            answered += simulation.counts().answered;
            lost += simulation.counts().lost;
            reconnects += simulation.counts().reconnects;
            refusedWhileWaiting += simulation.counts().refusedWhileWaiting;
            expiredBeforeTheirTimer += simulation.counts().expiredBeforeTheirTimer;
            shortConnections += simulation.counts().shortConnections;
            refusedHandlers += simulation.counts().refusedHandlers;
            userErrors += simulation.counts().userErrors;
        }
        if (count < ENOUGH) {
            return;
        }
        // The invariants mean nothing unless everything that they are about has happened.
        assertThat(answered).as("answered calls").isGreaterThan(count);
        assertThat(lost).as("calls lost with their connection").isGreaterThan(count / 10);
        assertThat(reconnects).as("connections").isGreaterThan(count * 2);
        assertThat(refusedWhileWaiting)
                .as("calls that waited at the final refusal")
                .isGreaterThan(count / 20);
        assertThat(expiredBeforeTheirTimer)
                .as("calls that expired before their timer")
                .isGreaterThan(count / 1000);
        assertThat(shortConnections)
                .as("connections that did not become stable")
                .isGreaterThan(count / 10);
        assertThat(refusedHandlers).as("handlers without a thread").isGreaterThan(count / 10);
        assertThat(userErrors).as("errors of the user").isGreaterThan(count);
    }
}
