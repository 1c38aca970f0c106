package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/** Collects the body of a request to which a function answers as a whole. One thread at a time. */
final class JsonBody implements Runnable {

    /** How the real engine's JSON parser counts. */
    private static final int MAX_DEPTH = 127;

    /** How much beyond the limit is read and dropped: who sends everything before it listens hears the answer so. */
    static final long DROPPED_BYTES = 16 << 20;

    /** What became of a body. */
    sealed interface Outcome {

        /** All of it is there. */
        final class Complete implements Outcome {
            private final byte[] bytes;

            Complete(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /** It is larger than allowed; what is left of it, when it is very large, has not been read. */
        record TooLarge() implements Outcome {}

        /** The client is gone. */
        record Broken(Throwable cause) implements Outcome {}
    }

    private final Content.Source source;
    private final long maxBytes;
    private final Consumer<Outcome> done;
    private Buffer collected = new Buffer();
    private long size;

    private static final class Buffer extends ByteArrayOutputStream {
        void append(ByteBuffer bytes) {
            if (bytes.hasArray()) {
                write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            } else {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                write(copy, 0, copy.length);
            }
        }
    }

    private JsonBody(Content.Source source, long maxBytes, Consumer<Outcome> done) {
        this.source = source;
        this.maxBytes = maxBytes;
        this.done = done;
    }

    /** Reads; the consumer is called once, on any thread. */
    static void read(Content.Source source, long maxBytes, Consumer<Outcome> done) {
        new JsonBody(source, maxBytes, done).run();
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (chunk.isLast()) {
                    done.accept(new Outcome.Broken(chunk.getFailure()));
                    return;
                }
                // Only slow; whoever waits for the answer decides how long.
                continue;
            }
            boolean last = chunk.isLast();
            take(chunk);
            if (size > maxBytes + DROPPED_BYTES || (last && size > maxBytes)) {
                done.accept(new Outcome.TooLarge());
                return;
            }
            if (last) {
                done.accept(new Outcome.Complete(collected.toByteArray()));
                return;
            }
        }
    }

    private void take(Content.Chunk chunk) {
        size += chunk.remaining();
        if (size <= maxBytes) {
            collected.append(chunk.getByteBuffer());
        } else {
            collected = new Buffer();
        }
        chunk.release();
    }

    /** The value; JSON {@code null} when the bytes are no JSON. */
    static RawJson parse(byte[] bytes) {
        try {
            return RawJson.parse(bytes, MAX_DEPTH);
        } catch (IllegalArgumentException e) {
            return RawJson.NULL;
        }
    }
}
