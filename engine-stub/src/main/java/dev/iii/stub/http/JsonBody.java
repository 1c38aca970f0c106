package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.CanonicalNumbers;
import dev.iii.transport.HeldBytes;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

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
    sealed interface BodyResult {

        /** The complete body. */
        final class Complete implements BodyResult {
            private final byte[] bytes;

            Complete(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /** The body is larger than allowed. If it is very large, its rest was not read. */
        record TooLarge() implements BodyResult {}

        /** The client disconnected. */
        record Broken(Throwable cause) implements BodyResult {}
    }

    private final Content.Source source;
    private final long maxBytes;
    private final Consumer<BodyResult> done;
    private final HeldBytes held;
    private final ReceivedBody received = new ReceivedBody();
    private long size;

    private JsonBody(Request request, long maxBytes, HttpMemory memory, Consumer<BodyResult> done) {
        this.source = request;
        this.maxBytes = maxBytes;
        this.held = memory.body(request, received::drop);
        this.done = done;
    }

    /**
     * Reads the body of a request.
     *
     * @param memory counts the bytes of the incomplete body
     * @param done is called once, on any thread
     */
    static void read(Request request, long maxBytes, HttpMemory memory, Consumer<BodyResult> done) {
        new JsonBody(request, maxBytes, memory, done).run();
    }

    private void end(BodyResult result) {
        held.update(0);
        // The server keeps this object longer than the request needs it.
        received.drop();
        done.accept(result);
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
                    end(new BodyResult.Broken(chunk.getFailure()));
                    return;
                }
                // The client is only slow. The deadline of the request limits how long it may take.
                continue;
            }
            boolean last = chunk.isLast();
            take(chunk);
            if (size > maxBytes + DROPPED_BYTES || (last && size > maxBytes)) {
                end(new BodyResult.TooLarge());
                return;
            }
            if (last) {
                byte[] bytes = received.bytes();
                end(
                        bytes == null
                                ? new BodyResult.Broken(new IOException("dropped to save memory"))
                                : new BodyResult.Complete(bytes));
                return;
            }
        }
    }

    private void take(Content.Chunk chunk) {
        size += chunk.remaining();
        if (size <= maxBytes) {
            received.append(chunk.getByteBuffer());
        } else {
            received.drop();
        }
        held.update(received.heldBytes());
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
