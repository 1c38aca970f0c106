package dev.iii.sdk.internal.session;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the table of calls without a result. In this package because the table is not public. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PendingCallsBenchmark {

    /** The number of other calls in the table. */
    @Param({"0", "63", "9999"})
    public int others;

    private PendingCalls table = new PendingCalls(1, 1, 1);
    private long nextId;

    /** Fills the table. */
    @Setup
    public void fill() {
        table = new PendingCalls(100_000, 100, 1 << 20);
        for (int i = 0; i < others; i++) {
            table.sent(next());
        }
    }

    private PendingCall next() {
        long number = nextId++;
        UUID id = new UUID(number * 0x9E3779B97F4A7C15L, number);
        InvokeFunction frame = new InvokeFunction(id, "bench::echo", RawJson.NULL, null, null, null, null, null);
        return new PendingCall(id, frame, number, outcome -> {});
    }

    /** Adds a call, finds it by its id, as its result does, and removes it. */
    @Benchmark
    public @Nullable PendingCall addFindRemove() {
        PendingCall call = next();
        table.sent(call);
        PendingCall found = table.sent(call.id());
        boolean unused = table.finish(call);
        return found;
    }
}
