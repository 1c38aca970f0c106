package dev.iii.benchmarks;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import java.util.ArrayList;
import java.util.List;

/** Measures an echo function with different numbers of calls in flight. */
final class InFlight implements Benchmark {

    @Override
    public String summary() {
        return "calls per second and latency by the number of calls in flight";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "100000", "number of calls for each number of calls in flight")
                .option("--windows", "LIST", "1,8,64,512,10000", "numbers of calls in flight")
                .option("--warm-up", "N", "200000", "number of calls before the measurement; 0 for none");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        int calls = arguments.number("N", 1);
        List<Integer> windows = arguments.numbers("--windows", 1);
        int warmUp = arguments.number("--warm-up", 0);
        int largest = windows.stream().mapToInt(Integer::intValue).max().orElseThrow();
        WorkerLimits limits = WorkerLimits.DEFAULT.withInbox(2 * largest + 1000).withCallsInFlight(2 * largest + 1000);
        String function = TwoWorkers.unique("bench::echo");
        try (TwoWorkers workers = TwoWorkers.connect(arguments.text("URL"), options -> options.limits(limits))) {
            workers.callee().registerFunction(function, Order.class, (order, call) -> order);
            Worker caller = workers.caller();
            workers.awaitFirstResult(() -> caller.trigger(function, Order.SAMPLE));
            ClosedLoop.Calls call = index -> caller.triggerAsync(function, Order.SAMPLE, Order.class);
            ClosedLoop.Result unused = ClosedLoop.run(warmUp, 64, call);
            List<JsonLine> rows = new ArrayList<>();
            for (int window : windows) {
                ClosedLoop.Result result = ClosedLoop.run(calls, window, call);
                rows.add(new JsonLine()
                        .put("in_flight", window)
                        .put("per_s", Math.round(result.perSecond()))
                        .put("cpu_us", result.cpuMicros())
                        .put("p50_us", result.latencies().p50())
                        .put("p99_us", result.latencies().p99())
                        .put("lost", result.lost()));
            }
            return new JsonLine()
                    .put("benchmark", "inflight")
                    .put("jdk", Runtime.version().feature())
                    .put("warm_up", warmUp)
                    .put("calls", calls)
                    .put("rows", rows)
                    .put("rss_mib", ProcessUsage.peakMiB());
        }
    }
}
