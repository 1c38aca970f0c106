package dev.iii.benchmarks;

import dev.iii.sdk.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/** Measures a quick function while other functions of the same worker sleep. */
final class SlowHandlers implements Benchmark {

    /** One function that sleeps. */
    private record Sleeper(String function, int micros) {

        static Sleeper of(int micros) {
            return new Sleeper(TwoWorkers.unique("bench::sleep-" + micros), micros);
        }

        void sleep() {
            long end = System.nanoTime() + micros * 1000L;
            long left;
            while ((left = end - System.nanoTime()) > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    @Override
    public String summary() {
        return "latency of a quick function, alone and next to functions that sleep";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "20000", "number of quick calls in each round")
                .option("--sleeps", "LIST", "0,50,1000,20000", "times in microseconds that the functions sleep")
                .option("--window", "N", "8", "number of quick calls in flight")
                .option("--sleepers", "N", "16", "number of calls in flight of functions that sleep")
                .option("--rounds", "N", "5", "number of rounds; each measures alone and with every sleep")
                .option("--warm-up", "N", "200000", "number of quick calls before the measurement; 0 for none");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        int calls = arguments.number("N", 1);
        int window = arguments.number("--window", 1);
        int rounds = arguments.number("--rounds", 1);
        int inFlight = arguments.number("--sleepers", 1);
        int warmUp = arguments.number("--warm-up", 0);
        List<Sleeper> sleepers = arguments.numbers("--sleeps", 0).stream()
                .map(Sleeper::of)
                .distinct()
                .toList();
        List<Mix> mixes = new ArrayList<>();
        sleepers.forEach(sleeper -> mixes.add(new Mix(List.of(sleeper))));
        if (sleepers.size() > 1) {
            mixes.add(new Mix(sleepers));
        }
        String quick = TwoWorkers.unique("bench::echo");
        try (TwoWorkers workers = TwoWorkers.connect(arguments.text("URL"))) {
            workers.callee().registerFunction(quick, Order.class, (order, call) -> order);
            for (Sleeper sleeper : sleepers) {
                workers.callee().registerFunction(sleeper.function(), Order.class, (order, call) -> {
                    sleeper.sleep();
                    return order;
                });
            }
            Worker caller = workers.caller();
            workers.awaitFirstResult(() -> caller.trigger(quick, Order.SAMPLE));
            ClosedLoop.Calls call = index -> caller.triggerAsync(quick, Order.SAMPLE, Order.class);
            ClosedLoop.Result unused = ClosedLoop.run(warmUp, window, call);
            for (int round = 0; round < rounds; round++) {
                for (Mix mix : mixes) {
                    mix.measure(caller, inFlight, () -> ClosedLoop.run(calls, window, call));
                }
            }
            return new JsonLine()
                    .put("benchmark", "slow")
                    .put("jdk", Runtime.version().feature())
                    .put("warm_up", warmUp)
                    .put("window", window)
                    .put("sleepers", inFlight)
                    .put("rounds", rounds)
                    .put("rows", mixes.stream().map(Mix::row).toList());
        }
    }

    /** Measures the quick function alone. */
    private interface QuickCalls {
        ClosedLoop.Result make() throws InterruptedException;
    }

    /** The functions that sleep while the quick function is called, and the measurements with them. */
    private static final class Mix {

        private final List<Sleeper> sleepers;
        private final List<ClosedLoop.Result> alone = new ArrayList<>();
        private final List<ClosedLoop.Result> beside = new ArrayList<>();
        private final List<ClosedLoop.Result> slow = new ArrayList<>();

        Mix(List<Sleeper> sleepers) {
            this.sleepers = sleepers;
        }

        void measure(Worker caller, int inFlight, QuickCalls quick) throws InterruptedException {
            alone.add(quick.make());
            try (Load load = new Load(caller, sleepers, inFlight)) {
                beside.add(quick.make());
                slow.add(load.stop());
            }
        }

        JsonLine row() {
            double aloneP99 = median(alone, result -> result.latencies().p99());
            double besideP99 = median(beside, result -> result.latencies().p99());
            return new JsonLine()
                    .put(
                            "sleep_us",
                            sleepers.size() == 1
                                    ? String.valueOf(sleepers.get(0).micros())
                                    : "mixed")
                    .put(
                            "alone_p50_us",
                            median(alone, result -> result.latencies().p50()))
                    .put("alone_p99_us", aloneP99)
                    .put("p50_us", median(beside, result -> result.latencies().p50()))
                    .put("p99_us", besideP99)
                    .putRatio("p99_ratio", besideP99 / aloneP99)
                    .put("slow_per_s", Math.round(median(slow, ClosedLoop.Result::perSecond)))
                    .put("lost", lost(alone) + lost(beside) + lost(slow));
        }

        private static double median(List<ClosedLoop.Result> results, ToDoubleFunction<ClosedLoop.Result> value) {
            return Latencies.median(results.stream().mapToDouble(value).toArray());
        }

        private static int lost(List<ClosedLoop.Result> results) {
            return results.stream().mapToInt(ClosedLoop.Result::lost).sum();
        }
    }

    /** Calls of functions that sleep, until it is closed. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final CompletableFuture<ClosedLoop.Result> ended;

        Load(Worker caller, List<Sleeper> mix, int inFlight) {
            // Calls of one sleeper start one after the other, so that the mix of calls in flight stays as it began.
            List<CompletableFuture<ClosedLoop.Result>> loops = new ArrayList<>();
            for (int i = 0; i < mix.size(); i++) {
                Sleeper sleeper = mix.get(i);
                int share = inFlight / mix.size() + (i < inFlight % mix.size() ? 1 : 0);
                if (share > 0) {
                    loops.add(start(caller, sleeper.function(), share));
                }
            }
            ended = loops.stream()
                    .reduce((one, other) -> one.thenCombine(other, Load::sum))
                    .orElseThrow();
        }

        private CompletableFuture<ClosedLoop.Result> start(Worker caller, String function, int share) {
            CompletableFuture<ClosedLoop.Result> result = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            result.complete(ClosedLoop.runUntil(
                                    stopped::get,
                                    share,
                                    index -> caller.triggerAsync(function, Order.SAMPLE, Order.class)));
                        } catch (InterruptedException | RuntimeException e) {
                            result.completeExceptionally(e);
                        }
                    },
                    "bench-" + function);
            thread.setDaemon(true);
            thread.start();
            return result;
        }

        private static ClosedLoop.Result sum(ClosedLoop.Result a, ClosedLoop.Result b) {
            return new ClosedLoop.Result(
                    a.results() + b.results(),
                    a.lost() + b.lost(),
                    a.perSecond() + b.perSecond(),
                    a.cpuMicros(),
                    a.latencies());
        }

        ClosedLoop.Result stop() {
            stopped.set(true);
            return ended.join();
        }

        @Override
        public void close() {
            stopped.set(true);
        }
    }
}
