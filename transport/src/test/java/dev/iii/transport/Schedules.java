package dev.iii.transport;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Runs scenarios of several threads in many schedules: the model checker decides at every access of shared memory which
 * thread continues. A scenario that fails or waits for ever in one schedule fails, and the message shows that schedule.
 *
 * <p>Scenarios must be neither lambdas nor records, because the model checker does not see what their fields share. They must
 * wait for the ends of their threads.
 *
 * <p>transport, sdk and engine-stub have this class each: the tests of a module cannot use those of another one, and a module
 * with nothing else in it would cost more than it saves.
 */
final class Schedules {

    /** The number of schedules of each scenario. */
    private static final int INVOCATIONS = Integer.getInteger("iii.schedules.invocations", 100);

    private static final int ATTEMPTS = 3;

    private Schedules() {}

    static void run(Runnable scenario) {
        // Initializes all classes: the model checker cannot switch the threads while one of them initializes a class.
        scenario.run();
        for (int attempt = 1; ; attempt++) {
            try {
                Lincheck.runConcurrentTest(INVOCATIONS, scenario);
                return;
            } catch (LincheckAssertionError e) {
                // Without a schedule, the time limit of one run has passed: the machine is too busy.
                if (attempt == ATTEMPTS || String.valueOf(e.getMessage()).contains("interleaving")) {
                    throw e;
                }
            }
        }
    }

    static void check(boolean condition, String failure) {
        if (!condition) {
            throw new AssertionError(failure);
        }
    }
}
