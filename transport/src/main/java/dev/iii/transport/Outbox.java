package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, and the combining writer that sends it.
 *
 * <p>Any thread appends frames under a short lock. Who flushes and finds nobody writing becomes the writer and goes on
 * until nothing is left, so frames of several threads leave in one write and no thread waits for another. Writes never
 * block: what the socket does not take stays here, and the event loop flushes again when it is writable.
 */
final class Outbox {

    /** Where the bytes go; never blocks and returns how many were taken. */
    interface Sink {
        int write(ByteBuffer bytes) throws IOException;

        /** Sends what it took and still holds; false when the socket has no room for that. */
        default boolean push() throws IOException {
            return true;
        }
    }

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int KEEP = 64 * 1024;
    /** The JDK copies heap buffers into direct ones of the same size, which it keeps for each thread. */
    private static final int CHUNK = 128 * 1024;

    private final Sink sink;
    private final long dataLimit;
    private final long controlLimit;
    private final Masking.@Nullable Keys keys;

    private final ReentrantLock lock = new ReentrantLock();
    private GrowingBytes control = new GrowingBytes();
    private GrowingBytes data = new GrowingBytes();
    private GrowingBytes spare = new GrowingBytes();
    /** What the writer is writing; touched by the writer only. */
    private GrowingBytes current = new GrowingBytes();

    private int written;
    private long queued;
    private boolean writing;
    private boolean blocked;
    private boolean sealed;
    private boolean discarded;
    private boolean refused;

    /** @param mask whether frames are masked, as a client must */
    Outbox(Sink sink, long limit, boolean mask) {
        this.sink = sink;
        this.dataLimit = limit;
        this.controlLimit = limit + limit / 4;
        this.keys = mask ? new Masking.Keys() : null;
    }

    SendResult text(byte[] payload, int offset, int length, Lane lane) {
        return frame(TEXT, payload, offset, length, lane);
    }

    SendResult binary(byte[] payload, int offset, int length, Lane lane) {
        return frame(BINARY, payload, offset, length, lane);
    }

    private SendResult frame(int firstByte, byte[] payload, int offset, int length, Lane lane) {
        lock.lock();
        try {
            if (sealed) {
                return SendResult.CLOSED;
            }
            if (queued + length > (lane == Lane.DATA ? dataLimit : controlLimit)) {
                refused = true;
                return SendResult.FULL;
            }
            GrowingBytes to = lane == Lane.DATA ? data : control;
            int before = to.length;
            to.ensure(length + 14);
            int maskBit = keys == null ? 0 : 0x80;
            to.put(firstByte);
            if (length < 126) {
                to.put(maskBit | length);
            } else if (length < 1 << 16) {
                to.put(maskBit | 126);
                bigEndian(to, length, 2);
            } else {
                to.put(maskBit | 127);
                bigEndian(to, length, 8);
            }
            int key = 0;
            if (keys != null) {
                key = keys.next();
                bigEndian(to, key & 0xFFFF_FFFFL, 4);
            }
            int start = to.length;
            to.put(payload, offset, length);
            if (keys != null) {
                Masking.apply(to.array, start, length, key, 0);
            }
            queued += to.length - before;
            return SendResult.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    private static void bigEndian(GrowingBytes to, long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            to.put((int) (value >>> shift));
        }
    }

    /** Appends bytes that are framed already, before all data: handshakes, pings and pongs. Dropped when it is full. */
    void raw(ByteBuffer bytes) {
        lock.lock();
        try {
            if (!sealed && queued + bytes.remaining() <= controlLimit) {
                append(control, bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends the close frame behind all data, even when it is full, and takes nothing more from then on. */
    void last(ByteBuffer bytes) {
        lock.lock();
        try {
            if (!sealed) {
                append(data, bytes);
                sealed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(GrowingBytes to, ByteBuffer bytes) {
        int count = bytes.remaining();
        to.ensure(count);
        bytes.get(to.array, to.length, count);
        to.length += count;
        queued += count;
    }

    /** Drops what is queued and takes nothing more. */
    void discard() {
        lock.lock();
        try {
            sealed = true;
            discarded = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    /** The memory of a dead connection; what a writer holds goes when it has noticed. Under the lock. */
    private void release() {
        control = new GrowingBytes();
        data = new GrowingBytes();
        spare = new GrowingBytes();
        if (!writing) {
            current = new GrowingBytes();
            written = 0;
            queued = 0;
        }
    }

    /** Whether the socket took less than it was given, so that it has to become writable first. */
    boolean isBlocked() {
        lock.lock();
        try {
            return blocked;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for {@link Flushed#ROOM_AGAIN} when nothing is left; false when nothing is left already. */
    boolean awaitEmpty() {
        lock.lock();
        try {
            if (sealed || queued == 0) {
                return false;
            }
            refused = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    long queuedBytes() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    /** What a flush left behind. */
    enum Flushed {
        /** Nothing is left, or another thread is at it. */
        DONE,
        /** Nothing is left, and a sender had been told {@link SendResult#FULL}. */
        ROOM_AGAIN,
        /** Nothing is left, and nothing will come: the close frame is out. */
        LAST,
        /** The socket is full; flush again when it is writable. */
        BLOCKED
    }

    /**
     * Writes what is queued, unless another thread is doing so or the socket is known to be full.
     *
     * @param writable whether the socket has just become writable
     * @throws IOException when the socket is broken
     */
    Flushed flush(boolean writable) throws IOException {
        if (!startWriting(writable)) {
            return Flushed.DONE;
        }
        Flushed outcome = Flushed.BLOCKED;
        try {
            int before;
            do {
                if (!sink.push()) {
                    return outcome;
                }
                lock.lock();
                try {
                    if (written == current.length && !takeNext()) {
                        outcome = sealed ? Flushed.LAST : refused ? Flushed.ROOM_AGAIN : Flushed.DONE;
                        refused = false;
                        // Under the same lock as the look at the queues: who appends from now on finds nobody writing.
                        writing = false;
                        return outcome;
                    }
                } finally {
                    lock.unlock();
                }
                before = written;
                writeCurrent();
                settle(written - before);
            } while (written == current.length);
            return outcome;
        } finally {
            if (outcome == Flushed.BLOCKED) {
                stopWriting();
            }
        }
    }

    private boolean startWriting(boolean writable) {
        lock.lock();
        try {
            if (writing || (blocked && !writable)) {
                return false;
            }
            writing = true;
            blocked = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void settle(int count) {
        lock.lock();
        try {
            queued = Math.max(0, queued - count);
        } finally {
            lock.unlock();
        }
    }

    private void stopWriting() {
        lock.lock();
        try {
            writing = false;
            blocked = true;
            if (discarded) {
                release();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next lane the current one; under the lock. */
    private boolean takeNext() {
        GrowingBytes next = control.length > 0 ? control : data;
        if (next.length == 0) {
            current.clear(KEEP);
            written = 0;
            return false;
        }
        GrowingBytes empty = spare;
        spare = current;
        spare.clear(KEEP);
        if (next == control) {
            control = empty;
        } else {
            data = empty;
        }
        current = next;
        written = 0;
        return true;
    }

    private void writeCurrent() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(current.array, 0, current.length);
        while (written < current.length) {
            bytes.limit(Math.min(current.length, written + CHUNK)).position(written);
            int count = sink.write(bytes);
            written += count;
            if (bytes.hasRemaining()) {
                return;
            }
        }
    }
}
