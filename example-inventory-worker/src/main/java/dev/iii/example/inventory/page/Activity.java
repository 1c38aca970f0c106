package dev.iii.example.inventory.page;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.view.ItemStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of one item for the page: a row of the view {@code inventory-page}. The events and the sales have a maximum size, so a
 * row does not grow with the history. Immutable.
 *
 * @param stats the item and its statistics
 * @param newest the newest events, newest first
 * @param soldPerMinute the number of sold units by minutes since 1970-01-01T00:00Z, without minutes in which nothing was sold
 */
public record Activity(ItemStats stats, List<Entry> newest, Map<Long, Long> soldPerMinute) {

    /** The number of minutes whose sales are kept. */
    static final int MINUTES = 60;

    private static final int MAX_ENTRIES = 8;
    private static final Activity NONE = new Activity(ItemStats.NONE, List.of(), Map.of());

    /** Copies the list and the map. */
    public Activity {
        newest = List.copyOf(newest);
        soldPerMinute = Map.copyOf(soldPerMinute);
    }

    /**
     * An event as the page shows it. Immutable.
     *
     * @param number the number of the event in the log of the item
     * @param type the name of the event
     * @param quantity the number of units that were added or sold
     * @param priceCents the price of one unit: for a sale the price at which it was sold, otherwise the price after the event
     * @param stock the stock after the event
     * @param alert {@code true} if the stock is low since this event
     * @param at the time of the event, in milliseconds since 1970-01-01T00:00Z
     */
    record Entry(long number, String type, long quantity, long priceCents, long stock, boolean alert, long at) {}

    /** Returns the row after an event. */
    public static Activity after(@Nullable Activity before, Recorded<Event> recorded) {
        Activity row = before == null ? NONE : before;
        ItemStats stats = ItemStats.after(row.stats, recorded);
        Item item = stats.item();
        long sold = stats.sold() - row.stats.sold();
        Entry entry = new Entry(
                recorded.number(),
                recorded.name().name(),
                sold + stats.added() - row.stats.added(),
                recorded.event() instanceof ItemSold sale ? sale.priceCents() : item.priceCents(),
                item.stock(),
                item.isNewlyLow(row.stats.item()),
                recorded.at().toEpochMilli());
        return new Activity(
                stats,
                Stream.concat(Stream.of(entry), row.newest.stream())
                        .limit(MAX_ENTRIES)
                        .toList(),
                sold > 0 ? row.withSale(minute(entry.at()), sold) : row.soldPerMinute);
    }

    private Map<Long, Long> withSale(long minute, long quantity) {
        TreeMap<Long, Long> minutes = new TreeMap<>(soldPerMinute);
        minutes.merge(minute, quantity, Long::sum);
        return minutes.tailMap(minutes.lastKey() - MINUTES, false);
    }

    /** Returns the item. */
    Item item() {
        return stats.item();
    }

    /** Returns the time of the newest event, in milliseconds since 1970-01-01T00:00Z. */
    long changedAt() {
        return newest.isEmpty() ? 0 : newest.get(0).at();
    }

    /** Returns the number of the minute that contains a time, which is in milliseconds. */
    static long minute(long millis) {
        return Math.floorDiv(millis, Duration.ofMinutes(1).toMillis());
    }
}
