package dev.iii.eventsourcing.internal.projection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a projection or a reaction must read: those that have grown, those whose last attempt failed some time ago, and
 * everything if what is remembered may be wrong. {@link #grown}, {@link #compareAll} and {@link #waiting} may be called by any
 * thread, the other methods by the thread of the runner only.
 */
public final class PendingStreams {

    private final Ownership ownership;
    private final Parking parking;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * The streams that have grown, in this order. Finding the first one takes constant time. A hash table without an order would
     * have to be searched for it. It never shrinks, so each search would take time in proportion to its largest size.
     */
    @GuardedBy("lock")
    private final Set<String> grown = new LinkedHashSet<>();

    private final AtomicBoolean invalid = new AtomicBoolean();

    /**
     * Creates an empty set.
     *
     * @param kind {@code projection} or {@code reaction}
     * @param name the name of the projection or reaction
     * @param logger the logger of its function
     */
    public PendingStreams(RunnerContext context, Ownership ownership, String kind, String name, WorkerLogger logger) {
        this.ownership = ownership;
        this.parking = new Parking(context, kind, name, logger);
    }

    /** Returns {@code true} if this program is the one that reads. Otherwise it forgets the streams that have grown. */
    public boolean isOwner() {
        boolean owner = ownership.getAsBoolean();
        if (!owner) {
            lock.lock();
            try {
                grown.clear();
            } finally {
                lock.unlock();
            }
        }
        return owner;
    }

    /** Adds a stream that has grown. */
    public void grown(String stream) {
        lock.lock();
        try {
            grown.add(stream);
        } finally {
            lock.unlock();
        }
    }

    /** Requests that everything is compared with the logs. */
    public void compareAll() {
        invalid.set(true);
    }

    /** Returns {@code true} once after each {@link #compareAll}. */
    public boolean mustCompareAll() {
        return invalid.getAndSet(false);
    }

    /** Reads the stored list of streams that have failed. Throws the exceptions of a call. */
    public void load() {
        parking.load();
    }

    /** Returns different streams to read, as {@link #next()} does; an empty list if there is none. */
    List<String> next(int max) {
        Set<String> streams = new LinkedHashSet<>();
        String stream = next();
        while (stream != null && streams.add(stream) && streams.size() < max) {
            stream = next();
        }
        return List.copyOf(streams);
    }

    /**
     * Returns the next stream to read, in the order in which they have grown; {@code null} if there is none. It is returned
     * again only if it has grown, or after {@link #read}.
     */
    public @Nullable String next() {
        String stream = removeFirst();
        while (stream != null && parking.isWaiting(stream)) {
            stream = removeFirst();
        }
        return stream != null ? stream : parking.due();
    }

    private @Nullable String removeFirst() {
        lock.lock();
        try {
            Iterator<String> streams = grown.iterator();
            if (!streams.hasNext()) {
                return null;
            }
            String first = streams.next();
            streams.remove();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code true} if a stream has failed and its next attempt is not due. */
    public boolean isWaiting(String stream) {
        return parking.isWaiting(stream);
    }

    /** Reports that a stream was read to its end. Throws the exceptions of a call. */
    public void read(String stream) {
        parking.release(stream);
    }

    /**
     * Reports that a stream could not be read. It is read again after a delay.
     *
     * @param event the id of the event that could not be read; empty if it is not known
     */
    public void failed(String stream, String event, Throwable cause) {
        parking.park(stream, event, cause);
    }

    /** Returns the time of the next attempt in milliseconds since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long nextAttempt() {
        return parking.nextAttempt();
    }

    /** Returns the number of streams that have grown and were not read yet. */
    public int waiting() {
        lock.lock();
        try {
            return grown.size();
        } finally {
            lock.unlock();
        }
    }
}
