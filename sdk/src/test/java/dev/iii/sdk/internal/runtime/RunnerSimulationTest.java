package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Runs simulations of the runner, each from a seed. {@code -Diii.simulation.seed=N} repeats a single one. */
class RunnerSimulationTest {

    private static final long SEEDS = 2_000;

    /** The runner logs every error with its stack. */
    private final Logger log = (Logger) LoggerFactory.getLogger(SessionRunner.class);

    @BeforeEach
    void silenceTheLog() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void restoreTheLog() {
        log.setLevel(null);
    }

    @Test
    void everyCallEndsOnceAlthoughCallbacksFailWithErrors() {
        Long only = Long.getLong("iii.simulation.seed");
        long first = only == null ? 0 : only;
        long count = only == null ? SEEDS : 1;
        long errors = 0;
        long calls = 0;
        long hanging = 0;
        for (long seed = first; seed < first + count; seed++) {
            RunnerSimulation simulation = new RunnerSimulation(seed);
            try {
                simulation.run();
            } catch (Throwable e) {
                fail("seed " + seed + " (repeat it with -Diii.simulation.seed=" + seed + ")", e);
            }
            errors += simulation.errors();
            calls += simulation.calls();
            hanging += simulation.hanging();
        }
        assertThat(calls).as("calls").isGreaterThan(count * 20);
        assertThat(hanging).as("handlers that hang").isGreaterThanOrEqualTo(count / 2);
        assertThat(errors).as("errors").isGreaterThan(count * 10);
    }
}
