package dev.iii.eventsourcing.internal.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the parts of this library that a stream has grown, or that nothing that they remember of the engine may be trusted any
 * longer. Thread-safe.
 */
public final class LogSignals {

    private static final Logger log = LoggerFactory.getLogger(LogSignals.class);

    private final AtomicLong epoch = new AtomicLong();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Receives the signals. Called on the thread that caused them; must be quick and must not block. Thread-safe. */
    public interface Listener {

        /** Called after this program has appended events to a stream. */
        default void grown(String aggregate, String stream) {}

        /** Called if the engine may have gone back to an earlier state, or another program may have written. */
        default void memoryInvalid() {}
    }

    /** Adds a listener. */
    public void add(Listener listener) {
        listeners.add(listener);
    }

    /** Returns the number of the current memory. Values that were remembered under another number must not be used. */
    public long epoch() {
        return epoch.get();
    }

    /**
     * Declares everything that is remembered invalid, and logs the reason.
     *
     * @param reason the reason, for the log
     */
    public void invalidate(String reason) {
        log.info("Discarding the event logs and rows in memory, which are read from the engine again: {}", reason);
        invalidate();
    }

    /** Declares everything that is remembered invalid, without a line in the log: nothing has happened. */
    public void invalidate() {
        epoch.incrementAndGet();
        for (Listener listener : listeners) {
            listener.memoryInvalid();
        }
    }

    /** Reports that this program has appended events to a stream. */
    public void grown(String aggregate, String stream) {
        for (Listener listener : listeners) {
            listener.grown(aggregate, stream);
        }
    }
}
