package dev.iii.benchmarks;

/** {@code java -jar benchmarks.jar roundtrip URL N_SEQ N_PAR WINDOW}. */
public final class Main {

    private static final String USAGE = """
            usage: benchmarks roundtrip [URL [N_SEQ [N_PAR [WINDOW]]]] [--blocking]

              URL         worker port of a running engine      ws://127.0.0.1:49134
              N_SEQ       calls one after the other            3000
              N_PAR       calls with WINDOW in flight          30000
              WINDOW      calls in flight                      64
              --blocking  a waiting thread for each call in flight instead of futures

            Prints one JSON line.""";

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || !args[0].equals("roundtrip")) {
            fail(args.length == 0 ? "what is to be measured is missing" : "'" + args[0] + "' is not known");
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
