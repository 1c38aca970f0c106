package dev.iii.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes calls under load while processes are killed and frozen and connections fail, and compares every outcome with what the
 * workers have recorded.
 *
 * <p>{@code -Diii.chaos.calls} and {@code -Diii.chaos.faults} set the size of a run, {@code -Diii.chaos.seed} repeats the
 * calls and faults of another one, and {@code -Diii.url=ws://…} uses a running engine. Faults of the engine process are
 * then omitted.
 */
class ChaosTest {

    /** The number of calls made during a fault. It is smaller if all calls in flight wait. */
    private static final int CALLS_PER_FAULT = 200;

    private static final Duration LONGEST_HOLD = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int calls = Integer.getInteger("iii.chaos.calls", 100_000);
    private final int faults = Integer.getInteger("iii.chaos.faults", 50);
    private final long seed = Long.getLong("iii.chaos.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<FaultWindow> windows = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGSTOP")
    void everyOutcomeIsTrueWhileProcessesAndConnectionsFail() throws Exception {
        String given = System.getProperty("iii.url");
        List<FaultKind> kinds = Arrays.stream(FaultKind.values())
                .filter(kind -> given == null || !kind.ofTheEngine())
                .toList();
        String size = calls + " calls, " + faults + " faults, seed " + seed;
        System.out.println("Chaos: " + size + "; repeat it with -Diii.chaos.seed=" + seed);
        long begin = System.nanoTime();
        CallRecords records = new CallRecords(calls + (faults + 1) * 2 * CALLS_PER_FAULT);
        try (Cluster cluster = new Cluster(directory, given == null ? null : URI.create(given));
                CallLoad load = new CallLoad(cluster.caller(), Cluster.WORKERS, random.nextLong(), records)) {
            try {
                for (FaultKind kind : plan(kinds)) {
                    int calm = Math.max(1, calls / faults - CALLS_PER_FAULT);
                    // More calls are permitted than awaited, so that calls are in flight when the fault begins.
                    int enough = load.made() + calm;
                    load.permit(enough + CALLS_PER_FAULT);
                    await("calls are made").until(() -> load.made() >= enough);
                    fault(kind, cluster, load);
                }
                load.permit(calls);
                await("the last calls are made").until(load::isPaused);
                assertThat(load.awaitEnd(PATIENCE)).as("all calls have ended").isTrue();
                OutcomeCheck check = new OutcomeCheck(records, load.made(), windows, given != null);
                cluster.endWorkers(check::ran);
                List<String> violations = check.violations();
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                System.out.println("Chaos: " + seconds + " s, " + check.summary());
                assertThat(violations).isEmpty();
                assertThat(check.vacuity(kinds))
                        .as("reasons why this run proves nothing")
                        .isEmpty();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        size + ", " + windows.size() + " faults so far, files in " + directory
                                + ", output of processes:\n" + cluster.output(),
                        e);
            }
        }
    }

    /** Returns the kinds of all faults: each kind equally often, in random order. */
    private List<FaultKind> plan(List<FaultKind> kinds) {
        List<FaultKind> plan = new ArrayList<>();
        while (plan.size() < faults) {
            List<FaultKind> round = new ArrayList<>(kinds);
            Collections.shuffle(round, random);
            plan.addAll(round);
        }
        return plan.subList(0, faults);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private void fault(FaultKind kind, Cluster cluster, CallLoad load) throws Exception {
        Random choices = new Random(random.nextLong());
        long begin = System.nanoTime();
        String detail = cluster.fault(kind, choices, () -> hold(kind, load));
        cluster.awaitAnswers();
        windows.add(new FaultWindow(kind, detail, begin, System.nanoTime()));
    }

    /** Waits while calls are made during the fault, and during a freeze until one of them has timed out. */
    private static void hold(FaultKind kind, CallLoad load) {
        boolean frozen = kind == FaultKind.WORKER_FROZEN || kind == FaultKind.ENGINE_FROZEN;
        int timeouts = load.timeouts();
        load.permit(load.made() + CALLS_PER_FAULT);
        try {
            await("the calls during the fault are made")
                    .atMost(LONGEST_HOLD)
                    .until(() -> load.isPaused() && (!frozen || load.timeouts() > timeouts));
        } catch (ConditionTimeoutException e) {
            // All calls in flight wait for what the fault has hit.
        }
    }
}
