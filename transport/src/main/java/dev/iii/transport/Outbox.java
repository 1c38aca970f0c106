package dev.iii.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.transport.websocket.DataFrames;
import dev.iii.transport.websocket.GrowingBytes;
import dev.iii.transport.websocket.Masking;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The send queues of one connection, and the combining writer that empties them. Thread-safe.
 *
 * <p>Any thread appends frames under a short lock. A thread that flushes while no other thread is writing becomes the writer.
 * It writes until the queues are empty, so that frames of several threads leave in one write and no thread waits for
 * another. Writes never block: bytes that the socket does not accept stay in the outbox, and the event loop flushes again
 * when the socket is writable.
 */
final class Outbox {

    /** Receives the bytes. Methods never block. */
    interface Sink {
        /** Writes bytes. Returns the number of bytes that were accepted. */
        int write(ByteBuffer bytes) throws IOException;

        /** Sends the accepted bytes that the sink still holds. Returns {@code false} if the socket does not accept them all. */
        default boolean push() throws IOException {
            return true;
        }
    }

    private static final int KEEP = 64 * 1024;
    /** The JDK copies a heap buffer into a direct buffer of the same size and keeps that buffer for each thread. */
    private static final int CHUNK = 128 * 1024;

    private final Sink sink;
    private final long dataLimit;
    private final long controlLimit;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Masking.@Nullable Keys keys;

    @GuardedBy("lock")
    private GrowingBytes control = new GrowingBytes();

    @GuardedBy("lock")
    private GrowingBytes data = new GrowingBytes();

    @GuardedBy("lock")
    private GrowingBytes spare = new GrowingBytes();

    @GuardedBy("lock")
    private long queued;

    /** A thread is the writer. */
    @GuardedBy("lock")
    private boolean writing;

    /** The socket has not accepted all bytes. It must become writable before the next write. */
    @GuardedBy("lock")
    private boolean blocked;

    /** The close frame was appended or the outbox was discarded. No more frames are accepted. */
    @GuardedBy("lock")
    private boolean sealed;

    @GuardedBy("lock")
    private boolean discarded;

    /** A sender waits until the outbox is empty. */
    @GuardedBy("lock")
    private boolean drainRequested;

    /** The bytes that the writer is writing. Only the writer uses it, or a thread that holds the lock if there is no writer. */
    private GrowingBytes current = new GrowingBytes();

    /** The number of bytes of {@link #current} that were written. Used like {@link #current}. */
    private int written;

    /**
     * Creates an empty outbox.
     *
     * @param limit the maximum number of bytes on {@link Lane#DATA}
     * @param mask whether frames are masked; a client must mask them
     */
    Outbox(Sink sink, long limit, boolean mask) {
        this.sink = sink;
        this.dataLimit = limit;
        this.controlLimit = limit + limit / 4;
        this.keys = mask ? new Masking.Keys() : null;
    }

    SendResult text(byte[] utf8, int offset, int length, Lane lane) {
        return append(true, utf8, offset, length, lane);
    }

    SendResult binary(byte[] bytes, int offset, int length, Lane lane) {
        return append(false, bytes, offset, length, lane);
    }

    private SendResult append(boolean text, byte[] payload, int offset, int length, Lane lane) {
        lock.lock();
        try {
            if (sealed) {
                return SendResult.CLOSED;
            }
            if (queued + length > (lane == Lane.DATA ? dataLimit : controlLimit)) {
                drainRequested = true;
                return SendResult.FULL;
            }
            GrowingBytes to = lane == Lane.DATA ? data : control;
            int before = to.length();
            if (text) {
                DataFrames.appendText(to, payload, offset, length, keys);
            } else {
                DataFrames.appendBinary(to, payload, offset, length, keys);
            }
            queued += to.length() - before;
            return SendResult.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** Appends encoded bytes to the control lane: handshakes, pings and pongs. Drops them if the lane is full. */
    void encoded(ByteBuffer bytes) {
        lock.lock();
        try {
            if (!sealed && queued + bytes.remaining() <= controlLimit) {
                append(control, bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends an encoded close frame after all messages, even if the outbox is full. No frames are accepted afterwards. */
    void closeFrame(ByteBuffer bytes) {
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

    @GuardedBy("lock")
    private void append(GrowingBytes to, ByteBuffer bytes) {
        queued += bytes.remaining();
        to.put(bytes);
    }

    /** Drops all queued frames. No frames are accepted afterwards. */
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

    /** Releases the memory of a closed connection. A writer releases the bytes that it writes when its write has ended. */
    @GuardedBy("lock")
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

    /** Returns {@code true} if the socket has not accepted all bytes, and must become writable before the next write. */
    boolean isBlocked() {
        lock.lock();
        try {
            return blocked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Requests that a flush returns {@link Flushed#DRAINED} when the outbox is empty. Returns {@code false} if it is empty
     * or closed.
     */
    boolean awaitEmpty() {
        lock.lock();
        try {
            if (sealed || queued == 0) {
                return false;
            }
            drainRequested = true;
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

    /** The result of a flush. */
    enum Flushed {
        /** The outbox is empty, or another thread is writing. */
        DONE,
        /** The outbox is empty, and a sender waits for that, for example because it got {@link SendResult#FULL}. */
        DRAINED,
        /** The outbox is empty and closed: the close frame was written. */
        CLOSE_FRAME_WRITTEN,
        /** The socket does not accept more bytes. Flush again when it is writable. */
        BLOCKED
    }

    /**
     * Writes the queued frames, unless another thread is writing or the socket is known to accept no bytes.
     *
     * @param writable {@code true} if the socket has just become writable
     * @throws IOException if the socket has failed
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
                    if (written == current.length() && !takeNext()) {
                        outcome =
                                sealed ? Flushed.CLOSE_FRAME_WRITTEN : drainRequested ? Flushed.DRAINED : Flushed.DONE;
                        drainRequested = false;
                        // Reset it under the same lock as the check of the queues, so that no appended frame is missed.
                        writing = false;
                        return outcome;
                    }
                } finally {
                    lock.unlock();
                }
                before = written;
                writeCurrent();
                settle(written - before);
            } while (written == current.length());
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

    /** Makes the bytes of the next lane the current bytes. Returns {@code false} if both lanes are empty. */
    @GuardedBy("lock")
    private boolean takeNext() {
        GrowingBytes next = control.length() > 0 ? control : data;
        if (next.length() == 0) {
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
        ByteBuffer bytes = ByteBuffer.wrap(current.array(), 0, current.length());
        while (written < current.length()) {
            bytes.limit(Math.min(current.length(), written + CHUNK)).position(written);
            int count = sink.write(bytes);
            written += count;
            if (bytes.hasRemaining()) {
                return;
            }
        }
    }
}
