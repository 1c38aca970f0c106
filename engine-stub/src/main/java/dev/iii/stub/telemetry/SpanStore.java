package dev.iii.stub.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stores spans, each of them once: an ended span replaces the pending one. Number and bytes are bounded; the oldest
 * spans are removed first. Thread-safe.
 *
 * <p>A message can be stored without reading it. Such messages wait, in the order of their arrival, together with the
 * spans that are added after them. They are read when spans are needed. If newer spans displace all spans of a message
 * before, it is dropped unread. The result is the same as if each message were read when it arrived, except that the
 * spans of a message that turns out to be unreadable have displaced others, too. For this purpose, the store knows the
 * {@linkplain SpanKeys keys} of all spans, and only messages without a known key wait.
 */
final class SpanStore {

    private record Key(String traceId, String spanId) {

        long hash() {
            return SpanKeys.of(traceId, spanId);
        }
    }

    private record Kept(SpanRecord span, long bytes) {}

    /** Spans that wait: as a message, or as they were added after a message. */
    private static final class Waiting {
        final long[] keys;
        final byte @Nullable [] message;
        final List<SpanRecord> spans;
        final long bytes;

        Waiting(long[] keys, byte @Nullable [] message, List<SpanRecord> spans, long bytes) {
            this.keys = keys;
            this.message = message;
            this.spans = spans;
            this.bytes = bytes;
        }
    }

    private final int maxSpans;
    private final long maxBytes;
    private final SpanReader reader;
    private final Queue<BadInputException> unreadable = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Key, Kept> spans = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, Map<String, SpanRecord>> byTrace = new HashMap<>();

    @GuardedBy("lock")
    private long bytes;

    /** The keys of the stored and of the waiting spans. */
    @GuardedBy("lock")
    private final LongSet keys = new LongSet();

    @GuardedBy("lock")
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private int waitingSpans;

    @GuardedBy("lock")
    private long waitingBytes;

    SpanStore(int maxSpans, long maxBytes, SpanReader reader) {
        this.maxSpans = maxSpans;
        this.maxBytes = maxBytes;
        this.reader = reader;
    }

    /** Stores spans. A pending span never replaces an ended one. */
    void add(List<SpanRecord> added) {
        lock.lock();
        try {
            if (waiting.isEmpty() || !addWaiting(waitingFor(added))) {
                readWaiting();
                added.forEach(this::addOne);
            }
        } finally {
            lock.unlock();
        }
        logUnreadable();
    }

    private static Waiting waitingFor(List<SpanRecord> added) {
        long[] keys = new long[added.size()];
        long bytes = 0;
        for (int i = 0; i < keys.length; i++) {
            SpanRecord span = added.get(i);
            keys[i] = SpanKeys.of(span.id().traceId(), span.id().spanId());
            bytes += Sizes.of(span);
        }
        return new Waiting(keys, null, List.copyOf(added), bytes);
    }

    /**
     * Stores the spans of a message. The message is not read now if it is certain that this makes no difference.
     *
     * @param message the message, which must not be changed later; its spans must have ended
     * @param keysOfSpans the {@linkplain SpanKeys keys} of its spans
     */
    void addMessage(byte[] message, long[] keysOfSpans) {
        lock.lock();
        try {
            if (!addWaiting(new Waiting(keysOfSpans, message, List.of(), message.length))) {
                readWaiting();
                read(message).forEach(this::addOne);
            }
        } finally {
            lock.unlock();
        }
        logUnreadable();
    }

    /** Stores spans behind those that wait. Returns {@code false} if one of them is stored already. */
    @GuardedBy("lock")
    private boolean addWaiting(Waiting added) {
        if (!addKeys(added.keys)) {
            return false;
        }
        waiting.add(added);
        waitingSpans += added.keys.length;
        waitingBytes += added.bytes;
        evict();
        dropDisplaced();
        while (waitingBytes > maxWaitingBytes()) {
            readOldest();
        }
        return true;
    }

    /**
     * Returns the maximum size of what waits: the space that the spans that were read do not use, and at least half of it.
     * A message that waits needs less memory than its spans.
     */
    @GuardedBy("lock")
    private long maxWaitingBytes() {
        return Math.max(maxBytes / 2, maxBytes - bytes);
    }

    @GuardedBy("lock")
    private boolean addKeys(long[] added) {
        for (int i = 0; i < added.length; i++) {
            if (!keys.add(added[i])) {
                for (int j = 0; j < i; j++) {
                    keys.remove(added[j]);
                }
                return false;
            }
        }
        return true;
    }

    /** Drops the messages of which no span remains. */
    @GuardedBy("lock")
    private void dropDisplaced() {
        Waiting oldest = waiting.peek();
        while (spans.isEmpty() && oldest != null && waitingSpans - oldest.keys.length >= maxSpans) {
            removeWaiting();
            oldest = waiting.peek();
        }
    }

    @GuardedBy("lock")
    private Waiting removeWaiting() {
        Waiting removed = waiting.remove();
        for (long key : removed.keys) {
            keys.remove(key);
        }
        waitingSpans -= removed.keys.length;
        waitingBytes -= removed.bytes;
        return removed;
    }

    /** Reads the messages that wait. */
    @GuardedBy("lock")
    private void readWaiting() {
        while (!waiting.isEmpty()) {
            readOldest();
        }
    }

    @GuardedBy("lock")
    private void readOldest() {
        Waiting oldest = removeWaiting();
        byte[] message = oldest.message;
        (message == null ? oldest.spans : read(message)).forEach(this::addOne);
    }

    private List<SpanRecord> read(byte[] message) {
        try {
            return reader.read(message);
        } catch (BadInputException e) {
            unreadable.add(e);
            return List.of();
        }
    }

    /** Logs without the lock, because the engine's own log lines are stored, too. */
    private void logUnreadable() {
        for (BadInputException reason = unreadable.poll(); reason != null; reason = unreadable.poll()) {
            reader.dropped(reason);
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
        if (previous == null) {
            keys.add(key.hash());
        } else {
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
        while ((spans.size() + waitingSpans > maxSpans || bytes > maxBytes) && oldest.hasNext()) {
            Map.Entry<Key, Kept> entry = oldest.next();
            oldest.remove();
            bytes -= entry.getValue().bytes();
            keys.remove(entry.getKey().hash());
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
            readWaiting();
            List<SpanRecord> all = new ArrayList<>(spans.size());
            spans.values().forEach(kept -> all.add(kept.span()));
            return all;
        } finally {
            lock.unlock();
            logUnreadable();
        }
    }

    /** Returns the spans of the given traces. */
    List<SpanRecord> of(Iterable<String> traceIds) {
        lock.lock();
        try {
            readWaiting();
            List<SpanRecord> found = new ArrayList<>();
            for (String traceId : traceIds) {
                found.addAll(byTrace.getOrDefault(traceId, Map.of()).values());
            }
            return found;
        } finally {
            lock.unlock();
            logUnreadable();
        }
    }

    void clear() {
        lock.lock();
        try {
            spans.clear();
            byTrace.clear();
            bytes = 0;
            keys.clear();
            waiting.clear();
            waitingSpans = 0;
            waitingBytes = 0;
        } finally {
            lock.unlock();
            logUnreadable();
        }
    }

    int size() {
        lock.lock();
        try {
            readWaiting();
            return spans.size();
        } finally {
            lock.unlock();
            logUnreadable();
        }
    }

    long bytes() {
        lock.lock();
        try {
            readWaiting();
            return bytes;
        } finally {
            lock.unlock();
            logUnreadable();
        }
    }
}
