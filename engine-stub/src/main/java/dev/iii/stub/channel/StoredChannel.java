package dev.iii.stub.channel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.ChannelMessage;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.transport.HeldBytes;
import dev.iii.transport.SharedLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A channel and the messages that wait in it. It is bounded by a number of messages and by {@link #MAX_BYTES}; the last
 * message may exceed the number of bytes.
 *
 * <p>One lock guards all fields. Callbacks run after the lock was released. A flag records that the reader or the writer
 * waits for its callback. The side that has to wait sets its flag under the lock, and the other side clears it under the
 * lock when the wait is over. Therefore no callback is lost.
 */
final class StoredChannel implements Channel {

    /** The maximum number of waiting bytes: 8 MiB. This is more than 64 messages of the usual size need. */
    static final long MAX_BYTES = 8L << 20;

    /** The size of changes that are reported to the shared limits. Reporting costs more than passing on a small message. */
    private static final long COUNTED_BYTES = 64 << 10;

    private enum EndState {
        FREE,
        TAKEN,
        CLOSED
    }

    private static void nothing() {}

    private final String id;
    private final String key;
    private final int maxMessages;
    private final long createdNanos;
    /** Removes this channel from the open channels. Runs when both ends are closed, or on request. Idempotent. */
    private final Runnable onRemoved;
    /** Counts the waiting messages towards the limits of all connections. Updated under the lock. */
    private final HeldBytes held;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<ChannelMessage> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waitingBytes;

    @GuardedBy("lock")
    private long countedBytes;

    /** Messages were dropped because all connections together held too many bytes. */
    @GuardedBy("lock")
    private boolean broken;

    @GuardedBy("lock")
    private EndState writing = EndState.FREE;

    @GuardedBy("lock")
    private EndState reading = EndState.FREE;

    @GuardedBy("lock")
    private Runnable roomAgain = StoredChannel::nothing;

    @GuardedBy("lock")
    private Runnable more = StoredChannel::nothing;

    @GuardedBy("lock")
    private boolean writerWaits;

    @GuardedBy("lock")
    private boolean readerWaits;

    /**
     * Creates a channel.
     *
     * @param limits the limits that the waiting messages count towards
     * @param later runs a task on another thread, or when the current one holds no lock
     */
    StoredChannel(
            String id,
            String key,
            int maxMessages,
            long createdNanos,
            Runnable onRemoved,
            SharedLimits limits,
            Consumer<Runnable> later) {
        this.id = id;
        this.key = key;
        this.maxMessages = maxMessages;
        this.createdNanos = createdNanos;
        this.onRemoved = onRemoved;
        this.held = limits.holdWaiting(() -> later.accept(() -> {
            limits.logDrop("The channel " + id);
            drop();
        }));
    }

    /** Drops all messages, because they wait for a reader that does not read. Both ends find the channel broken. */
    private void drop() {
        onRemoved.run();
        Runnable toReader;
        Runnable toWriter;
        lock.lock();
        try {
            broken = true;
            forgetMessages();
            toReader = wakeReader();
            toWriter = wakeWriter();
        } finally {
            lock.unlock();
        }
        toReader.run();
        toWriter.run();
    }

    @GuardedBy("lock")
    private void forgetMessages() {
        waiting.clear();
        waitingBytes = 0;
        count();
    }

    /** Counts the waiting bytes, if their number has changed much since the last time. */
    @GuardedBy("lock")
    private void count() {
        if (Math.abs(waitingBytes - countedBytes) >= COUNTED_BYTES || waitingBytes == 0 && countedBytes > 0) {
            countedBytes = waitingBytes;
            held.update(waitingBytes);
        }
    }

    String id() {
        return id;
    }

    long createdNanos() {
        return createdNanos;
    }

    /**
     * Returns {@code true} if this is the key. The comparison takes the same time for a wrong key as for the right one.
     */
    boolean opensWith(String candidate) {
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns {@code true} if a reader or a writer has not connected yet. */
    boolean isWaitingForAnEnd() {
        lock.lock();
        try {
            return writing == EndState.FREE || reading == EndState.FREE;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public RawJson writerReference() {
        return reference("write");
    }

    @Override
    public RawJson readerReference() {
        return reference("read");
    }

    private RawJson reference(String direction) {
        return new ObjectWriter()
                .put("channel_id", id)
                .put("access_key", key)
                .put("direction", direction)
                .end();
    }

    @Override
    public Optional<Writer> takeWriter(Runnable onRoom) {
        lock.lock();
        try {
            if (writing != EndState.FREE) {
                return Optional.empty();
            }
            writing = EndState.TAKEN;
            roomAgain = onRoom;
            return Optional.of(new WritingEnd());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Reader> takeReader(Runnable onMore) {
        lock.lock();
        try {
            if (reading != EndState.FREE) {
                return Optional.empty();
            }
            reading = EndState.TAKEN;
            more = onMore;
            return Optional.of(new ReadingEnd());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove() {
        onRemoved.run();
        Runnable toReader = StoredChannel::nothing;
        Runnable toWriter = StoredChannel::nothing;
        lock.lock();
        try {
            if (writing == EndState.FREE) {
                toReader = closeWriting();
            }
            if (reading == EndState.FREE) {
                toWriter = closeReading();
            }
        } finally {
            lock.unlock();
        }
        toReader.run();
        toWriter.run();
    }

    /**
     * Closes the writing end. Called under the lock. The caller must run the returned callback of the reader after
     * releasing the lock.
     */
    @GuardedBy("lock")
    private Runnable closeWriting() {
        writing = EndState.CLOSED;
        roomAgain = StoredChannel::nothing;
        return wakeReader();
    }

    /**
     * Closes the reading end. Called under the lock. The caller must run the returned callback of the writer after
     * releasing the lock.
     */
    @GuardedBy("lock")
    private Runnable closeReading() {
        reading = EndState.CLOSED;
        more = StoredChannel::nothing;
        forgetMessages();
        return wakeWriter();
    }

    @GuardedBy("lock")
    private Runnable wakeReader() {
        if (!readerWaits) {
            return StoredChannel::nothing;
        }
        readerWaits = false;
        return more;
    }

    @GuardedBy("lock")
    private Runnable wakeWriter() {
        writerWaits = false;
        return roomAgain;
    }

    @GuardedBy("lock")
    private boolean isFull() {
        return waiting.size() >= maxMessages || waitingBytes >= MAX_BYTES;
    }

    private final class WritingEnd implements Writer {

        @Override
        public Offered offer(ChannelMessage message) {
            Runnable toReader;
            Offered offered;
            lock.lock();
            try {
                if (reading == EndState.CLOSED || writing == EndState.CLOSED || broken) {
                    return Offered.GONE;
                }
                waiting.add(message);
                waitingBytes += message.bytes().length;
                count();
                writerWaits = isFull();
                offered = writerWaits ? Offered.FULL : Offered.ROOM;
                toReader = wakeReader();
            } finally {
                lock.unlock();
            }
            toReader.run();
            return offered;
        }

        @Override
        public void close() {
            Runnable toReader = StoredChannel::nothing;
            Runnable removal = StoredChannel::nothing;
            lock.lock();
            try {
                if (writing != EndState.CLOSED) {
                    toReader = closeWriting();
                    removal = reading == EndState.CLOSED ? onRemoved : removal;
                }
            } finally {
                lock.unlock();
            }
            removal.run();
            toReader.run();
        }
    }

    private final class ReadingEnd implements Reader {

        @Override
        public Read poll() {
            Read read;
            Runnable toWriter = StoredChannel::nothing;
            lock.lock();
            try {
                if (broken) {
                    return Read.BROKEN;
                }
                ChannelMessage next = waiting.poll();
                if (next == null) {
                    readerWaits = writing != EndState.CLOSED && reading != EndState.CLOSED;
                    return readerWaits ? Read.NOTHING : Read.END;
                }
                waitingBytes -= next.bytes().length;
                count();
                read = new Read.Message(next);
                if (writerWaits && !isFull()) {
                    toWriter = wakeWriter();
                }
            } finally {
                lock.unlock();
            }
            toWriter.run();
            return read;
        }

        @Override
        public void close() {
            Runnable toWriter = StoredChannel::nothing;
            Runnable removal = StoredChannel::nothing;
            lock.lock();
            try {
                if (reading != EndState.CLOSED) {
                    toWriter = closeReading();
                    removal = writing == EndState.CLOSED ? onRemoved : removal;
                }
            } finally {
                lock.unlock();
            }
            removal.run();
            toWriter.run();
        }
    }

    /** Omits the key, which is a secret. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "channel " + id + " (writer " + writing + ", reader " + reading + ", " + waiting.size()
                    + " messages)";
        } finally {
            lock.unlock();
        }
    }
}
