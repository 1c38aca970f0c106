package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.request.Requests.HistoryRequest;
import dev.iii.example.inventory.request.Requests.ItemsRequest;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Implements the functions {@code query::…}. Its methods run on handler threads. Thread-safe. */
public final class Queries {

    private static final int TOP_SELLERS = 5;

    private final EventSourcing es;
    private final View<Item> items;
    private final View<ItemStats> stats;

    /**
     * Creates the functions.
     *
     * @param es reads histories
     * @param items the items
     * @param stats the statistics of the items
     */
    Queries(EventSourcing es, View<Item> items, View<ItemStats> stats) {
        this.es = es;
        this.items = items;
        this.stats = stats;
    }

    /**
     * A page of items.
     *
     * @param items the items, in the requested order
     * @param next the cursor of the next page; {@code null} if this is the last one
     */
    public record Items(List<Row> items, @Nullable String next) {}

    /**
     * One item.
     *
     * @param sku the SKU of the item
     * @param name the name of the item
     * @param stock the number of units in stock
     * @param priceCents the price of one unit, in cents
     * @param lowStockThreshold the stock is low if it is at or below this number
     * @param lowStock {@code true} if the stock is low
     * @param discontinued {@code true} if the item is no longer sold
     * @param version the number of the last event that is included; a command may send it as {@code expectedVersion}
     */
    public record Row(
            String sku,
            String name,
            long stock,
            long priceCents,
            long lowStockThreshold,
            boolean lowStock,
            boolean discontinued,
            long version) {

        static Row of(View.Row<Item> row) {
            Item item = row.value();
            return new Row(
                    row.stream(),
                    item.name(),
                    item.stock(),
                    item.priceCents(),
                    item.lowStockThreshold(),
                    item.hasLowStock(),
                    item.discontinued(),
                    row.number());
        }
    }

    /** The result of {@code query::analytics}: totals over all items, and up to five items with the highest revenue. */
    public record Analytics(
            long items,
            long unitsInStock,
            long stockValueCents,
            long unitsAdded,
            long unitsSold,
            long sales,
            long revenueCents,
            List<Seller> topSellers) {}

    /** The statistics of one item. */
    public record Seller(
            String sku, long added, long sold, long sales, long revenueCents, long stock, long stockValueCents) {}

    /**
     * A page of the history of an item.
     *
     * @param sku the SKU of the item
     * @param earlier the number of events before this page
     * @param events the events, oldest first
     * @param next the cursor of the page with the events before this page; {@code null} if there are none
     */
    public record ItemHistory(
            String sku,
            long earlier,
            List<Entry> events,
            @Nullable String next) {}

    /** One event of a history. The fields of {@code data} depend on {@code type}. */
    public record Entry(String eventId, long seq, String type, Instant at, String commandId, Json data) {}

    /** Returns a page of items. */
    Items items(ItemsRequest request) {
        String text = request.text().toLowerCase(Locale.ROOT);
        View.Page<Item> page;
        try {
            page = items.page(
                    item -> (request.discontinued() || !item.discontinued())
                            && (!request.lowStock() || item.hasLowStock())
                            && item.name().toLowerCase(Locale.ROOT).contains(text),
                    order(request.sort()),
                    request.cursor(),
                    request.limit());
        } catch (FunctionException e) {
            throw e.code().equals(InvalidRequestException.CODE) ? invalidCursor() : e;
        }
        return new Items(page.rows().stream().map(Row::of).toList(), page.next().orElse(null));
    }

    private static Comparator<View.Row<Item>> order(String sort) {
        boolean reversed = sort.startsWith("-");
        Comparator<View.Row<Item>> order = switch (reversed ? sort.substring(1) : sort) {
            case "name" -> Comparator.comparing(row -> row.value().name());
            case "stock" -> Comparator.comparingLong(row -> row.value().stock());
            case "priceCents" -> Comparator.comparingLong(row -> row.value().priceCents());
            default -> Comparator.comparing(View.Row::stream);
        };
        return reversed ? order.reversed() : order;
    }

    /**
     * Returns an item.
     *
     * @throws FunctionException with code {@code unknown_sku} and status 404 if there is no such item
     */
    Row item(String sku) {
        return items.get(sku).map(Row::of).orElseThrow(() -> unknown(sku));
    }

    private static InvalidRequestException invalidCursor() {
        return new InvalidRequestException(List.of(new FieldError("cursor", "is not a cursor of a page")));
    }

    private static FunctionException unknown(String sku) {
        return new FunctionException("unknown_sku", "there is no item " + sku).withHttpStatus(404);
    }

    /** Returns the totals over all items, and the best-selling items. */
    Analytics analytics() {
        Totals totals = stats.fold(new Totals(), Totals::plus);
        List<Seller> top = totals.sellers.stream()
                .sorted(Comparator.comparingLong(Seller::revenueCents)
                        .reversed()
                        .thenComparing(Seller::sku))
                .limit(TOP_SELLERS)
                .toList();
        return new Analytics(
                totals.items, totals.stock, totals.value, totals.added, totals.sold, totals.sales, totals.revenue, top);
    }

    /** The totals so far; used by one thread. */
    private static final class Totals {

        private final List<Seller> sellers = new ArrayList<>();
        private long items;
        private long stock;
        private long value;
        private long added;
        private long sold;
        private long sales;
        private long revenue;

        Totals plus(View.Row<ItemStats> row) {
            ItemStats one = row.value();
            items++;
            stock += one.item().stock();
            value += one.stockValueCents();
            added += one.added();
            sold += one.sold();
            sales += one.sales();
            revenue += one.revenueCents();
            if (one.sales() > 0) {
                sellers.add(new Seller(
                        row.stream(),
                        one.added(),
                        one.sold(),
                        one.sales(),
                        one.revenueCents(),
                        one.item().stock(),
                        one.stockValueCents()));
            }
            return this;
        }
    }

    /**
     * Returns a page of the events of an item. They are read from the end of the log, so the cost depends on the size of the
     * page and not on the length of the history.
     *
     * @throws FunctionException with code {@code unknown_sku} and status 404 if there is no such item
     */
    ItemHistory history(HistoryRequest request) {
        History<Event> page;
        try {
            page = es.history(InventoryWorker.ITEM, request.sku(), request.cursor(), request.limit());
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
        if (page.events().isEmpty()) {
            throw unknown(request.sku());
        }
        List<Entry> entries = new ArrayList<>();
        page.events()
                .forEach(event -> entries.add(
                        0,
                        new Entry(
                                event.id(),
                                event.number(),
                                event.name().name(),
                                event.at(),
                                event.commandId(),
                                Json.of(event.event()))));
        return new ItemHistory(
                request.sku(), entries.get(0).seq() - 1, entries, page.next().orElse(null));
    }
}
