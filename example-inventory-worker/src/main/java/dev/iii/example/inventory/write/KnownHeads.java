package dev.iii.example.inventory.write;

import dev.iii.example.inventory.log.Head;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the ends of the logs that were used last. They may be behind when another process has written, which costs an
 * append and no more. Thread-safe, bounded.
 */
final class KnownHeads {

    private static final int MOST = 10_000;

    private final Map<String, Known> heads = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    });

    /**
     * The end of a log.
     *
     * @param asOf a moment at which it was true or not yet, by {@link System#nanoTime}: when the engine was asked for it
     */
    record Known(Head head, long asOf) {

        /** Whether the engine was asked for it at that moment or later. */
        boolean isSince(long moment) {
            return asOf - moment >= 0;
        }
    }

    /** What is known, and no longer from now on: who takes it puts back what has come of it. */
    Optional<Known> take(String sku) {
        return Optional.ofNullable(heads.remove(sku));
    }

    void put(Known known) {
        heads.put(known.head().sku(), known);
    }
}
