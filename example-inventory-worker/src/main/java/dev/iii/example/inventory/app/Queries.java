package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.request.Requests.HistoryRequest;
import dev.iii.example.inventory.request.Requests.ItemsRequest;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.example.inventory.view.ItemStats;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Implements the functions {@code query::…}. Its methods run on handler threads. Thread-safe. */
public record Queries(EventSourcing es, View<Item> items, View<ItemStats> stats) {

    /** A page of items, in the requested order; {@code next} is {@code null} if this is the last one. */
    public record Items(List<ItemRow> items, @Nullable String next) {}

    /**
     * A page of the history of an item, oldest event first; {@code earlier} is the number of events before this page, and {@code
     * next} the cursor of the page that contains them.
     */
    public record ItemHistory(
            String sku,
            long earlier,
            List<Entry> events,
            @Nullable String next) {}

    /** One event of a history. The fields of {@code data} depend on {@code type}. */
    public record Entry(String eventId, long seq, String type, Instant at, String commandId, Json data) {

        private static Entry of(Recorded<Event> event) {
            Json data = Json.of(event.event());
            return new Entry(event.id(), event.number(), event.name().name(), event.at(), event.commandId(), data);
        }
    }

    /** Returns a page of items. */
    Items items(ItemsRequest request) {
        String text = request.text().toLowerCase(Locale.ROOT);
        View.Page<Item> page = items.page(
                item -> (request.discontinued() || !item.discontinued())
                        && (!request.lowStock() || item.hasLowStock())
                        && item.name().toLowerCase(Locale.ROOT).contains(text),
                order(request.sort()),
                request.cursor(),
                request.limit());
        return new Items(
                page.rows().stream().map(Queries::row).toList(), page.next().orElse(null));
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

    /** Returns an item. Throws {@link #unknown} if there is no such item. */
    ItemRow item(String sku) {
        return items.get(sku).map(Queries::row).orElseThrow(() -> unknown(sku));
    }

    private static ItemRow row(View.Row<Item> row) {
        return ItemRow.of(row.stream(), row.value(), row.number());
    }

    private static FunctionException unknown(String sku) {
        return new FunctionException("unknown_sku", "there is no item " + sku).withHttpStatus(404);
    }

    /** Returns the totals over all items, and the best-selling items. */
    Analytics analytics(boolean nothing) {
        return Analytics.of(stats, Function.identity());
    }

    /**
     * Returns a page of the events of an item. They are read from the end of the log, so the cost depends on the size of the
     * page and not on the length of the history. Throws {@link #unknown} if there is no such item.
     */
    ItemHistory history(HistoryRequest request) {
        History<Event> page = es.history(InventoryWorker.ITEM, request.sku(), request.cursor(), request.limit());
        if (page.events().isEmpty()) {
            throw unknown(request.sku());
        }
        List<Entry> entries = new ArrayList<>();
        for (Recorded<Event> event : page.events()) {
            entries.add(0, Entry.of(event));
        }
        return new ItemHistory(
                request.sku(), entries.get(0).seq() - 1, entries, page.next().orElse(null));
    }
}
