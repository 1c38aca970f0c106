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

    private final Map<String, Head> heads = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > MOST;
        }
    });

    /** What is known, and no longer from now on: who takes it puts back what has come of it. */
    Optional<Head> take(String sku) {
        return Optional.ofNullable(heads.remove(sku));
    }

    void put(Head head) {
        heads.put(head.sku(), head);
    }
}
