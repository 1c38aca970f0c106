package dev.iii.testing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Finds the threads of workers that a test has created and not closed. */
final class ThreadLeaks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 5_000_000L;
    private static final String WORKERS = "iii-";
    private static final String LOOP = "-io";
    private static final String ENGINES = "iii-stub-";

    private ThreadLeaks() {}

    /** Returns the threads of workers that are running. */
    static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(WORKERS))
                .filter(thread -> !thread.getName().startsWith(ENGINES))
                .collect(Collectors.toSet());
    }

    /**
     * Checks that the threads that were started since a snapshot have stopped. Waits for them, because the threads of a
     * closed worker stop a moment later.
     *
     * @param before the threads of the snapshot
     * @param workers the names of the workers that stay open
     * @throws AssertionError if threads are still running after 5 s
     */
    static void check(Set<Thread> before, List<String> workers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> remaining = remaining(before, workers);
        while (!remaining.isEmpty()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError("threads of workers are still running after the test: " + remaining
                        + "; close every worker that the test creates, or use a Worker or Workers parameter");
            }
            LockSupport.parkNanos(POLL_NANOS);
            remaining = remaining(before, workers);
        }
    }

    /** Ignores the threads of workers that existed before the test, because these may have started more threads since. */
    private static Set<String> remaining(Set<Thread> before, List<String> workers) {
        Set<String> known = new HashSet<>();
        workers.forEach(worker -> known.add(WORKERS + worker + "-"));
        for (Thread thread : before) {
            String name = thread.getName();
            if (name.endsWith(LOOP)) {
                known.add(name.substring(0, name.length() - LOOP.length() + 1));
            }
        }
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> known.stream().noneMatch(name::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
