package dev.iii.example.inventory.view;

import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Item;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The newest events of an item, and its sales of one hour. Both have a maximum size, so a row does not grow with the history.
 * Immutable.
 *
 * @param newest the newest events, newest first
 * @param soldPerMinute the number of sold units by minutes since 1970-01-01T00:00Z, without minutes in which nothing was sold
 */
public record Activity(List<Entry> newest, Map<Long, Long> soldPerMinute) {

    /** The number of minutes whose sales are kept. */
    public static final int MINUTES = 60;

    static final Activity NONE = new Activity(List.of(), Map.of());
    private static final int MAX_ENTRIES = 8;

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
    public record Entry(long number, String type, long quantity, long priceCents, long stock, boolean alert, long at) {}

    /** Returns the time of the newest event, in milliseconds since 1970-01-01T00:00Z. */
    public long changedAt() {
        return newest.isEmpty() ? 0 : newest.get(0).at();
    }

    Activity after(Item before, Recorded<Event> recorded, Item after, long quantity) {
        boolean sale = recorded.event() instanceof ItemSold;
        long price = recorded.event() instanceof ItemSold sold ? sold.priceCents() : after.priceCents();
        Entry entry = new Entry(
                recorded.number(),
                recorded.name().name(),
                quantity,
                price,
                after.stock(),
                after.isNewlyLow(before),
                recorded.at().toEpochMilli());
        return new Activity(
                Stream.concat(Stream.of(entry), newest.stream())
                        .limit(MAX_ENTRIES)
                        .toList(),
                sale ? withSale(minute(entry.at()), quantity) : soldPerMinute);
    }

    private Map<Long, Long> withSale(long minute, long quantity) {
        TreeMap<Long, Long> minutes = new TreeMap<>(soldPerMinute);
        minutes.merge(minute, quantity, Long::sum);
        return minutes.tailMap(minutes.lastKey() - MINUTES, false);
    }

    /** Returns the number of the minute that contains a time, which is in milliseconds. */
    public static long minute(long millis) {
        return Math.floorDiv(millis, Duration.ofMinutes(1).toMillis());
    }
}
