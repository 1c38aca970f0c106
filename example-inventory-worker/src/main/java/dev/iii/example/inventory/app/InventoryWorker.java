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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The wiring: connects the business rules to the functions, routes, views and alerts of a worker. Closing this object stops its
 * work; the caller must close the worker.
 */
public final class InventoryWorker implements AutoCloseable {

    /** The default of {@link Settings#context}. */
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
    private final LivePage page;

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
        View<ItemStats> stats =
                es.add(Projection.of(ITEM, "inventory-stats", ItemStats.VERSION, ItemStats.class, ItemStats::after));
        es.add(Reaction.of(ITEM, Alerts.FUNCTION, Alert.class, Alerts::when, settings.recipient())
                .retries(settings.retries()));
        queries(new Queries(es, items, stats));
        es.start();
        page = LivePage.start(worker, stats, settings.context(), settings.streamUrl());
    }

    /**
     * Registers all functions and triggers and starts to update the views. Does not wait for the engine; use {@link
     * Worker#awaitReady} to wait until the engine has confirmed the registrations.
     *
     * @param worker the worker on which the functions are registered; this object does not close it
     * @throws IllegalArgumentException if the context or the address in the settings is invalid
     */
    public static InventoryWorker start(Worker worker, Settings settings) {
        return new InventoryWorker(worker, settings);
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
        command(
                "cmd::add-inventory-item",
                "/inventory/add",
                AddItem.class,
                Requests.ADD,
                c -> c.answers(Added.class, done -> added(done, done.command().quantity()))
                        .definition(f -> f.description("Adds a new item, or more units of an existing item")));
        command(
                "cmd::restock-item",
                "/inventory/restock",
                RestockItem.class,
                Requests.RESTOCK,
                c -> c.answers(Added.class, done -> added(done, done.command().quantity()))
                        .definition(f -> f.description("Adds units of an existing item")));
        command(
                "cmd::adjust-price",
                "/inventory/price",
                AdjustPrice.class,
                Requests.ADJUST_PRICE,
                c -> c.answers(Changed.class, InventoryWorker::changed)
                        .definition(f -> f.description("Changes the price of an item")));
        command(
                "cmd::sell-item",
                "/inventory/sell",
                SellItem.class,
                Requests.SELL,
                c -> c.answers(Sold.class, InventoryWorker::sold)
                        .definition(f -> f.description("Sells units of an item, never more than the stock")));
        command(
                "cmd::discontinue-item",
                "/inventory/discontinue",
                DiscontinueItem.class,
                Requests.DISCONTINUE,
                c -> c.answers(Changed.class, InventoryWorker::changed)
                        .definition(f -> f.description("Ends the sale of an item")));
    }

    private <C extends Command> void command(
            String id,
            String route,
            Class<C> type,
            Payload<C> payload,
            UnaryOperator<CommandFunction<C, Event, Item>> more) {
        es.add(more.apply(CommandFunction.of(ITEM, id, type).stream(Command::sku)
                .reads(payload)
                .http(HttpTrigger.post(route))));
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
                "query::inventory",
                "/inventory",
                Requests.ITEMS,
                Queries.Items.class,
                to::items,
                "Returns a page of items");
        query("query::item", "/inventory/item", Requests.ITEM, ItemRow.class, to::item, "Returns an item");
        query(
                "query::low-stock",
                "/inventory/low-stock",
                Requests.LOW_STOCK_ITEMS,
                Queries.Items.class,
                to::items,
                "Returns a page of the items with low stock, lowest stock first");
        query(
                "query::analytics",
                "/inventory/analytics",
                Requests.NOTHING,
                Analytics.class,
                nothing -> to.analytics(),
                "Returns totals over all items, and the best-selling items");
        query(
                "query::history",
                "/inventory/history",
                Requests.HISTORY,
                Queries.ItemHistory.class,
                to::history,
                "Returns a page of the events of an item, oldest first");
    }

    private <I, R> void query(
            String id, String route, Payload<I> payload, Class<R> result, Function<I, R> query, String description) {
        queries.add(worker.registerFunction(
                FunctionDefinition.of(id, payload.input(), (request, call) -> query.apply(request))
                        .description(description)
                        .requestSchema(payload.schema())
                        .resultType(result)));
        worker.registerTrigger(HttpTrigger.get(route), id);
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

    /** Stops to update the page and the views, and unregisters the commands. */
    @Override
    public void close() {
        page.close();
        es.close();
    }
}
