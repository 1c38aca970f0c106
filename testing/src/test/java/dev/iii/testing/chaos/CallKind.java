package dev.iii.testing.chaos;

/** The kinds of calls of a run. */
enum CallKind {
    /** A function that records the call and returns its payload. */
    PLAIN,
    /** A quick function that records the call and returns its payload. The timeout is shorter than most faults. */
    IMPATIENT,
    /** A plain function, called with retries. */
    IDEMPOTENT,
    /** A function that records the call and throws an error with a code that the engine or the SDK uses, too. */
    FAILING,
    /** A function that records the call and then calls the function of the next worker with the same number. */
    RELAYED;

    /** The codes of errors of {@link #FAILING} functions. */
    private static final String[] CODES = {
        "overloaded", "function_not_found", "invocation_stopped", "TIMEOUT", "FORBIDDEN", "not_enough_stock"
    };

    /** The code of the error of a relaying function whose own call has failed. */
    static final String RELAY_FAILED = "invocation_failed";

    /** Returns the id of the function of a worker for calls of this kind. */
    String function(int worker) {
        return "chaos::"
                + switch (this) {
                    case PLAIN, IDEMPOTENT -> "plain";
                    case IMPATIENT -> "quick";
                    case FAILING -> "fail";
                    case RELAYED -> "relay";
                }
                + "-" + worker;
    }

    /** Returns the error code with which {@link #FAILING} functions answer this call. */
    static String code(long call) {
        return CODES[(int) Math.floorMod(call, (long) CODES.length)];
    }
}
