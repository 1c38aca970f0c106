package dev.iii.benchmarks.jmh;

import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameDecoder;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.MalformedFrameException;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.json.JsonCodec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures frames and payloads: the two frames of a call, and a record of 200 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {

    /** The payload. */
    public record Item(String sku, int quantity, double price, List<String> tags, String note) {}

    private static final int MAX_DEPTH = 128;

    private final JsonCodec codec = JsonCodec.standard();
    private final Item item = new Item("sku-000123", 3, 19.99, List.of("a", "b", "c"), "x".repeat(100));
    private final byte[] payload = codec.write(item);
    private final UUID id = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    private final InvokeFunction invoke =
            new InvokeFunction(id, "bench::echo", RawJson.wrap(payload), null, null, null, null, null);
    private final InvocationResult result =
            new InvocationResult(id, "bench::echo", RawJson.wrap(payload), null, null, null);
    private final byte[] invokeBytes = FrameEncoder.encode(invoke);
    private final byte[] resultBytes = FrameEncoder.encode(result);
    private final FrameDecoder decoder = new FrameDecoder(MAX_DEPTH);
    private final JsonBuffer buffer = new JsonBuffer();

    /** Reads the frame of a call. */
    @Benchmark
    public Frame decodeInvoke() throws MalformedFrameException {
        return decoder.decode(invokeBytes, 0, invokeBytes.length);
    }

    /** Reads the frame of a result. */
    @Benchmark
    public Frame decodeResult() throws MalformedFrameException {
        return decoder.decode(resultBytes, 0, resultBytes.length);
    }

    /** Writes the frame of a call. */
    @Benchmark
    public int encodeInvoke() {
        FrameEncoder.encode(invoke, buffer.reset());
        return buffer.length();
    }

    /** Writes the frame of a result. */
    @Benchmark
    public int encodeResult() {
        FrameEncoder.encode(result, buffer.reset());
        return buffer.length();
    }

    /** Reads a record from JSON. */
    @Benchmark
    public @Nullable Object readPayload() {
        return codec.read(payload, 0, payload.length, Item.class);
    }

    /** Writes a record as JSON. */
    @Benchmark
    public byte[] writePayload() {
        return codec.write(item);
    }
}
