package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.domain.Command;
import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.AdjustPrice;
import dev.iii.example.inventory.domain.Command.DiscontinueItem;
import dev.iii.example.inventory.domain.Command.RestockItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemDiscontinued;
import dev.iii.example.inventory.domain.Event.ItemRestocked;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.example.inventory.domain.Event.PriceAdjusted;
import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.request.Requests;
import dev.iii.example.inventory.request.Requests.HistoryRequest;
import dev.iii.example.inventory.request.Requests.ItemsRequest;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The wiring: connects the business rules to the functions, routes, views and alerts of a worker. Closing this object stops its
 * work; the caller must close the worker.
 */
public final class InventoryWorker implements AutoCloseable {

    /** The name of everything that is stored in the state of the engine. */
    public static final String CONTEXT = "inventory";

    /** The stored names of the events. They must never change. */
    static final Events<Event> EVENTS = Events.of(Event.class)
            .name(ItemAdded.class, "item-added", 1)
            .name(ItemRestocked.class, "item-restocked", 1)
            .name(PriceAdjusted.class, "price-adjusted", 1)
            .name(ItemSold.class, "item-sold", 1)
            .name(ItemDiscontinued.class, "item-discontinued", 1);

    /** The aggregate. Each item has an event log, and its SKU is the name of the log. */
    public static final Aggregate<Command, Event, Item> ITEM =
            Aggregate.of("item", new Inventory(), EVENTS).snapshot(Item.class, 1);

    private final Worker worker;
    private final EventSourcing es;
    private final List<Registration> queries = new ArrayList<>();

    private InventoryWorker(Worker worker, Reaction.Handler<Alert> recipient, RetryPolicy retries) {
        this.worker = worker;
        this.es = EventSourcing.on(worker, CONTEXT);
        commands();
        View<Item> items = es.add(Projection.state(ITEM, "inventory-list", 1));
        View<ItemStats> stats = es.add(Projection.of(ITEM, "inventory-stats", 1, ItemStats.class, ItemStats::after));
        es.add(Reaction.of(ITEM, Alerts.FUNCTION, Alert.class, Alerts::when, recipient)
                .retries(retries));
        queries(new Queries(es, items, stats));
        es.start();
    }

    /**
     * Registers all functions and triggers and starts to update the views. Does not wait for the engine; use {@link
     * Worker#awaitReady} to wait until the engine has confirmed the registrations.
     *
     * @param worker the worker on which the functions are registered; this object does not close it
     * @param recipient receives the low-stock alerts, at least once each, on a handler thread of the worker
     * @param retries the number and the delays of the attempts to send an alert
     */
    public static InventoryWorker start(Worker worker, Reaction.Handler<Alert> recipient, RetryPolicy retries) {
        return new InventoryWorker(worker, recipient, retries);
    }

    // ---------------------------------------------------------------- commands

    /**
     * The result of {@code cmd::add-inventory-item} and {@code cmd::restock-item}.
     *
     * @param eventId the id of the event
     * @param sku the SKU of the item
     * @param quantity the number of added units
     * @param stock the stock after the event
     */
    public record Added(String eventId, String sku, long quantity, long stock) {}

    /**
     * The result of {@code cmd::sell-item}.
     *
     * @param eventId the id of the event
     * @param sku the SKU of the item
     * @param quantity the number of sold units
     * @param priceCents the price of one unit, in cents
     * @param totalCents the price of all sold units, in cents
     * @param left the stock after the event
     */
    public record Sold(String eventId, String sku, long quantity, long priceCents, long totalCents, long left) {}

    /**
     * The result of {@code cmd::adjust-price} and {@code cmd::discontinue-item}.
     *
     * @param eventId the id of the event; {@code null} if the item was like this before
     * @param sku the SKU of the item
     * @param priceCents the price of one unit, in cents
     * @param discontinued {@code true} if the item is no longer sold
     */
    public record Changed(@Nullable String eventId, String sku, long priceCents, boolean discontinued) {}

