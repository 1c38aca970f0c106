package dev.iii.benchmarks;

/** One benchmark of the command line. */
interface Benchmark {

    /** The address of the engine if none is given. */
    String DEFAULT_URL = "ws://127.0.0.1:49134";

    /** Returns one sentence that says what is measured. */
    String summary();

    /** Returns the parameters. */
    Parameters parameters();

    /**
     * Runs the benchmark.
     *
     * @throws IllegalArgumentException if an argument is invalid
     */
    JsonLine run(Arguments arguments) throws Exception;
}
