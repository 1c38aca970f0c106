package dev.iii.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one connection may cause in one turn of its event loop. One read contains thousands of small messages, and each
 * may need milliseconds or be answered with megabytes. Without a limit, the other connections of the loop would wait for all
 * of them, and the answers would exceed the limits of the outbox before their first byte is written.
 *
 * <p>The messages of a read that are over the limit wait in this object for a later turn. Meanwhile nothing is read from the
 * socket. Used only on the thread of the event loop, except for {@link #sent}.
 */
final class ReadSlice {

    /** The bytes that the messages of a slice may send on their own connection before the rest of them waits. */
    private static final int MAX_SENT = 1 << 20;

    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** The time without progress after which the loop assumes that the peer does not read at the moment. */
    private static final Duration NO_PROGRESS = Duration.ofMillis(250);

    private final EventLoop loop;
    private final Outbox outbox;
    private final Runnable flush;
    private final Consumer<ByteBuffer> process;

    /** The thread that processes the messages of a slice; {@code null} between slices. */
    private volatile @Nullable Thread processing;

    private long startNanos;
    private long sent;
    private @Nullable ByteBuffer rest;
    /** Runs while the rest waits until the answers to the earlier messages are written. */
    private EventLoop.@Nullable Timer timer;

    /**
     * Creates the slices of one connection.
     *
     * @param flush writes the queued messages
     * @param process processes bytes that have waited, and then reads again if no more wait
     */
    ReadSlice(EventLoop loop, Outbox outbox, Runnable flush, Consumer<ByteBuffer> process) {
        this.loop = loop;
        this.outbox = outbox;
        this.flush = flush;
        this.process = process;
    }

    void begin() {
        startNanos = System.nanoTime();
        sent = 0;
        processing = Thread.currentThread();
    }

    /**
     * Ends a slice.
     *
     * @param remaining the bytes that were not processed because the slice is over, which are copied; {@code null} if they
     *     are not needed
     */
    void end(@Nullable ByteBuffer remaining) {
        processing = null;
        if (remaining != null && remaining.hasRemaining()) {
            rest = ByteBuffer.allocate(remaining.remaining()).put(remaining).flip();
            loop.enqueue(this::processRestWhenWritten);
        }
    }

    /** Counts sent bytes if the current thread processes a message of this connection. Thread-safe. */
    void sent(int bytes) {
        if (processing == Thread.currentThread()) {
            sent += bytes;
        }
    }

    /** Returns {@code true} if the remaining messages must wait. */
    boolean isOver() {
        return isLarge() || System.nanoTime() - startNanos > MAX_NANOS;
    }

    /** Returns {@code true} if the messages of the last slice have sent so much that it must be written before the rest. */
    private boolean isLarge() {
        return sent > MAX_SENT;
    }

    boolean hasRest() {
        return rest != null;
    }

    /** Returns the size of the memory that the rest uses. */
    long heldBytes() {
        ByteBuffer waiting = rest;
        return waiting == null ? 0 : waiting.capacity();
    }

    /** Called when the socket has become writable and the outbox was flushed. */
    void written() {
        if (timer != null && !outbox.isBlocked()) {
            processRest();
        }
    }

    /** Drops the rest. */
    void clear() {
        rest = null;
        cancelTimer();
    }

    /**
     * Processes the rest after what the earlier messages have sent is written. If the peer reads nothing for some time, the
     * rest is processed nevertheless: it may first write all its messages and then read.
     */
    private void processRestWhenWritten() {
        if (isLarge()) {
            flush.run();
        }
        if (!isLarge() || !outbox.isBlocked()) {
            processRest();
        } else if (rest != null) {
            long before = outbox.queuedBytes();
            timer = loop.schedule(NO_PROGRESS, () -> {
                if (outbox.queuedBytes() < before) {
                    processRestWhenWritten();
                } else {
                    processRest();
                }
            });
        }
    }

    private void processRest() {
        cancelTimer();
        ByteBuffer waiting = rest;
        if (waiting != null) {
            rest = null;
            process.accept(waiting);
        }
    }

    private void cancelTimer() {
        EventLoop.Timer waiting = timer;
        if (waiting != null) {
            timer = null;
            waiting.cancel();
        }
    }
}