    private void commands() {
        es.add(command("cmd::add-inventory-item", AddItem.class, Requests::add, "/inventory/add")
                .answers(Added.class, done -> added(done, done.command().quantity()))
                .definition(f -> f.description("Adds a new item, or more units of an existing item")
                        .requestSchema(Requests.schema(
                                List.of("sku", "name", "quantity", "priceCents"), "lowStockThreshold"))));
        es.add(command("cmd::restock-item", RestockItem.class, Requests::restock, "/inventory/restock")
                .answers(Added.class, done -> added(done, done.command().quantity()))
                .definition(f -> f.description("Adds units of an existing item")
                        .requestSchema(Requests.schema(List.of("sku", "quantity")))));
        es.add(command("cmd::adjust-price", AdjustPrice.class, Requests::adjustPrice, "/inventory/price")
                .answers(Changed.class, InventoryWorker::changed)
                .definition(f -> f.description("Changes the price of an item")
                        .requestSchema(Requests.schema(List.of("sku", "priceCents")))));
        es.add(command("cmd::sell-item", SellItem.class, Requests::sell, "/inventory/sell")
                .answers(Sold.class, InventoryWorker::sold)
                .definition(f -> f.description("Sells units of an item, never more than the stock")
                        .requestSchema(Requests.schema(List.of("sku", "quantity"), "expectedPriceCents"))));
        es.add(command("cmd::discontinue-item", DiscontinueItem.class, Requests::discontinue, "/inventory/discontinue")
                .answers(Changed.class, InventoryWorker::changed)
                .definition(
                        f -> f.description("Ends the sale of an item").requestSchema(Requests.schema(List.of("sku")))));
    }

    private static <C extends Command> CommandFunction<C, Event, Item> command(
            String id, Class<C> type, Function<Json, C> reader, String route) {
        return CommandFunction.of(ITEM, id, type).stream(Command::sku)
                .reads(InputType.readBy(reader))
                .http(HttpTrigger.post(route));
    }

    private static Added added(Done<?, Event, Item> done, long quantity) {
        return new Added(
                done.events().get(0).id(), done.stream(), quantity, done.after().stock());
    }

    private static Sold sold(Done<SellItem, Event, Item> done) {
        long quantity = done.command().quantity();
        long price = done.before().priceCents();
        return new Sold(
                done.events().get(0).id(),
                done.stream(),
                quantity,
                price,
                price * quantity,
                done.after().stock());
    }

    private static Changed changed(Done<?, Event, Item> done) {
        return new Changed(
                done.events().isEmpty() ? null : done.events().get(0).id(),
                done.stream(),
                done.after().priceCents(),
                done.after().discontinued());
    }

    // ---------------------------------------------------------------- queries

    private void queries(Queries to) {
        query(
                FunctionDefinition.of(
                                "query::inventory",
                                InputType.readBy(ItemsRequest::read),
                                (request, call) -> to.items(request))
                        .description("Returns a page of items")
                        .resultType(Queries.Items.class),
                "/inventory");
        query(
                FunctionDefinition.of("query::item", InputType.readBy(Requests::sku), (sku, call) -> to.item(sku))
                        .description("Returns an item")
                        .resultType(Queries.Row.class),
                "/inventory/item");
        query(
                FunctionDefinition.of(
                                "query::low-stock",
                                InputType.readBy(ItemsRequest::readLowStock),
                                (request, call) -> to.items(request))
                        .description("Returns a page of the items with low stock, lowest stock first")
                        .resultType(Queries.Items.class),
                "/inventory/low-stock");
        query(
                FunctionDefinition.of(
                                "query::analytics",
                                InputType.readBy(Requests::nothing),
                                (nothing, call) -> to.analytics())
                        .description("Returns totals over all items, and the best-selling items")
                        .resultType(Queries.Analytics.class),
                "/inventory/analytics");
        query(
                FunctionDefinition.of(
                                "query::history",
                                InputType.readBy(HistoryRequest::read),
                                (request, call) -> to.history(request))
                        .description("Returns a page of the events of an item, oldest first")
                        .resultType(Queries.ItemHistory.class),
                "/inventory/history");
    }

    private void query(FunctionDefinition<?> function, String route) {
        queries.add(worker.registerFunction(function));
        worker.registerTrigger(HttpTrigger.get(route), function.id());
    }

    /**
     * Returns {@code true} if this worker owns the functions. Returns {@code false} while it is a standby or is not connected.
     */
    public boolean isOpen() {
        return queries.stream().allMatch(query -> query.status() == RegistrationStatus.ACTIVE);
    }

    /** Returns the event sourcing of this worker, for example to read histories. */
    public EventSourcing eventSourcing() {
        return es;
    }

    /** Stops to update the views and unregisters the commands. */
    @Override
    public void close() {
        es.close();
    }
}
