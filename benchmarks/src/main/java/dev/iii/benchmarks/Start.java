package dev.iii.benchmarks;

import dev.iii.peers.BareClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the time from the start of a process to the first result, compared with a client without an SDK. */
final class Start implements Benchmark {

    /** One program that is started several times. */
    private record Program(String main, List<Double> totals, List<Double> mains) {

        static Program of(Class<?> main) {
            return new Program(main.getName(), new ArrayList<>(), new ArrayList<>());
        }

        void start(List<String> jvmOptions, String url, boolean measured) throws IOException {
            long start = System.nanoTime();
            try (ChildJvm child = ChildJvm.start(jvmOptions, main, url)) {
                double sinceMain = Double.parseDouble(child.readLine());
                double total = (System.nanoTime() - start) / 1e6;
                if (measured) {
                    totals.add(total);
                    mains.add(sinceMain);
                }
            }
        }

        Latencies total() {
            return Latencies.of(totals.stream().mapToDouble(Double::doubleValue).toArray());
        }

        JsonLine row() {
            double[] sinceMain = mains.stream().mapToDouble(Double::doubleValue).toArray();
            return new JsonLine()
                    .put("first_result_ms", total().p50())
                    .put("min_ms", total().min())
                    .put("max_ms", total().max())
                    .put("since_main_ms", Latencies.median(sinceMain));
        }
    }

    @Override
    public String summary() {
        return "time from the start of a process to the first result, compared with a client without an SDK";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "10", "number of starts of each program, in turns")
                .option("--jvm", "LIST", "", "options of the JVM that is started, separated by commas");
    }

    @Override
    public JsonLine run(Arguments arguments) throws IOException {
        String url = arguments.text("URL");
        int starts = arguments.number("N", 1);
        List<String> jvmOptions = arguments.texts("--jvm");
        Program sdk = Program.of(FirstResult.class);
        Program bare = Program.of(BareClient.class);
        for (int i = 0; i <= starts; i++) {
            // The first start of each reads the jar from the disk.
            boolean measured = i > 0;
            sdk.start(jvmOptions, url, measured);
            bare.start(jvmOptions, url, measured);
        }
        return new JsonLine()
                .put("benchmark", "start")
                .put("jdk", Runtime.version().feature())
                .put("jvm", String.join(" ", jvmOptions))
                .put("starts", starts)
                .put("sdk", sdk.row())
                .put("bare", bare.row())
                .putRatio("ratio", sdk.total().p50() / bare.total().p50());
    }
}
