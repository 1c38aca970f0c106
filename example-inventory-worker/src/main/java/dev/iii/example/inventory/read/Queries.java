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

/** Implements the functions {@code query::…}. Its methods run on handler threads. Thread-safe. */
public final class Queries {

    private static final int MAX_EVENTS = 10_000;
    private static final int TOP_SELLERS = 5;

    private final StateClient state;
    private final EventLog log;

    /**
     * Creates the functions.
     *
     * @param state the client that reads the views
     * @param log the log, for histories
     */
    public Queries(StateClient state, EventLog log) {
        this.state = state;
        this.log = log;
    }

    /** The result of {@code query::inventory}: all items in the order of their SKUs. */
    public record InventoryAnswer(List<Row> items) {}

    /**
     * One item of the list.
     *
     * @param sku the SKU of the item
     * @param name the name of the item
     * @param stock the number of units in stock
     * @param priceCents the price of one unit, in cents
     * @param lowStockThreshold the stock is low if it is at or below this number
     * @param lowStock {@code true} if the stock is low
     * @param asOf the id of the last event that is included
     */
    public record Row(
            String sku,
            String name,
            long stock,
            long priceCents,
            long lowStockThreshold,
            boolean lowStock,
            String asOf) {}

    /** The result of {@code query::analytics}: totals over all items, and up to five items with the highest revenue. */
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
     * The result of {@code query::history}.
     *
     * @param sku the SKU of the item
     * @param earlier the number of older events that are not included
     * @param events the events, oldest first
     */
    public record History(String sku, long earlier, List<Entry> events) {}

    /** One event of a history. The fields of {@code data} depend on {@code type}. */
    public record Entry(String eventId, long seq, String type, Instant at, Json data) {}

    /**
     * The input of {@code query::history}.
     *
     * @param sku the SKU of the item
     * @param limit the maximum number of events, from 1 to 10 000
     */
    public record HistoryRequest(String sku, int limit) {

        /**
         * Reads {@code sku} and the optional {@code limit}, whose default is 10 000.
         *
         * @throws dev.iii.sdk.error.InvalidRequestException if a field is invalid; the exception lists every invalid field
         */
        public static HistoryRequest read(Json request) {
            Form form = new Form(request);
            HistoryRequest read = new HistoryRequest(form.sku(), form.parameter("limit", 1, MAX_EVENTS, MAX_EVENTS));
            form.check();
            return read;
        }
    }

    /** Returns all items in the order of their SKUs. */
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

    /** Returns the totals over all items, and the best-selling items. */
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
                .limit(TOP_SELLERS)
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
     * Returns the newest events of a SKU, oldest first. They are read from the end of the log, so the cost depends on the
     * limit and not on the length of the history.
     *
     * @throws FunctionException with code {@code unknown_sku} and status 404 if there is no such item
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
