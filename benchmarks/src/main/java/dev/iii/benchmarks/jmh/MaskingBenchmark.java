package dev.iii.benchmarks.jmh;

import dev.iii.transport.websocket.DataFrames;
import dev.iii.transport.websocket.GrowingBytes;
import dev.iii.transport.websocket.Masking;
import java.util.concurrent.TimeUnit;
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

/** Measures the masking of a WebSocket message, alone and with the copy into the outbox. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MaskingBenchmark {

    private static final int KEY = 0x12345678;

    /** The number of bytes of the message. */
    @Param({"200", "10240", "1048576"})
    public int bytes;

    private final Masking.Keys keys = new Masking.Keys();
    private final GrowingBytes out = new GrowingBytes();
    private byte[] message = new byte[0];

    /** Creates the message. */
    @Setup
    public void fill() {
        message = new byte[bytes];
    }

    /** Masks the message in its array. */
    @Benchmark
    public byte[] mask() {
        Masking.apply(message, 0, message.length, KEY, 0);
        return message;
    }

    /** Appends the message as a masked text frame. */
    @Benchmark
    public int appendText() {
        out.clear(Integer.MAX_VALUE);
        DataFrames.appendText(out, message, 0, message.length, keys);
        return out.length();
    }
}
