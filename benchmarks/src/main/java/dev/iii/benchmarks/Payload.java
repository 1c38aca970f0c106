package dev.iii.benchmarks;

import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Measures calls with payloads of several sizes, compared with the same bytes copied through the same transport. */
final class Payload implements Benchmark {

    private static final int MIN_CALLS = 20;

    /** The measurement of one size in one round. */
    private record Sample(ClosedLoop.Result inTurn, ClosedLoop.Result together) {

        static Sample of(int calls, int window, ClosedLoop.Calls call) throws InterruptedException {
            return new Sample(
                    ClosedLoop.run(Math.max(MIN_CALLS, calls / 4), 1, call), ClosedLoop.run(calls, window, call));
        }

        static double p50(List<Sample> samples) {
            return Latencies.median(samples.stream()
                    .mapToDouble(s -> s.inTurn().latencies().p50())
                    .toArray());
        }

        static double perSecond(List<Sample> samples) {
            return Latencies.median(
                    samples.stream().mapToDouble(s -> s.together().perSecond()).toArray());
        }

        static int lost(List<Sample> samples) {
            return samples.stream()
                    .mapToInt(s -> s.inTurn().lost() + s.together().lost())
                    .sum();
        }
    }

    @Override
    public String summary() {
        return "calls with small and large payloads, compared with a raw copy of the same bytes";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "20000", "maximum number of calls for each size")
                .option("--sizes", "LIST", "1024,10240,1048576", "bytes of the payloads")
                .option("--mib", "N", "256", "maximum sum of the payloads for each size, in MiB")
                .option("--window", "N", "8", "number of calls in flight for the throughput")
                .option("--rounds", "N", "3", "number of rounds; the results are medians");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        int maxCalls = arguments.number("N", 1);
        List<Integer> sizes = arguments.numbers("--sizes", 2);
        long bytes = (long) arguments.number("--mib", 1) << 20;
        int window = arguments.number("--window", 1);
        int rounds = arguments.number("--rounds", 1);
        String function = TwoWorkers.unique("bench::echo");
        try (RawPair raw = new RawPair();
                TwoWorkers workers = TwoWorkers.connect(arguments.text("URL"))) {
            workers.callee().registerFunction(function, (json, call) -> json);
            Worker caller = workers.caller();
            workers.awaitFirstResult(() -> caller.trigger(function, null));
            List<JsonLine> rows = new ArrayList<>();
            for (int size : sizes) {
                int calls = (int) Math.max(MIN_CALLS, Math.min(maxCalls, bytes / size));
                Json payload = Json.of("x".repeat(size - 2));
                byte[] copied = payload.text().getBytes(StandardCharsets.UTF_8);
                ClosedLoop.Calls call = index -> caller.triggerAsync(function, payload);
                ClosedLoop.Calls copy = index -> raw.echo(copied);
                // The first round is the warm-up.
                Sample unusedCall = Sample.of(calls, window, call);
                Sample unusedCopy = Sample.of(calls, window, copy);
                List<Sample> called = new ArrayList<>();
                List<Sample> rawCopies = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    called.add(Sample.of(calls, window, call));
                    rawCopies.add(Sample.of(calls, window, copy));
                }
                rows.add(row(size, calls, called, rawCopies));
            }
            return new JsonLine()
                    .put("benchmark", "payload")
                    .put("jdk", Runtime.version().feature())
                    .put("window", window)
                    .put("rounds", rounds)
                    .put("rows", rows);
        }
    }

    private static JsonLine row(int size, int calls, List<Sample> called, List<Sample> copies) {
        double mib = size / (double) (1 << 20);
        return new JsonLine()
                .put("bytes", size)
                .put("calls", calls)
                .put("p50_us", Sample.p50(called))
                .put("raw_p50_us", Sample.p50(copies))
                .putRatio("p50_ratio", Sample.p50(called) / Sample.p50(copies))
                .put("mib_per_s", Sample.perSecond(called) * mib)
                .put("raw_mib_per_s", Sample.perSecond(copies) * mib)
                .putRatio("rate_ratio", Sample.perSecond(called) / Sample.perSecond(copies))
                .put("lost", Sample.lost(called));
    }
}
