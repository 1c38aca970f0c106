package dev.iii.testing.chaos;

import dev.iii.sdk.error.FunctionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kind, begin, end and result of each call, as the caller sees them. The load and callback threads write them; they are
 * read after all calls have ended.
 */
final class CallRecords {

    private final CallKind[] kinds;
    private final CallResult[] results;
    private final long[] begins;
    private final long[] ends;
    private final Map<Integer, String> failures = new ConcurrentHashMap<>();

    CallRecords(int capacity) {
        this.kinds = new CallKind[capacity];
        this.results = new CallResult[capacity];
        this.begins = new long[capacity];
        this.ends = new long[capacity];
    }

    int capacity() {
        return kinds.length;
    }

    /** Called immediately before a call is made. */
    void made(int call, CallKind kind) {
        made(call, kind, System.nanoTime());
    }

    void made(int call, CallKind kind, long now) {
        kinds[call] = kind;
        results[call] = CallResult.PENDING;
        begins[call] = now;
    }

    /** Called when a call has ended. */
    void ended(int call, CallResult result, @Nullable Throwable failure) {
        ended(call, result, failure, System.nanoTime());
    }

    void ended(int call, CallResult result, @Nullable Throwable failure, long now) {
        ends[call] = now;
        results[call] = result;
        if (failure != null && result != CallResult.FAILED) {
            failures.put(
                    call,
                    failure instanceof FunctionException error ? error.code() + " " + failure : failure.toString());
        }
    }

    CallKind kind(int call) {
        return kinds[call];
    }

    CallResult result(int call) {
        return results[call];
    }

    long begin(int call) {
        return begins[call];
    }

    long end(int call) {
        return ends[call];
    }

    /** Returns the exception of a call, or an empty string. */
    String failure(int call) {
        return failures.getOrDefault(call, "");
    }
}
