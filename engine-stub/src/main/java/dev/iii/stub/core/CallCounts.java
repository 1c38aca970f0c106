package dev.iii.stub.core;

import java.util.concurrent.atomic.LongAdder;

/** How many calls of functions there have been. Thread-safe; costs a call next to nothing. */
public final class CallCounts {

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder deferred = new LongAdder();

    CallCounts() {}

    void handedOver() {
        deferred.increment();
    }

    void answered(Outcome outcome) {
        (outcome instanceof Outcome.Failure ? failed : succeeded).increment();
    }

    /** All calls of functions that there were. */
    public long total() {
        return succeeded() + failed() + deferred();
    }

    /** Calls that the engine has answered without an error. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Calls that the engine has answered with an error. */
    public long failed() {
        return failed.sum();
    }

    /** Calls that were handed over to a connected worker, whatever it answered. */
    public long deferred() {
        return deferred.sum();
    }
}
