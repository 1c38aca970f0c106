package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores spans, each of them once: an ended span replaces the pending one. Number and bytes are bounded; the oldest
 * spans are removed first. Thread-safe.
 */
final class SpanStore {

    private record Key(String traceId, String spanId) {}

    private record Kept(SpanRecord span, long bytes) {}

    private final int maxSpans;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Key, Kept> spans = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, Map<String, SpanRecord>> byTrace = new HashMap<>();

    @GuardedBy("lock")
    private long bytes;

    SpanStore(int maxSpans, long maxBytes) {
        this.maxSpans = maxSpans;
        this.maxBytes = maxBytes;
    }

    /** Stores spans. A pending span never replaces an ended one. */
    void add(List<SpanRecord> added) {
        lock.lock();
        try {
            added.forEach(this::addOne);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void addOne(SpanRecord span) {
        Key key = new Key(span.id().traceId(), span.id().spanId());
        Kept previous = spans.get(key);
        if (previous != null
                && span.interval().pending()
                && !previous.span().interval().pending()) {
            return;
        }
        Kept kept = new Kept(span, Sizes.of(span));
        if (previous != null) {
            bytes -= previous.bytes();
        }
        bytes += kept.bytes();
        spans.put(key, kept);
        byTrace.computeIfAbsent(key.traceId(), id -> new LinkedHashMap<>()).put(key.spanId(), span);
        evict();
    }

    @GuardedBy("lock")
    private void evict() {
        Iterator<Map.Entry<Key, Kept>> oldest = spans.entrySet().iterator();
        while ((spans.size() > maxSpans || bytes > maxBytes) && oldest.hasNext()) {
            Map.Entry<Key, Kept> entry = oldest.next();
            oldest.remove();
            bytes -= entry.getValue().bytes();
            String traceId = entry.getKey().traceId();
            Map<String, SpanRecord> trace = byTrace.get(traceId);
            if (trace != null) {
                trace.remove(entry.getKey().spanId());
                if (trace.isEmpty()) {
                    byTrace.remove(traceId);
                }
            }
        }
    }

    /** Returns all spans, in the order in which they were first added. */
    List<SpanRecord> all() {
        lock.lock();
        try {
            List<SpanRecord> all = new ArrayList<>(spans.size());
            spans.values().forEach(kept -> all.add(kept.span()));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the spans of the given traces. */
    List<SpanRecord> of(Iterable<String> traceIds) {
        lock.lock();
        try {
            List<SpanRecord> found = new ArrayList<>();
            for (String traceId : traceIds) {
                found.addAll(byTrace.getOrDefault(traceId, Map.of()).values());
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            spans.clear();
            byTrace.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return spans.size();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
