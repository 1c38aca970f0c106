package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.CanonicalNumbers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/** Reads the JSON body of a request completely into memory. Used by one thread at a time. */
final class JsonBody implements Runnable {

    /** The maximum nesting depth of the real engine's JSON parser. */
    private static final int MAX_DEPTH = 127;

    /**
     * The number of bytes beyond the limit that are read and dropped. A client that sends the whole body before it
     * reads can then receive the response.
     */
    static final long DROPPED_BYTES = 16 << 20;

    /** The result of reading a body. */
    sealed interface Outcome {

        /** The complete body. */
        final class Complete implements Outcome {
            private final byte[] bytes;

            Complete(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /** The body is larger than allowed. If it is very large, its rest was not read. */
        record TooLarge() implements Outcome {}

        /** The client disconnected. */
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

    /** Reads the body of a request. The consumer is called once, on any thread. */
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
                // The client is only slow. The deadline of the request limits how long it may take.
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

    /** Parses a JSON value. Returns JSON {@code null} if the bytes are not valid JSON. */
    static RawJson parse(byte[] bytes) {
        try {
            return CanonicalNumbers.parse(bytes, MAX_DEPTH);
        } catch (IllegalArgumentException e) {
            return RawJson.NULL;
        }
    }
}
