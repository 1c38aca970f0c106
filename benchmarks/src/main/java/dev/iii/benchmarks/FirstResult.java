package dev.iii.benchmarks;

import dev.iii.sdk.Worker;
import java.io.IOException;

/** Connects two workers, makes one call, prints the time since the start of {@code main} and ends. */
final class FirstResult {

    private FirstResult() {}

    /** Runs with the address of the engine as the argument. */
    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        String function = TwoWorkers.unique("bench::first");
        TwoWorkers workers = TwoWorkers.connect(args[0]);
        workers.callee().registerFunction(function, Order.class, (order, call) -> order);
        Worker caller = workers.caller();
        workers.awaitFirstResult(() -> caller.trigger(function, Order.SAMPLE, Order.class));
        System.out.println((System.nanoTime() - start) / 1e6);
        workers.close();
        System.exit(0);
    }
}
