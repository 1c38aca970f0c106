package dev.iii.transport;

import dev.iii.transport.websocket.GrowingBytes;
import java.util.ArrayDeque;

/**
 * Encoded frames that wait to be sent, in segments of whole frames. A segment holds either one frame or at most
 * {@link #SEGMENT} bytes, so that a long queue grows without being copied. Not thread-safe.
 */
final class SendQueue {

    /** One array for all frames would need twice its size, and half as much again, whenever it grows. */
    static final int SEGMENT = 256 * 1024;

    private final ArrayDeque<GrowingBytes> complete = new ArrayDeque<>(0);
    private GrowingBytes last = new GrowingBytes();

    /** Returns the segment to which a frame of about the given size must be appended. */
    GrowingBytes segmentFor(int bytes) {
        if (last.length() > 0 && (long) last.length() + bytes > SEGMENT) {
            complete.add(last);
            last = new GrowingBytes();
        }
        return last;
    }

    boolean isEmpty() {
        return complete.isEmpty() && last.length() == 0;
    }

    /**
     * Removes and returns the first segment.
     *
     * @param empty an empty segment, whose array is used again if the only segment is removed
     */
    GrowingBytes take(GrowingBytes empty) {
        GrowingBytes first = complete.poll();
        if (first == null) {
            first = last;
            last = empty;
        }
        return first;
    }

    void clear() {
        complete.clear();
        last = new GrowingBytes();
    }
}
