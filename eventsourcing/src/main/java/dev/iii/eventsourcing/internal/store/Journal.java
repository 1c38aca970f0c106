package dev.iii.eventsourcing.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Marks the streams that grow, for programs that did not get a message about it. There is one mark for each stream and slot of
 * time, written before the first append of the slot, so a program that reads the last slots misses no append of another one.
 * Thread-safe.
 */
public final class Journal implements LogSignals.Listener {

    /** The length of a slot. */
    public static final Duration SLOT = Duration.ofSeconds(5);

    /** The field with the name of the aggregate. */
    public static final String AGGREGATE = "a";

    /** The field with the name of the stream. */
    public static final String STREAM = "s";

    /** The field with the number of the slot. A scope is used again after some slots. */
    public static final String SLOT_NUMBER = "slot";

    private final StateStore store;
    private final Scopes scopes;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private long current = Long.MIN_VALUE;

    @GuardedBy("lock")
    private final Set<String> marked = new HashSet<>();

    /** Creates a journal. */
    public Journal(StateStore store, Scopes scopes, Clock clock) {
        this.store = store;
        this.scopes = scopes;
        this.clock = clock;
    }

    /** Returns the number of the current slot. */
    public long slot() {
        return Math.floorDiv(clock.millis(), SLOT.toMillis());
    }

    /** Marks a stream, unless it was marked in this slot. Blocks and throws the exceptions of a call. */
    public void mark(String aggregate, String stream) {
        long slot = slot();
        String key = aggregate + "/" + stream;
        if (isMarked(slot, key)) {
            return;
        }
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put(AGGREGATE, aggregate);
        mark.put(STREAM, stream);
        mark.put(SLOT_NUMBER, slot);
        store.set(scopes.journal(slot), key, Json.of(mark));
        remember(slot, key);
    }

    /** Forgets all marks, because the engine may have lost them. */
    @Override
    public void memoryInvalid() {
        lock.lock();
        try {
            marked.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean isMarked(long slot, String key) {
        lock.lock();
        try {
            if (slot != current) {
                current = slot;
                marked.clear();
            }
            return marked.contains(key);
        } finally {
            lock.unlock();
        }
    }

    private void remember(long slot, String key) {
        lock.lock();
        try {
            if (slot == current) {
                marked.add(key);
            }
        } finally {
            lock.unlock();
        }
    }
}
