package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value in the state: a snapshot, and what was appended to it.
 *
 * @param base what was before; {@code null} in the first segment
 * @param entries what was appended, in the order in which the engine took it
 */
record Segment(@Nullable Base base, List<LoggedEvent> entries) {

    /**
     * How many entries count. An entry beyond came when the segment was already full, and is nothing. All processes must
     * agree on it, so it never changes.
     */
    static final int CAPACITY = 32;

    /**
     * What all segments before have led to.
     *
     * @param seq the last event before
     * @param item what the item was then
     */
    record Base(long seq, Item item) {}

    Segment {
        entries = entries == null ? List.of() : List.copyOf(entries);
    }

    boolean isFull() {
        return entries.size() >= CAPACITY;
    }

    /** The events: the entries that were the first to want the next number. */
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

    /** The number of the last event in it, or before it when it has none. */
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
