package dev.iii.sdk.json;

import dev.iii.sdk.internal.check.Arguments;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A stream that collects the bytes that a {@link JsonCodec} writes, up to a maximum number of bytes. A codec that writes into
 * it stops when the maximum is exceeded. So a value that never ends, for example an endless iterator, does not fill the heap.
 * Not thread-safe.
 */
public final class JsonOutput extends OutputStream {

    private static final long SMALLEST_DEFAULT = 16 << 20;
    private static final long LARGEST_DEFAULT = 128 << 20;
    private static final int SMALLEST_CHUNK = 1 << 10;
    private static final int LARGEST_CHUNK = 1 << 20;
    private static final byte[] NOTHING = {};

    private static final int DEFAULT = (int) Math.min(
            LARGEST_DEFAULT, Math.max(SMALLEST_DEFAULT, Runtime.getRuntime().maxMemory() / 8));

    private final int maxBytes;
    /** The chunks that are full. */
    private final List<byte[]> full = new ArrayList<>(0);
    /** The chunk that is being filled. */
    private byte[] chunk = NOTHING;

    private int filled;
    /** The number of bytes in all chunks. */
    private int size;
    /** The number of bytes that were written, or were too many; more than the maximum if some are missing. */
    private long written;

    /** Creates a stream for at most 128 MiB. With a small heap, the maximum is an eighth of the heap, but at least 16 MiB. */
    public JsonOutput() {
        this(DEFAULT);
    }

    /**
     * Creates a stream.
     *
     * @param maxBytes the maximum number of bytes; must not be negative
     * @throws IllegalArgumentException if {@code maxBytes} is negative
     */
    public JsonOutput(int maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must not be negative");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a byte.
     *
     * @throws JsonCodecException if the maximum is exceeded
     */
    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Adds bytes.
     *
     * @throws JsonCodecException if the maximum is exceeded
     * @throws IllegalArgumentException if {@code bytes} is {@code null}
     */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, Arguments.notNull(bytes, "bytes").length);
        written += length;
        requireComplete();
        if (size == 0) {
            // Most values are written in one piece, which then needs no other copy.
            chunk = Arrays.copyOfRange(bytes, offset, offset + length);
            filled = length;
        } else {
            append(bytes, offset, length);
        }
        size += length;
    }

    private void append(byte[] bytes, int offset, int length) {
        int first = Math.min(length, chunk.length - filled);
        System.arraycopy(bytes, offset, chunk, filled, first);
        filled += first;
        int rest = length - first;
        if (rest > 0) {
            full.add(chunk);
            chunk = new byte[Math.max(rest, Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, size / 2)))];
            System.arraycopy(bytes, offset + first, chunk, 0, rest);
            filled = rest;
        }
    }

    /**
     * Returns the collected bytes. Nothing must be written afterwards.
     *
     * @throws JsonCodecException if the maximum was exceeded
     */
    public byte[] toByteArray() {
        requireComplete();
        if (size == chunk.length) {
            return chunk;
        }
        byte[] all = new byte[size];
        int end = 0;
        for (byte[] part : full) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        System.arraycopy(chunk, 0, all, end, filled);
        return all;
    }

    private void requireComplete() {
        requireAtMost(maxBytes, written);
    }

    static void requireAtMost(int maxBytes, long bytes) {
        if (bytes > maxBytes) {
            throw new JsonCodecException(
                    "",
                    "it has at least " + bytes + " bytes, more than the maximum of " + maxBytes
                            + "; make it smaller, or use a channel for large data",
                    null);
        }
    }
}
