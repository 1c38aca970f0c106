package dev.iii.benchmarks;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Measures how the number of functions of a worker affects its start, its calls and its memory. */
final class ManyFunctions implements Benchmark {

    private static final int WINDOW = 64;

    @Override
    public String summary() {
        return "registration, calls and heap by the number of functions of a worker";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "50000", "number of calls for each number of functions")
                .option("--counts", "LIST", "1,10,100,1000,10000,100000", "numbers of functions")
                .option("--warm-up", "N", "100000", "number of calls before the measurement; 0 for none");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        String url = arguments.text("URL");
        int calls = arguments.number("N", 1);
        List<Integer> counts = arguments.numbers("--counts", 1);
        int warmUp = arguments.number("--warm-up", 0);
        if (warmUp > 0) {
            JsonLine unused = measure(url, 10, warmUp);
        }
        List<JsonLine> rows = new ArrayList<>();
        for (int count : counts) {
            rows.add(measure(url, count, calls));
        }
        return new JsonLine()
                .put("benchmark", "functions")
                .put("jdk", Runtime.version().feature())
                .put("warm_up", warmUp)
                .put("calls", calls)
                .put("rows", rows);
    }

    private static JsonLine measure(String url, int count, int calls) throws InterruptedException {
        String prefix = TwoWorkers.unique("bench::many") + "-" + count + "-";
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(prefix + i);
        }
        try (TwoWorkers workers = TwoWorkers.connect(url, options -> options.inferSchemas(false))) {
            workers.callee().awaitReady(TwoWorkers.PATIENCE);
            workers.caller().awaitReady(TwoWorkers.PATIENCE);
            long start = System.nanoTime();
            Registration last = null;
            for (String id : ids) {
                last = workers.callee().registerFunction(FunctionDefinition.of(id, (json, call) -> json));
            }
            if (last != null) {
                Registration unused = last.awaitConfirmed(TwoWorkers.PATIENCE);
            }
            double registerMillis = (System.nanoTime() - start) / 1e6;
            Worker caller = workers.caller();
            TwoWorkers.awaitResult(() -> caller.trigger(ids.get(count - 1), Order.SAMPLE));
            // Multiples of a large prime select the functions in an order that caches cannot predict.
            ClosedLoop.Calls call =
                    index -> caller.triggerAsync(ids.get((int) (index * 1_000_003L % count)), Order.SAMPLE);
            ClosedLoop.Result inTurn = ClosedLoop.run(Math.max(1, calls / 4), 1, call);
            ClosedLoop.Result together = ClosedLoop.run(calls, WINDOW, call);
            return new JsonLine()
                    .put("functions", count)
                    .put("register_ms", registerMillis)
                    .put("p50_us", inTurn.latencies().p50())
                    .put("per_s", Math.round(together.perSecond()))
                    .put("cpu_us", together.cpuMicros())
                    .put("heap_mib", usedHeapMiB())
                    .put("lost", inTurn.lost() + together.lost());
        }
    }

    private static long usedHeapMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
