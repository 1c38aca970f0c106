package dev.iii.eventsourcing.internal.journal;

import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Finds the streams that other programs have appended to. A slot is read until the longest append that was marked in it has
 * ended. An idle reading costs a few lists, whatever the number of streams. {@link #read} is called by one thread, {@link
 * #appended} by any thread.
 */
public final class JournalReader {

    /** The slots before the current one that are still read: an append ends at most 10 s after its mark. */
    private static final int LAST_SLOTS = 2;
    /** Marks of slots that are older are removed, before their scope is used again. */
    private static final int KEPT_SLOTS = Scopes.JOURNAL_SCOPES - 3;

    private final StateStore store;
    private final Scopes scopes;
    private final Clock clock;
    private final Map<String, Long> own = new ConcurrentHashMap<>();
    private final Set<String> handled = new HashSet<>();
    private long last = Long.MIN_VALUE;
    private long cleaned = Long.MIN_VALUE;

    /** Creates a reader that has read nothing yet. */
    public JournalReader(StateStore store, Scopes scopes, Clock clock) {
        this.store = store;
        this.scopes = scopes;
        this.clock = clock;
    }

    private long slot() {
        return Math.floorDiv(clock.millis(), Journal.SLOT.toMillis());
    }

    /** Remembers that this program has appended to a stream and has handled it, so that its mark is read only rarely. */
    public void appended(String aggregate, String stream) {
        own.put(aggregate + "/" + stream, slot());
    }

    /**
     * Reads the marks.
     *
     * @param grown receives the aggregate and the stream of each mark
     * @return {@code false} if marks were removed since the last reading, so that everything must be compared
     * @throws dev.iii.sdk.error.CallException if the engine does not answer
     */
    public boolean read(BiConsumer<String, String> grown) {
        long current = slot();
        boolean first = last == Long.MIN_VALUE;
        boolean setBack = !first && current < last - 1;
        if (setBack) {
            // The slots are used again, so marks that were handled in them mean nothing.
            own.clear();
            handled.clear();
            cleaned = Long.MIN_VALUE;
        }
        boolean complete = first || (!setBack && current - last < KEPT_SLOTS - LAST_SLOTS);
        long from = first || !complete ? current - LAST_SLOTS : Math.min(last, current) - LAST_SLOTS;
        // The clock of another program may be a few seconds ahead.
        for (long slot = from; slot <= current + 1; slot++) {
            read(slot, current, grown);
        }
        last = current;
        forgetOlderThan(current - KEPT_SLOTS);
        return complete;
    }

    private void read(long slot, long current, BiConsumer<String, String> grown) {
        for (Json mark : store.list(scopes.journal(slot))) {
            String aggregate = Fields.text(mark, Journal.AGGREGATE);
            String stream = Fields.text(mark, Journal.STREAM);
            if (aggregate == null || stream == null || Fields.number(mark, Journal.SLOT_NUMBER, -1) != slot) {
                continue;
            }
            String key = aggregate + "/" + stream;
            Long appended = own.get(key);
            boolean isOwn = appended != null && appended >= slot;
            String phase = slot + (slot < current - 1 ? " end " : " ") + key;
            if (handled.add(phase) || !isOwn) {
                grown.accept(aggregate, stream);
            }
        }
    }

    /**
     * Removes marks before their scope is used again, once for each slot, also for slots that have passed since the last
     * reading.
     */
    private void forgetOlderThan(long oldest) {
        if (oldest <= cleaned) {
            return;
        }
        long from = cleaned == Long.MIN_VALUE ? oldest : Math.max(cleaned + 1, oldest - Scopes.JOURNAL_SCOPES + 1);
        for (long slot = from; slot <= oldest; slot++) {
            forget(slot);
            cleaned = slot;
        }
        own.values().removeIf(slot -> slot < oldest);
        for (Iterator<String> phases = handled.iterator(); phases.hasNext(); ) {
            String phase = phases.next();
            if (Long.parseLong(phase.substring(0, phase.indexOf(' '))) < oldest) {
                phases.remove();
            }
        }
    }

    private void forget(long oldest) {
        List<String> keys = new ArrayList<>();
        for (Json mark : store.list(scopes.journal(oldest))) {
            String aggregate = Fields.text(mark, Journal.AGGREGATE);
            String stream = Fields.text(mark, Journal.STREAM);
            long slot = Fields.number(mark, Journal.SLOT_NUMBER, 0);
            if (aggregate != null && stream != null && slot <= oldest) {
                keys.add(aggregate + "/" + stream);
            }
        }
        store.deleteAll(scopes.journal(oldest), keys);
    }
}
