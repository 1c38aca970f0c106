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
final class Outbox implements MemoryBudget.Holder {

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
    private final MemoryBudget budget;
    private final Runnable evicted;
    private final long dataLimit;
    private final long controlLimit;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Masking.@Nullable Keys keys;

    @GuardedBy("lock")
    private final SendQueue control = new SendQueue();

    @GuardedBy("lock")
    private final SendQueue data = new SendQueue();

    /** The newest pong that was not yet added to the control lane, {@code null} if there is none. */
    @GuardedBy("lock")
    private @Nullable ByteBuffer pong;

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
     * @param budget the maximum of all outboxes together
     * @param evicted runs when this outbox was emptied because the budget was exceeded; called by any thread, which may hold
     *     any lock except one of an outbox
     */
    Outbox(Sink sink, long limit, boolean mask, MemoryBudget budget, Runnable evicted) {
        this.sink = sink;
        this.budget = budget;
        this.evicted = evicted;
        this.dataLimit = limit;
        this.controlLimit = limit + limit / 4;
        this.keys = mask ? new Masking.Keys() : null;
        budget.join(this);
    }

    SendResult text(byte[] utf8, int offset, int length, Lane lane) {
        return append(true, utf8, offset, length, lane);
    }

    SendResult binary(byte[] bytes, int offset, int length, Lane lane) {
        return append(false, bytes, offset, length, lane);
    }

    private SendResult append(boolean text, byte[] payload, int offset, int length, Lane lane) {
        boolean exceeded;
        lock.lock();
        try {
            if (sealed) {
                return SendResult.CLOSED;
            }
            if (queued + length > (lane == Lane.DATA ? dataLimit : controlLimit)) {
                drainRequested = true;
                return SendResult.FULL;
            }
            GrowingBytes to = (lane == Lane.DATA ? data : control).segmentFor(length);
            int before = to.length();
            if (text) {
                DataFrames.appendText(to, payload, offset, length, keys);
            } else {
                DataFrames.appendBinary(to, payload, offset, length, keys);
            }
            exceeded = grew(to.length() - before);
        } finally {
            lock.unlock();
        }
        if (exceeded) {
            budget.enforce();
        }
        return SendResult.QUEUED;
    }

    /** Counts appended bytes, which can be negative. Returns {@code true} if the budget is exceeded now. */
    @GuardedBy("lock")
    private boolean grew(long bytes) {
        queued += bytes;
        return budget.add(bytes);
    }

    /** Appends encoded bytes to the control lane: handshakes and pings. Drops them if the lane is full. */
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

    /**
     * Adds the encoded answer to a ping. It replaces an answer that still waits, because only the newest ping needs one (RFC
     * 6455, section 5.5.3). A peer that sends pings and does not read therefore uses no memory.
     */
    void pong(ByteBuffer bytes) {
        lock.lock();
        try {
            if (!sealed) {
                ByteBuffer older = pong;
                grew(bytes.remaining() - (older == null ? 0 : older.remaining()));
                pong = bytes;
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
    private void append(SendQueue to, ByteBuffer bytes) {
        grew(bytes.remaining());
        to.segmentFor(bytes.remaining()).put(bytes);
    }

    /** Drops all queued frames. No frames are accepted afterwards. */
    void discard() {
        discard(false);
    }

    /** Drops all queued frames because the budget is exceeded. No frames are accepted afterwards. */
    @Override
    public void evict() {
        if (discard(true)) {
            evicted.run();
        }
    }

    /** Returns {@code false} if nothing was done, because {@code unlessEmpty} is true and no bytes wait. */
    private boolean discard(boolean unlessEmpty) {
        lock.lock();
        try {
            if (unlessEmpty && queued == 0) {
                return false;
            }
            sealed = true;
            discarded = true;
            release();
            // A writer may still hold a segment. It does not count any more, because its write cannot block.
            grew(-queued);
        } finally {
            lock.unlock();
        }
        budget.leave(this);
        return true;
    }

    /** Releases the memory of a closed connection. A writer releases the bytes that it writes when its write has ended. */
    @GuardedBy("lock")
    private void release() {
        control.clear();
        data.clear();
        pong = null;
        if (!writing) {
            current = new GrowingBytes();
            written = 0;
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

    @Override
    public long heldBytes() {
        return queuedBytes();
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
            grew(-Math.min(queued, count));
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

    /** Makes the next segment the current bytes. Returns {@code false} if both lanes are empty. */
    @GuardedBy("lock")
    private boolean takeNext() {
        ByteBuffer answer = pong;
        if (answer != null) {
            pong = null;
            control.segmentFor(answer.remaining()).put(answer);
        }
        current.clear(KEEP);
        written = 0;
        SendQueue next = control.isEmpty() ? data : control;
        if (next.isEmpty()) {
            return false;
        }
        current = next.take(current);
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
