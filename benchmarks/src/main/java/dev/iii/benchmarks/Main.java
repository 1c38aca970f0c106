package dev.iii.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a benchmark and prints one line of JSON: {@code java -jar benchmarks.jar roundtrip ws://127.0.0.1:49134}. */
public final class Main {

    private static final String JMH = "jmh";
    private static final int INVALID = 2;

    private Main() {}

    static Map<String, Benchmark> benchmarks() {
        Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
        benchmarks.put("roundtrip", new Roundtrip());
        benchmarks.put("payload", new Payload());
        benchmarks.put("inflight", new InFlight());
        benchmarks.put("functions", new ManyFunctions());
        benchmarks.put("fanout", new FanOut());
        benchmarks.put("slow", new SlowHandlers());
        benchmarks.put("start", new Start());
        benchmarks.put("memory", new Memory());
        return benchmarks;
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals(JMH)) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        System.exit(run(Arrays.asList(args)));
    }

    /** Runs with these arguments and returns the exit status: 0, or 2 if the arguments are invalid. */
    static int run(List<String> args) throws Exception {
        if (args.isEmpty()) {
            return invalid("the name of the benchmark is missing");
        }
        if (isHelp(args.get(0))) {
            System.out.print(usage());
            return 0;
        }
        Benchmark benchmark = benchmarks().get(args.get(0));
        if (benchmark == null) {
            return invalid("unknown benchmark '" + args.get(0) + "'");
        }
        List<String> rest = args.subList(1, args.size());
        if (rest.stream().anyMatch(Main::isHelp)) {
            System.out.print(usage(args.get(0), benchmark));
            return 0;
        }
        JsonLine line;
        try {
            line = benchmark.run(benchmark.parameters().parse(rest));
        } catch (IllegalArgumentException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
        System.out.println(line);
        return 0;
    }

    private static boolean isHelp(String argument) {
        return argument.equals("--help") || argument.equals("-h");
    }

    private static int invalid(String problem) {
        System.err.println("benchmarks: " + problem + "; try --help");
        return INVALID;
    }

    private static String usage() {
        StringBuilder text = new StringBuilder("usage: java -jar benchmarks.jar NAME [ARGUMENTS]\n\n");
        benchmarks().forEach((name, benchmark) -> text.append(line(name, benchmark.summary())));
        text.append(line(JMH, "microbenchmarks of parts of the SDK; takes the arguments of JMH"));
        return text.append("\nNAME --help shows the arguments. Each benchmark prints one line of JSON.\n")
                .toString();
    }

    private static String line(String name, String summary) {
        return String.format("  %-10s %s%n", name, summary);
    }

    private static String usage(String name, Benchmark benchmark) {
        Parameters parameters = benchmark.parameters();
        return "usage: java -jar benchmarks.jar " + name + parameters.synopsis() + "\n\nMeasures " + benchmark.summary()
                + ".\n\n" + parameters.describe();
    }
}
