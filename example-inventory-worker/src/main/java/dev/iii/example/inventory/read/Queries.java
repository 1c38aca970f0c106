package dev.iii.example.inventory.read;

import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.request.Form;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.state.StateClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The functions behind {@code query::…}. Thread-safe. */
public final class Queries {

    private static final int MOST_EVENTS = 10_000;
    private static final int TOP = 5;

    private final StateClient state;
    private final EventLog log;

    /** @param state where the views are kept */
    public Queries(StateClient state, EventLog log) {
        this.state = state;
        this.log = log;
    }

    /** The answer to {@code query::inventory}, by SKU. */
    public record InventoryAnswer(List<Row> items) {}

    /**
     * One item of the list.
     *
     * @param lowStock whether more should be ordered
     * @param asOf the event up to which this is true
     */
    public record Row(
            String sku,
            String name,
            long stock,
            long priceCents,
            long lowStockThreshold,
            boolean lowStock,
            String asOf) {}

    /** The answer to {@code query::analytics}: sums over all SKUs, and the five that have brought the most. */
    public record Analytics(
            long items,
            long unitsInStock,
            long stockValueCents,
            long unitsAdded,
            long unitsSold,
            long sales,
            long revenueCents,
            List<ItemStats> topSellers) {}

    /**
     * The answer to {@code query::history}.
     *
     * @param earlier how many events there are before the first of these
     */
    public record History(String sku, long earlier, List<Entry> events) {}

    /** One event of a history; {@code data} depends on the type. */
    public record Entry(String eventId, long seq, String type, Instant at, Json data) {}

    /** Which history, and how much of it. */
    public record HistoryRequest(String sku, int limit) {

        /** Reads {@code sku} and, when it is there, {@code limit}. */
        public static HistoryRequest read(Json request) {
            Form form = new Form(request);
            HistoryRequest read = new HistoryRequest(form.sku(), form.parameter("limit", 1, MOST_EVENTS, MOST_EVENTS));
            form.check();
            return read;
        }
    }

    /** All items. */
    public InventoryAnswer inventory() {
        List<Row> rows = new ArrayList<>();
        for (View view : state.list(InventoryList.NAME, View.class)) {
            Item item = view.value().as(Item.class);
            if (item != null) {
                rows.add(new Row(
                        item.sku(),
                        item.name(),
                        item.stock(),
                        item.priceCents(),
                        item.lowStockThreshold(),
                        item.hasLowStock(),
                        item.sku() + ":" + view.position().seq()));
            }
        }
        rows.sort(Comparator.comparing(Row::sku));
        return new InventoryAnswer(rows);
    }

    /** The figures of the whole shop. */
    public Analytics analytics() {
        List<ItemStats> all = new ArrayList<>();
        for (View view : state.list(InventoryStats.NAME, View.class)) {
            ItemStats stats = view.value().as(ItemStats.class);
            if (stats != null) {
                all.add(stats);
            }
        }
        List<ItemStats> top = all.stream()
                .filter(stats -> stats.sales() > 0)
                .sorted(Comparator.comparingLong(ItemStats::revenueCents)
                        .reversed()
                        .thenComparing(ItemStats::sku))
                .limit(TOP)
                .toList();
        return new Analytics(
                all.size(),
                sum(all, ItemStats::stock),
                sum(all, ItemStats::stockValueCents),
                sum(all, ItemStats::added),
                sum(all, ItemStats::sold),
                sum(all, ItemStats::sales),
                sum(all, ItemStats::revenueCents),
                top);
    }

    private static long sum(List<ItemStats> all, ToLongFunction<ItemStats> figure) {
        return all.stream().mapToLong(figure).sum();
    }

    /**
     * The events of a SKU, oldest first; of a long history the newest. The log itself is the history, and reading it from
     * its end costs what is read.
     *
     * @throws FunctionException with code {@code unknown_sku}, status 404
     */
    public History history(HistoryRequest request) {
        List<LoggedEvent> events = log.newest(request.sku(), request.limit());
        if (events.isEmpty()) {
            throw new FunctionException("unknown_sku", "there is no item " + request.sku()).withHttpStatus(404);
        }
        List<Entry> entries = events.stream()
                .map(e -> new Entry(e.id(), e.seq(), e.type(), Instant.ofEpochMilli(e.at()), e.data()))
                .toList();
        return new History(request.sku(), events.get(0).seq() - 1, entries);
    }
}
