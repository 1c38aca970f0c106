package dev.iii.testing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Threads of workers that a test has made and not ended. */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 5_000_000L;
    private static final String WORKERS = "iii-";
    private static final String LOOP = "-io";
    private static final String ENGINES = "iii-stub-";

    private Leftovers() {}

    /** Threads of workers that there are. */
    static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(WORKERS))
                .filter(thread -> !thread.getName().startsWith(ENGINES))
                .collect(Collectors.toSet());
    }

    /**
     * Waits for the end of what has begun since, which takes a moment after a worker was closed.
     *
     * @param workers names of workers that go on
     * @throws AssertionError when something is left
     */
    static void check(Set<Thread> before, List<String> workers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> left = left(before, workers);
        while (!left.isEmpty()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError("the test has left threads of workers: " + left
                        + "; close every worker that it makes, or take it as a parameter");
            }
            LockSupport.parkNanos(POLL_NANOS);
            left = left(before, workers);
        }
    }

    /** A worker that was there before may have begun more threads since. */
    private static Set<String> left(Set<Thread> before, List<String> workers) {
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
