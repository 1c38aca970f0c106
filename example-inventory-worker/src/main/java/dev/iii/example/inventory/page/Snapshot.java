package dev.iii.example.inventory.page;

import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.view.Activity;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.example.inventory.view.ItemStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The content of the page, computed from the view {@code inventory-stats}. Its size has a limit for any number of items. Immutable.
 *
 * @param totals the totals over all items
 * @param items the items that changed last, newest first
 * @param feed the newest events, newest first; at most eight of one item
 * @param lowStock items with low stock, lowest stock first
 * @param lowStockItems the number of all items with low stock
 * @param soldPerMinute the number of sold units in each minute of the last hour, oldest first
 */
record Snapshot(
        Analytics totals,
        List<ItemRow> items,
        List<FeedEntry> feed,
        List<ItemRow> lowStock,
        long lowStockItems,
        List<Long> soldPerMinute) {

    private static final int MAX_ITEMS = 50;
    private static final int MAX_FEED = 30;
    private static final int MAX_LOW = 20;

    /** An event of an item. */
    record FeedEntry(String sku, String name, Activity.Entry event) {}

    /**
     * Computes the content of the page.
     *
     * @param now the time, in milliseconds since 1970-01-01T00:00Z
     * @throws dev.iii.sdk.error.FunctionException if the view cannot be read now
     */
    static Snapshot of(View<ItemStats> stats, long now) {
        return stats.fold(new Collecting(Activity.minute(now)), Collecting::plus)
                .snapshot(Analytics.of(stats));
    }

    /** Collects the content of the page from rows. Used by one thread. */
    private static final class Collecting {

        private final Newest<View.Row<ItemStats>> items = new Newest<>(
                MAX_ITEMS,
                Comparator.<View.Row<ItemStats>>comparingLong(
                                row -> row.value().activity().changedAt())
                        .thenComparing(View.Row::stream));
        private final Newest<FeedEntry> feed = new Newest<>(
                MAX_FEED,
                Comparator.<FeedEntry>comparingLong(one -> one.event().at())
                        .thenComparing(FeedEntry::sku)
                        .thenComparingLong(one -> one.event().number()));
        private final Newest<View.Row<ItemStats>> low = new Newest<>(
                MAX_LOW,
                Comparator.<View.Row<ItemStats>>comparingLong(
                                row -> row.value().item().stock())
                        .thenComparing(View.Row::stream)
                        .reversed());
        private final long[] sold = new long[Activity.MINUTES];
        private final long firstMinute;
        private long lowItems;

        Collecting(long minute) {
            this.firstMinute = minute - Activity.MINUTES + 1;
        }

        Collecting plus(View.Row<ItemStats> row) {
            ItemStats stats = row.value();
            items.add(row);
            stats.activity()
                    .newest()
                    .forEach(event ->
                            feed.add(new FeedEntry(row.stream(), stats.item().name(), event)));
            stats.activity().soldPerMinute().forEach((minute, units) -> {
                if (minute >= firstMinute && minute < firstMinute + sold.length) {
                    sold[(int) (minute - firstMinute)] += units;
                }
            });
            if (stats.item().canBeSold() && stats.item().hasLowStock()) {
                low.add(row);
                lowItems++;
            }
            return this;
        }

        Snapshot snapshot(Analytics totals) {
            return new Snapshot(
                    totals,
                    rows(items),
                    feed.sorted(),
                    rows(low),
                    lowItems,
                    Arrays.stream(sold).boxed().toList());
        }

        private static List<ItemRow> rows(Newest<View.Row<ItemStats>> rows) {
            return rows.sorted().stream()
                    .map(row -> ItemRow.of(row.stream(), row.value().item(), row.number()))
                    .toList();
        }
    }

    /** The last values in an order, at most a given number. Used by one thread. */
    private static final class Newest<T> {

        private final int limit;
        private final Comparator<T> order;
        private final PriorityQueue<T> values;

        Newest(int limit, Comparator<T> order) {
            this.limit = limit;
            this.order = order;
            this.values = new PriorityQueue<>(order);
        }

        void add(T value) {
            if (values.size() < limit || order.compare(value, values.element()) > 0) {
                values.add(value);
                if (values.size() > limit) {
                    values.remove();
                }
            }
        }

        List<T> sorted() {
            List<T> sorted = new ArrayList<>(values);
            sorted.sort(order.reversed());
            return sorted;
        }
    }
}
