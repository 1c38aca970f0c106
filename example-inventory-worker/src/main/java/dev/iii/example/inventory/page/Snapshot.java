package dev.iii.example.inventory.page;

import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.View.Row;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of the page, computed from the view {@code inventory-page}. Its size has a limit for any number of items.
 * Immutable.
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
    /** Not more than {@link #MAX_ITEMS}, because the events are those of the items that changed last. */
    private static final int MAX_FEED = 30;

    private static final int MAX_LOW = 20;

    private static final Comparator<Row<Activity>> NEWEST_ITEM = Comparator.<Row<Activity>>comparingLong(
                    row -> row.value().changedAt())
            .thenComparing(Row::stream)
            .reversed();
    private static final Comparator<FeedEntry> NEWEST_EVENT = Comparator.<FeedEntry>comparingLong(
                    entry -> entry.event().at())
            .thenComparing(FeedEntry::sku)
            .thenComparingLong(entry -> entry.event().number())
            .reversed();
    private static final Comparator<Row<Activity>> LOWEST_STOCK =
            Comparator.comparingLong(row -> row.value().item().stock());

    /** An event of an item. */
    record FeedEntry(String sku, String name, Activity.Entry event) {

        static Stream<FeedEntry> of(Row<Activity> row) {
            String name = row.value().item().name();
            return row.value().newest().stream().map(event -> new FeedEntry(row.stream(), name, event));
        }
    }

    /**
     * Computes the content of the page.
     *
     * @param now the time, in milliseconds since 1970-01-01T00:00Z
     * @throws dev.iii.sdk.error.FunctionException if the view cannot be read now
     */
    static Snapshot of(View<Activity> view, long now) {
        List<Row<Activity>> newest =
                view.page(any -> true, NEWEST_ITEM, Optional.empty(), MAX_ITEMS).rows();
        List<Row<Activity>> low = view.page(Snapshot::isLow, LOWEST_STOCK, Optional.empty(), MAX_LOW)
                .rows();
        long firstMinute = Activity.minute(now) - Activity.MINUTES + 1;
        long[] sold = new long[Activity.MINUTES];
        long lowItems = view.fold(0L, (count, row) -> {
            row.value().soldPerMinute().forEach((minute, units) -> {
                if (minute >= firstMinute && minute < firstMinute + sold.length) {
                    sold[(int) (minute - firstMinute)] += units;
                }
            });
            return isLow(row.value()) ? count + 1 : count;
        });
        return new Snapshot(
                Analytics.of(view, Activity::stats),
                rows(newest),
                newest.stream()
                        .flatMap(FeedEntry::of)
                        .sorted(NEWEST_EVENT)
                        .limit(MAX_FEED)
                        .toList(),
                rows(low),
                lowItems,
                Arrays.stream(sold).boxed().toList());
    }

    private static boolean isLow(Activity activity) {
        Item item = activity.item();
        return item.canBeSold() && item.hasLowStock();
    }

    private static List<ItemRow> rows(List<Row<Activity>> rows) {
        return rows.stream()
                .map(row -> ItemRow.of(row.stream(), row.value().item(), row.number()))
                .toList();
    }
}
