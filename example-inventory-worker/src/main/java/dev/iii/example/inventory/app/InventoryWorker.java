package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Payload;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.View;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.app.Queries.ItemHistory;
import dev.iii.example.inventory.app.Queries.Items;
import dev.iii.example.inventory.domain.Command;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Inventory;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.page.Activity;
import dev.iii.example.inventory.page.LivePage;
import dev.iii.example.inventory.request.Requests;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.example.inventory.view.ItemStats;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring: connects the business rules to the functions, routes, views and alerts of a worker. Ends with the worker. */
public final class InventoryWorker {

    /** The default of {@link Settings#context}. */
    public static final String CONTEXT = "inventory";

    /** The stored names of the events. They must never change. */
    static final Events<Event> EVENTS = Events.of(Event.class)
            .name(Event.ItemAdded.class, "item-added", 1)
            .name(Event.ItemRestocked.class, "item-restocked", 1)
            .name(Event.PriceAdjusted.class, "price-adjusted", 1)
            .name(Event.ItemSold.class, "item-sold", 1)
            .name(Event.ItemDiscontinued.class, "item-discontinued", 1);

    /** The aggregate. Each item has an event log, and its SKU is the name of the log. */
    public static final Aggregate<Command, Event, Item> ITEM =
            Aggregate.of("item", new Inventory(), EVENTS).snapshot(Item.class, 1);

    private static final Logger log = LoggerFactory.getLogger(InventoryWorker.class);

    private final Worker worker;
    private final EventSourcing es;
    private final List<Registration> queries = new ArrayList<>();

    /**
     * The settings of an inventory. Immutable.
     *
     * @param context the name of everything that is stored in the engine; inventories with different contexts share nothing
     * @param recipient receives the low-stock alerts, at least once each, on a handler thread of the worker
     * @param retries the number and the delays of the attempts to send an alert
     * @param streamUrl the address of the engine's stream port for browsers, {@code ws://HOST:PORT}; {@code null} for port 3112
     *     of the host from which they have loaded the page
     */
    public record Settings(
            String context,
            Reaction.Handler<Alert> recipient,
            RetryPolicy retries,
            @Nullable String streamUrl) {

        /** Returns settings with the defaults. */
        public static Settings of(Reaction.Handler<Alert> recipient, @Nullable String streamUrl) {
            return new Settings(CONTEXT, recipient, Reaction.DEFAULT_RETRIES, streamUrl);
        }
    }

    private InventoryWorker(Worker worker, Settings settings) {
        this.worker = worker;
        this.es = EventSourcing.on(worker, settings.context());
        commands();
        View<Item> items = es.add(Projection.state(ITEM, "inventory-list", 1));
        View<ItemStats> stats = es.add(Projection.of(ITEM, "inventory-stats", 1, ItemStats.class, ItemStats::after));
        View<Activity> activity = es.add(Projection.of(ITEM, "inventory-page", 1, Activity.class, Activity::after));
        es.add(Reaction.of(ITEM, Alerts.FUNCTION, Alert.class, Alerts::when, settings.recipient())
                .retries(settings.retries()));
        queries(new Queries(es, items, stats));
        es.start();
        LivePage.start(worker, activity, settings.context(), settings.streamUrl());
        var unused = worker.ready()
                .thenRun(() -> log.info(
                        isOpen()
                                ? "The inventory is open for requests"
                                : "Another worker runs the inventory; this worker is a standby"));
    }

    /**
     * Registers all functions and triggers and starts to update the views. Does not wait for the engine; use {@link
     * Worker#awaitReady} to wait until the engine has confirmed the registrations.
     *
     * @param worker the worker on which the functions are registered; the caller must close it
     * @throws IllegalArgumentException if the context or the address in the settings is invalid
     */
    public static InventoryWorker start(Worker worker, Settings settings) {
        return new InventoryWorker(worker, settings);
    }

    // ---------------------------------------------------------------- commands

    /** The result of {@code cmd::add-inventory-item} and {@code cmd::restock-item}; the stock is that after the event. */
    public record Added(String eventId, String sku, long quantity, long stock) {}

    /** The result of {@code cmd::sell-item}; {@code left} is the stock after the event. */
    public record Sold(String eventId, String sku, long quantity, long priceCents, long totalCents, long left) {}

    /** The result of the other commands; {@code eventId} is {@code null} if nothing has changed. */
    public record Changed(@Nullable String eventId, String sku, long priceCents, boolean discontinued) {}

    private void commands() {
        es.add(command("cmd::add-inventory-item", "/inventory/add", Requests.ADD)
                .description("Adds a new item, or more units of an existing item")
                .answers(Added.class, InventoryWorker::added));
        es.add(command("cmd::restock-item", "/inventory/restock", Requests.RESTOCK)
                .description("Adds units of an existing item")
                .answers(Added.class, InventoryWorker::added));
        es.add(command("cmd::adjust-price", "/inventory/price", Requests.ADJUST_PRICE)
                .description("Changes the price of an item")
                .answers(Changed.class, InventoryWorker::changed));
        es.add(command("cmd::sell-item", "/inventory/sell", Requests.SELL)
                .description("Sells units of an item, never more than the stock")
                .answers(Sold.class, InventoryWorker::sold));
        es.add(command("cmd::discontinue-item", "/inventory/discontinue", Requests.DISCONTINUE)
                .description("Ends the sale of an item")
                .answers(Changed.class, InventoryWorker::changed));
    }

    private static <C extends Command> CommandFunction<C, Event, Item> command(
            String id, String path, Payload<C> payload) {
        return CommandFunction.of(ITEM, id, payload).stream(Command::sku).http(HttpTrigger.post(path));
    }

    private static Added added(Done<?, Event, Item> done) {
        long stock = done.after().stock();
        return new Added(
                done.events().get(0).id(), done.stream(), stock - done.before().stock(), stock);
    }

    private static Sold sold(Done<Command.SellItem, Event, Item> done) {
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
        query("query::inventory", "/inventory", Requests.ITEMS, Items.class, to::items, "Returns a page of items");
        query("query::item", "/inventory/item", Requests.ITEM, ItemRow.class, to::item, "Returns an item");
        query(
                "query::low-stock",
                "/inventory/low-stock",
                Requests.LOW_STOCK,
                Items.class,
                request -> to.items(request.items()),
                "Returns items with low stock");
        query(
                "query::analytics",
                "/inventory/analytics",
                Requests.NOTHING,
                Analytics.class,
                to::analytics,
                "Returns totals over all items");
        query(
                "query::history",
                "/inventory/history",
                Requests.HISTORY,
                ItemHistory.class,
                to::history,
                "Returns events of an item");
    }

    private <I, R> void query(
            String id, String path, Payload<I> payload, Class<R> result, Function<I, R> query, String description) {
        queries.add(worker.registerFunction(
                FunctionDefinition.of(id, payload.input(), (request, call) -> query.apply(request))
                        .description(description)
                        .requestSchema(payload.schema())
                        .resultType(result)));
        worker.registerTrigger(HttpTrigger.get(path), id);
    }

    /** Returns {@code true} if this worker owns the functions: it is connected and not a standby. */
    public boolean isOpen() {
        return queries.stream().allMatch(query -> query.status() == RegistrationStatus.ACTIVE);
    }

    /** Returns the event sourcing of this worker, for example to read histories. */
    public EventSourcing eventSourcing() {
        return es;
    }
}
