package dev.iii.example.inventory.write;

import dev.iii.example.inventory.log.Head;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bounded cache of the ends of recently used logs. An end is outdated if another process has appended an event since. This
 * only costs an additional append. Thread-safe.
 */
final class KnownHeads {

    private static final int MAX_HEADS = 10_000;

    private final Map<String, Known> heads = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_HEADS;
        }
    });

    /**
     * A remembered end of a log.
     *
     * @param head the end of the log
     * @param asOf the {@link System#nanoTime} just before the call of the engine that returned it
     */
    record Known(Head head, long asOf) {

        /** Returns {@code true} if the engine was called at or after the given {@link System#nanoTime}. */
        boolean isSince(long moment) {
            return asOf - moment >= 0;
        }
    }

    /** Removes and returns the remembered end of a log. The caller should {@link #put} the new end afterwards. */
    Optional<Known> take(String sku) {
        return Optional.ofNullable(heads.remove(sku));
    }

    void put(Known known) {
        heads.put(known.head().sku(), known);
    }
}
