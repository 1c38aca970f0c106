package dev.iii.example.inventory.write;

import dev.iii.example.inventory.log.Head;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers the ends of the logs that were used last. They may be behind when another process has written, which costs an
 * append and no more. Thread-safe, bounded.
 */
final class KnownHeads {

    private static final int MOST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true);

    Optional<Head> get(String sku) {
        lock.lock();
        try {
            return Optional.ofNullable(heads.get(sku));
        } finally {
            lock.unlock();
        }
    }

    void put(Head head) {
        lock.lock();
        try {
            heads.put(head.sku(), head);
            if (heads.size() > MOST) {
                heads.remove(heads.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(String sku) {
        lock.lock();
        try {
            heads.remove(sku);
        } finally {
            lock.unlock();
        }
    }
}
