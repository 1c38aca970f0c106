package dev.iii.benchmarks;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the memory of a process that contains one worker with one function. Another process calls the function. */
final class Memory implements Benchmark {

    private static final String NO_LIMIT = "none";

    @Override
    public String summary() {
        return "memory of a process with one worker, at rest and under load, by the limit of the heap";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "200000", "number of calls")
                .option("--xmx", "LIST", "32m,64m,128m,none", "limits of the heap; none for a JVM without a limit")
                .option("--window", "N", "64", "number of calls in flight")
                .option("--rest-ms", "N", "3000", "milliseconds between the last activity and a measurement at rest")
                .option("--jvm", "LIST", "", "additional options of the JVM that is started, separated by commas");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        String url = arguments.text("URL");
        int calls = arguments.number("N", 1);
        int window = arguments.number("--window", 1);
        int restMillis = arguments.number("--rest-ms", 0);
        List<String> jvmOptions = arguments.texts("--jvm");
        List<JsonLine> rows = new ArrayList<>();
        try (Worker caller = Iii.registerWorker(url, WorkerOptions.named(TwoWorkers.unique("caller")))) {
            for (String xmx : arguments.texts("--xmx")) {
                List<String> options = new ArrayList<>(jvmOptions);
                if (!xmx.equals(NO_LIMIT)) {
                    options.add("-Xmx" + xmx);
                }
                String function = TwoWorkers.unique("bench::echo") + "-" + rows.size();
                try (ChildJvm child = ChildJvm.start(options, EchoProcess.class.getName(), url, function)) {
                    JsonLine row = new JsonLine().put("xmx", xmx);
                    rows.add(measure(row, caller, child, function, calls, window, restMillis));
                }
            }
        }
        return new JsonLine()
                .put("benchmark", "memory")
                .put("jdk", Runtime.version().feature())
                .put("jvm", String.join(" ", jvmOptions))
                .put("calls", calls)
                .put("window", window)
                .put("rows", rows);
    }

    private static JsonLine measure(
            JsonLine row, Worker caller, ChildJvm child, String function, int calls, int window, int restMillis)
            throws IOException, InterruptedException {
        String unused = child.readLine();
        Thread.sleep(restMillis);
        long rest = ProcessUsage.residentMiB(child.pid());
        TwoWorkers.awaitResult(() -> caller.trigger(function, Order.SAMPLE));
        ClosedLoop.Result result =
                ClosedLoop.run(calls, window, index -> caller.triggerAsync(function, Order.SAMPLE, Order.class));
        long loaded = ProcessUsage.residentMiB(child.pid());
        long peak = ProcessUsage.peakMiB(child.pid());
        Thread.sleep(restMillis);
        return row.put("rest_mib", rest)
                .put("loaded_mib", loaded)
                .put("peak_mib", peak)
                .put("rest_after_mib", ProcessUsage.residentMiB(child.pid()))
                .put("per_s", Math.round(result.perSecond()))
                .put("lost", result.lost());
    }
}
