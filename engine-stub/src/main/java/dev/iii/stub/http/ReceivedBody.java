package dev.iii.stub.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that were received so far, in blocks, so that a large body is not copied while it grows. {@link #drop}
 * may be called by any thread, the other methods by one thread at a time.
 */
final class ReceivedBody {

    private static final int FIRST_BLOCK = 4 << 10;
    private static final int BLOCK = 64 << 10;

    /** The blocks of a body; all but the last one are full. */
    private static final class Blocks {
        private final List<byte[]> full = new ArrayList<>();
        private long fullBytes;
        private byte[] last = new byte[FIRST_BLOCK];
        private int used;

        private void append(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                if (used == last.length) {
                    full.add(last);
                    fullBytes += used;
                    last = new byte[BLOCK];
                    used = 0;
                }
                int count = Math.min(bytes.remaining(), last.length - used);
                bytes.get(last, used, count);
                used += count;
            }
        }

        private byte[] joined() {
            byte[] all = new byte[Math.toIntExact(fullBytes + used)];
            int at = 0;
            for (byte[] block : full) {
                System.arraycopy(block, 0, all, at, block.length);
                at += block.length;
            }
            System.arraycopy(last, 0, all, at, used);
            return all;
        }
    }

    /** {@code null} after they were dropped. */
    private volatile @Nullable Blocks blocks = new Blocks();

    /** Adds bytes, unless the body was dropped. */
    void append(ByteBuffer bytes) {
        Blocks to = blocks;
        if (to != null) {
            to.append(bytes);
        }
    }

    /** Forgets all bytes. No bytes are added afterwards. */
    void drop() {
        blocks = null;
    }

    /** Returns the memory that the bytes use. */
    long heldBytes() {
        Blocks held = blocks;
        return held == null ? 0 : held.fullBytes + held.last.length;
    }

    /** Returns all bytes; {@code null} if they were dropped. */
    byte @Nullable [] bytes() {
        Blocks all = blocks;
        return all == null ? null : all.joined();
    }
}
