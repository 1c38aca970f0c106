package dev.iii.benchmarks;

/** Runs a benchmark: {@code java -jar benchmarks.jar roundtrip [URL [N_SEQ [N_PAR [WINDOW]]]] [--blocking]}. */
public final class Main {

    private static final String USAGE = """
            usage: benchmarks roundtrip [URL [N_SEQ [N_PAR [WINDOW]]]] [--blocking]

              URL         worker port of a running engine      ws://127.0.0.1:49134
              N_SEQ       number of sequential calls           3000
              N_PAR       total number of parallel calls       30000
              WINDOW      number of calls in flight            64
              --blocking  use one blocked thread per call in flight instead of futures

            Prints the results as one line of JSON.""";

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || !args[0].equals("roundtrip")) {
            fail(args.length == 0 ? "the name of the benchmark is missing" : "unknown benchmark '" + args[0] + "'");
            return;
        }
        Roundtrip roundtrip;
        try {
            roundtrip = Roundtrip.of(args);
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        System.out.println(roundtrip.run());
    }

    private static void fail(String problem) {
        System.err.println("benchmarks: " + problem);
        System.err.println(USAGE);
        System.exit(2);
    }
}
