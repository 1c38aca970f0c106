package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a log, which is one value in the state: a snapshot and the entries that were appended to it. Immutable.
 *
 * @param base the snapshot of all previous segments, or {@code null} in the first segment
 * @param entries the appended entries in the order of the engine
 */
record Segment(@Nullable Base base, List<LoggedEvent> entries) {

    /**
     * The maximum number of entries. Entries after this number were appended when the segment was already full, and are
     * ignored. This number must never change, because all processes must use the same one.
     */
    static final int CAPACITY = 32;

    /**
     * The snapshot of all previous segments.
     *
     * @param seq the number of the last event in the previous segments
     * @param item the item after this event
     */
    record Base(long seq, Item item) {}

    Segment {
        entries = entries == null ? List.of() : List.copyOf(entries);
    }

    boolean isFull() {
        return entries.size() >= CAPACITY;
    }

    /** Returns the entries that count as events: each is the first entry with the next number. */
    List<LoggedEvent> events() {
        List<LoggedEvent> events = new ArrayList<>();
        long last = base == null ? 0 : base.seq();
        for (LoggedEvent entry : entries.subList(0, Math.min(CAPACITY, entries.size()))) {
            if (entry.seq() == last + 1) {
                events.add(entry);
                last = entry.seq();
            }
        }
        return events;
    }

    /** Returns the number of the last event in this segment. Without an event it is the last number of the snapshot, or 0. */
    long last() {
        List<LoggedEvent> events = events();
        return events.isEmpty()
                ? base == null ? 0 : base.seq()
                : events.get(events.size() - 1).seq();
    }

    Head head(String sku, int number) {
        Item item = base == null ? null : base.item();
        for (LoggedEvent event : events()) {
            item = Inventory.fold(item, event.event());
        }
        return new Head(sku, number, isFull(), last(), item);
    }
}
