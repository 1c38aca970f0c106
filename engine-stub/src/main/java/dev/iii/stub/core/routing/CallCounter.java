package dev.iii.stub.core.routing;

import dev.iii.stub.core.api.CallCounts;
import dev.iii.stub.core.call.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls. Thread-safe, without contention between the threads that call. */
final class CallCounter {

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder deferred = new LongAdder();

    void sentToWorker() {
        deferred.increment();
    }

    void answered(Outcome outcome) {
        (outcome instanceof Outcome.Failure ? failed : succeeded).increment();
    }

    CallCounts counts() {
        return new CallCounts(succeeded.sum(), failed.sum(), deferred.sum());
    }
}
