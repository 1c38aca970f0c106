package dev.iii.benchmarks;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.otel.EngineTelemetry;
import dev.iii.sdk.otel.TelemetryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls through an engine. A worker sends a small order, and another worker in the same process returns it. The
 * programs in {@code peers/} do the same work with the official SDKs. This class uses the typed API.
 */
final class Roundtrip implements Benchmark {

    /** The number of calls that are measured before the JVM has compiled the code. */
    private static final int COLD = 3000;

    /**
     * The sequential calls at the end of the warm-up. After parallel calls, the compiler compiles the path of a call again
     * for sequential ones. This ends after 5000 to 10 000 calls.
     */
    private static final int WARM_UP_IN_TURN = 10_000;

    @Override
    public String summary() {
        return "calls of an echo function, one after the other and in parallel";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N_SEQ", "40000", "number of sequential calls after the warm-up")
                .positional("N_PAR", "200000", "total number of parallel calls")
                .positional("WINDOW", "64", "number of calls in flight")
                .option("--warm-up", "N", "200000", "number of parallel calls before the measurement; 0 for none")
                .flag("--blocking", "use one blocked thread per call in flight instead of futures")
                .flag("--quick", "register the function with quick()")
                .flag("--telemetry", "create spans of all calls and send them to the engine");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        String url = arguments.text("URL");
        int sequential = arguments.number("N_SEQ", 1);
        int parallel = arguments.number("N_PAR", 1);
        int window = arguments.number("WINDOW", 1);
        int warmUp = arguments.number("--warm-up", 0);
        boolean blocking = arguments.has("--blocking");
        boolean quick = arguments.has("--quick");
        boolean traced = arguments.has("--telemetry");
        String function = TwoWorkers.unique("bench::echo");
        FunctionDefinition<Order> echo = FunctionDefinition.of(function, Order.class, (order, call) -> order);
        long start = System.nanoTime();
        try (EngineTelemetry telemetry = traced ? telemetry(url) : null;
                TwoWorkers workers = connect(url, telemetry)) {
            workers.callee().registerFunction(quick ? echo.quick() : echo);
            Worker caller = workers.caller();
            Runnable call = () -> check(caller.trigger(function, Order.SAMPLE, Order.class));
            workers.awaitFirstResult(call);
            double firstMillis = (System.nanoTime() - start) / 1e6;

            ClosedLoop.Result cold = ClosedLoop.runBlocking(Math.min(COLD, sequential), 1, call);
            ClosedLoop.Calls async = index -> caller.triggerAsync(function, Order.SAMPLE, Order.class);
            ClosedLoop.Result warming =
                    blocking ? ClosedLoop.runBlocking(warmUp, window, call) : ClosedLoop.run(warmUp, window, async);
            ClosedLoop.Result warmingInTurn = ClosedLoop.runBlocking(Math.min(WARM_UP_IN_TURN, warmUp), 1, call);
            ClosedLoop.Result inTurn = ClosedLoop.runBlocking(sequential, 1, call);
            ClosedLoop.Result together =
                    blocking ? ClosedLoop.runBlocking(parallel, window, call) : ClosedLoop.run(parallel, window, async);
            long lost = (long) cold.lost() + warming.lost() + warmingInTurn.lost() + inTurn.lost() + together.lost();
            return new JsonLine()
                    .put("benchmark", "roundtrip")
                    .put("sdk", "java")
                    .put("jdk", Runtime.version().feature())
                    .put("blocking", blocking)
                    .put("quick", quick)
                    .put("telemetry", traced)
                    .put("window", window)
                    .put("warm_up", warmUp)
                    .put("first_ms", firstMillis)
                    .put("cold_p50_us", cold.latencies().p50())
                    .put("cold_p99_us", cold.latencies().p99())
                    .put("cold_per_s", Math.round(warming.perSecond()))
                    .put("p50_us", inTurn.latencies().p50())
                    .put("p99_us", inTurn.latencies().p99())
                    .put("per_s", Math.round(together.perSecond()))
                    .put("cpu_us", together.cpuMicros())
                    .put("rss_mib", ProcessUsage.peakMiB())
                    .put("lost", lost);
        }
    }

    private static EngineTelemetry telemetry(String url) {
        return EngineTelemetry.start(TelemetryOptions.builder()
                .enabled(true)
                .engineUrl(url)
                .serviceName("benchmarks")
                .build());
    }

    private static TwoWorkers connect(String url, @Nullable EngineTelemetry telemetry) {
        return TwoWorkers.connect(
                url, options -> telemetry == null ? options : options.telemetry(telemetry.openTelemetry()));
    }

    private static void check(@Nullable Order echo) {
        if (!Order.SAMPLE.equals(echo)) {
            throw new IllegalStateException("the result differs from the payload: " + echo);
        }
    }
}
