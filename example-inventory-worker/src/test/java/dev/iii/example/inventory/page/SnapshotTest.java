package dev.iii.example.inventory.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.page.Activity.Entry;
import dev.iii.example.inventory.page.Snapshot.FeedEntry;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.example.inventory.view.ItemStats;
import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long MAX = 10_000_000;
    /** The first rows and events of one item: at most four writes a second of 100 kB are sent to each browser. */
    private static final int MAX_BYTES = 100_000;

    /** A view of rows in memory. */
    private record Rows(List<Row<Activity>> rows) implements View<Activity> {

        @Override
        public Optional<Row<Activity>> get(String stream) {
            return rows.stream().filter(row -> row.stream().equals(stream)).findAny();
        }

        @Override
        public Page<Activity> page(
                Predicate<? super Activity> filter,
                Comparator<? super Row<Activity>> order,
                Optional<String> cursor,
                int limit) {
            Comparator<Row<Activity>> total = Comparator.<Row<Activity>>comparingInt(row -> 0)
                    .thenComparing(order)
                    .thenComparing(Row::stream);
            List<Row<Activity>> page = rows.stream()
                    .filter(row -> filter.test(row.value()))
                    .sorted(total)
                    .limit(limit)
                    .toList();
            return new Page<>(page, Optional.empty(), Optional.empty());
        }

        @Override
        public <A> A fold(A start, BiFunction<? super A, ? super Row<Activity>, ? extends A> step) {
            A result = start;
            for (Row<Activity> row : rows) {
                result = step.apply(result, row);
            }
            return result;
        }
    }

    private static View.Row<Activity> row(String sku, Item item, List<Entry> newest, Map<Long, Long> soldPerMinute) {
        ItemStats stats = new ItemStats(item, MAX, MAX, MAX, MAX * MAX);
        return new View.Row<>(sku, new Activity(stats, newest, soldPerMinute), newest.size());
    }

    /** Each name has the maximum length, of characters with three bytes in UTF-8, and each number many digits. */
    @Test
    void aHundredThousandItemsAreASmallMessage() {
        List<View.Row<Activity>> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            List<Entry> newest = new ArrayList<>();
            for (int n = 8; n > 0; n--) {
                newest.add(new Entry(MAX + n, "item-discontinued", MAX, MAX, MAX, true, NOW - i));
            }
            Item item = new Item("茶".repeat(200), MAX, MAX, MAX, false);
            rows.add(row("S".repeat(58) + (100_000 + i), item, newest, Map.of(Activity.minute(NOW), MAX)));
        }
        Snapshot snapshot = Snapshot.of(new Rows(rows), NOW);
        assertThat(snapshot.totals().items()).isEqualTo(100_000);
        assertThat(snapshot.items()).hasSize(50);
        assertThat(snapshot.feed()).hasSize(30);
        assertThat(snapshot.lowStock()).hasSize(20);
        assertThat(snapshot.lowStockItems()).isEqualTo(100_000);
        assertThat(Json.of(snapshot).text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MAX_BYTES);
    }

    /** The events are taken from the rows of the page only. Few times and many ties make a missing one likely. */
    @Test
    void theNewestEventsOfAllItemsAreShown() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<View.Row<Activity>> rows = new ArrayList<>();
            int times = 1 + random.nextInt(40);
            for (int i = 0; i < 120; i++) {
                List<Long> at = random.longs(1 + random.nextInt(8), NOW - times, NOW)
                        .boxed()
                        .sorted(Comparator.reverseOrder())
                        .toList();
                List<Entry> newest = new ArrayList<>();
                for (int n = 0; n < at.size(); n++) {
                    newest.add(new Entry(at.size() - n, "item-sold", 1, 1, 1, false, at.get(n)));
                }
                rows.add(row("S-" + i, new Item("Item " + i, 1, 1, 0, false), newest, Map.of()));
            }
            List<FeedEntry> expected = rows.stream()
                    .flatMap(FeedEntry::of)
                    .sorted(Comparator.<FeedEntry>comparingLong(
                                    one -> one.event().at())
                            .thenComparing(FeedEntry::sku)
                            .thenComparingLong(one -> one.event().number())
                            .reversed())
                    .limit(30)
                    .toList();
            assertThat(Snapshot.of(new Rows(rows), NOW).feed())
                    .as("round %s", round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void itemsWithLowStockAreCountedAndTheLowestAreShown() {
        List<View.Row<Activity>> rows = new ArrayList<>();
        for (int i = 30; i > 0; i--) {
            rows.add(row("LOW-" + (100 + i), new Item("Cup", i, 1, 30, false), List.of(), Map.of()));
        }
        rows.add(row("ENOUGH", new Item("Cup", 31, 1, 30, false), List.of(), Map.of()));
        rows.add(row("GONE", new Item("Cup", 0, 1, 30, true), List.of(), Map.of()));
        Snapshot snapshot = Snapshot.of(new Rows(rows), NOW);
        assertThat(snapshot.lowStockItems()).isEqualTo(30);
        assertThat(snapshot.lowStock()).hasSize(20).extracting(ItemRow::stock).startsWith(1L, 2L, 3L);
    }

    @Test
    void salesAreSummedByMinuteOfTheLastHour() {
        long minute = Activity.minute(NOW);
        Item item = new Item("Cup", 9, 1, 0, false);
        Snapshot snapshot = Snapshot.of(
                new Rows(List.of(
                        row("A", item, List.of(), Map.of(minute, 3L, minute - 59, 4L, minute - 60, 5L)),
                        row("B", item, List.of(), Map.of(minute, 2L)))),
                NOW);
        assertThat(snapshot.soldPerMinute()).hasSize(60).startsWith(4L).endsWith(5L);
        assertThat(snapshot.soldPerMinute().stream().mapToLong(units -> units).sum())
                .isEqualTo(9);
    }
}
