package dev.iii.example.inventory.e2e;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.eventsourcing.Recorded;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.app.InventoryWorker.Added;
import dev.iii.example.inventory.app.InventoryWorker.Changed;
import dev.iii.example.inventory.app.InventoryWorker.Settings;
import dev.iii.example.inventory.app.InventoryWorker.Sold;
import dev.iii.example.inventory.app.Queries;
import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.view.Analytics;
import dev.iii.example.inventory.view.ItemRow;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.testing.EngineExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Workers that run the inventory, and a customer. The customer is a worker that only calls functions. */
final class Shop implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Three attempts, 10 ms apart. */
    static final RetryPolicy QUICK = new RetryPolicy(3, Duration.ofSeconds(5), Backoff.fixed(Duration.ofMillis(10)));

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int MAX_PAGE = 1_000;

    /** The context, which no other shop uses: all shops of a test class share an engine, and other tests may use it, too. */
    final String context = "shop-" + UUID.randomUUID().toString().substring(0, 13);

    final EngineExtension engine;
    final Worker customer;
    private String streamUrl;
    /** The alerts that all workers together have delivered. */
    final List<Occasion<Alert>> alerts = new CopyOnWriteArrayList<>();

    private final List<Branch> branches = new ArrayList<>();

    Shop(EngineExtension engine) {
        this.engine = engine;
        this.streamUrl = engine.streamUrl().toString();
        this.customer =
                Iii.registerWorker(engine.url(), options("customer").build()).awaitReady(PATIENCE);
    }

    /** A worker that runs the inventory, like one process of the program. */
    final class Branch implements AutoCloseable {

        /** The number of times this worker has written to the stream of the page. */
        final AtomicInteger pageWrites = new AtomicInteger();

        final Worker worker = Iii.registerWorker(
                engine.url(),
                options("inventory")
                        .interceptCalls((call, chain) -> {
                            if (call.functionId().equals("stream::set")) {
                                pageWrites.incrementAndGet();
                            }
                            return chain.proceed(call);
                        })
                        .build());
        final InventoryWorker inventory;

        private Branch(Reaction.Handler<Alert> recipient) {
            inventory = InventoryWorker.start(worker, new Settings(context, recipient, QUICK, streamUrl));
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    private static WorkerOptions.Builder options(String name) {
        return WorkerOptions.builder()
                .name(name + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet())
                .standby(true)
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))));
    }

    /** Starts a shop with one worker that serves all functions. */
    static Shop open(EngineExtension engine) {
        Shop shop = new Shop(engine);
        return shop.opened(shop.alerts::add);
    }

    /** Starts a shop with another recipient of alerts. */
    static Shop open(EngineExtension engine, Reaction.Handler<Alert> recipient) {
        return new Shop(engine).opened(recipient);
    }

    /** Starts a shop whose page gets its data at another address. */
    static Shop openWithStream(EngineExtension engine, String streamUrl) {
        Shop shop = new Shop(engine);
        shop.streamUrl = streamUrl;
        return shop.opened(shop.alerts::add);
    }

    private Shop opened(Reaction.Handler<Alert> recipient) {
        branch(recipient);
        awaitOpen();
        return this;
    }

    /** Waits until a worker serves all functions and sends alerts. */
    void awaitOpen() {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            list();
            return analytics().items() >= 0;
        });
        // The reaction reads the events that follow its first start.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> customer.state()
                        .get(context + ".reactions", "notify::low-stock", Json.class)
                        .isPresent());
    }

    /** Starts a further worker that runs the inventory. */
    Branch branch() {
        return branch(alerts::add);
    }

    private Branch branch(Reaction.Handler<Alert> recipient) {
        Branch branch = new Branch(recipient);
        branches.add(branch);
        return branch;
    }

    // ---------------------------------------------------------------- calls of the customer

    Added add(String sku, long quantity) {
        return add(sku, quantity, 1999, 5);
    }

    Added add(String sku, long quantity, long priceCents, long threshold) {
        return call(
                "cmd::add-inventory-item",
                Map.of(
                        "sku",
                        sku,
                        "name",
                        "Item " + sku,
                        "quantity",
                        quantity,
                        "priceCents",
                        priceCents,
                        "lowStockThreshold",
                        threshold),
                Added.class);
    }

    Added restock(String sku, long quantity) {
        return call("cmd::restock-item", Map.of("sku", sku, "quantity", quantity), Added.class);
    }

    Changed adjustPrice(String sku, long priceCents) {
        return call("cmd::adjust-price", Map.of("sku", sku, "priceCents", priceCents), Changed.class);
    }

    Changed discontinue(String sku) {
        return call("cmd::discontinue-item", Map.of("sku", sku), Changed.class);
    }

    Sold sell(String sku, long quantity) {
        return sell(Map.of("sku", sku, "quantity", quantity));
    }

    Sold sell(Map<String, Object> request) {
        return call("cmd::sell-item", request, Sold.class);
    }

    List<ItemRow> list() {
        return list(Map.of()).items();
    }

    Queries.Items list(Map<String, Object> request) {
        return call("query::inventory", request, Queries.Items.class);
    }

    Analytics analytics() {
        return call("query::analytics", Map.of(), Analytics.class);
    }

    Queries.ItemHistory history(Map<String, Object> request) {
        return call("query::history", request, Queries.ItemHistory.class);
    }

    <T> T call(String function, @Nullable Object payload, Class<T> type) {
        return Objects.requireNonNull(customer.trigger(function, payload, type));
    }

    // ---------------------------------------------------------------- the log

    /** Returns the events in the log of an item, oldest first, read without the functions of the inventory. */
    List<Recorded<Event>> events(String sku) {
        List<Recorded<Event>> events = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = branches.get(branches.size() - 1)
                    .inventory
                    .eventSourcing()
                    .history(InventoryWorker.ITEM, sku, cursor, MAX_PAGE);
            page.events().forEach(event -> events.add(0, event));
            cursor = page.next();
        } while (cursor.isPresent());
        return events;
    }

    /** Stops all workers that run the inventory. */
    void closeBranches() {
        branches.forEach(Branch::close);
        branches.clear();
    }

    @Override
    public void close() {
        closeBranches();
        customer.close();
        Awaitility.await("threads have stopped")
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.matches("(iii-)?(customer|inventory)-.*")));
    }
}
