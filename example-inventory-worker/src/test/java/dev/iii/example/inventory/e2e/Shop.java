package dev.iii.example.inventory.e2e;

import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.domain.Item;
import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.LoggedEvent;
import dev.iii.example.inventory.notify.Alert;
import dev.iii.example.inventory.read.Queries;
import dev.iii.example.inventory.write.Commands;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An engine, workers that run the inventory, and a customer. The customer is a worker that only calls functions. */
final class Shop implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration SWEEP = Duration.ofMillis(100);
    static final Duration NO_SWEEP = Duration.ofHours(1);

    private static final AtomicInteger NAMES = new AtomicInteger();

    final EngineStub engine = EngineStub.start();
    final Worker customer = Iii.registerWorker(engine.workerUrl().toString(), options("customer"))
            .awaitReady(PATIENCE);
    /** The alerts that all workers together have delivered. */
    final List<Alert> alerts = new CopyOnWriteArrayList<>();

    private final List<Branch> branches = new ArrayList<>();

    /** A worker that runs the inventory, like one process of the program. */
    final class Branch implements AutoCloseable {

        final Worker worker = Iii.registerWorker(engine.workerUrl().toString(), options("inventory"));
        private final InventoryWorker inventory;

        private Branch(Duration sweep) {
            inventory = InventoryWorker.start(worker, sweep, alerts::add);
        }

        @Override
        public void close() {
            inventory.close();
            worker.close();
        }
    }

    private static WorkerOptions options(String name) {
        return WorkerOptions.builder()
                .name(name + "-" + NAMES.incrementAndGet())
                .standby(true)
                .reconnect(Reconnect.after(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200))))
                .build();
    }

    /** Starts a shop with one worker that is ready. */
    static Shop open() {
        return open(SWEEP);
    }

    static Shop open(Duration sweep) {
        Shop shop = new Shop();
        shop.branch(sweep).worker.awaitReady(PATIENCE);
        return shop;
    }

    /** Starts a further worker that runs the inventory. */
    Branch branch(Duration sweep) {
        Branch branch = new Branch(sweep);
        branches.add(branch);
        return branch;
    }

    // ---------------------------------------------------------------- calls of the customer

    Commands.Added add(String sku, long quantity) {
        return add(sku, quantity, 1999, 5);
    }

    Commands.Added add(String sku, long quantity, long priceCents, long threshold) {
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
                Commands.Added.class);
    }

    Commands.Sold sell(String sku, long quantity) {
        return call("cmd::sell-item", Map.of("sku", sku, "quantity", quantity), Commands.Sold.class);
    }

    List<Queries.Row> list() {
        return call("query::inventory", Map.of(), Queries.InventoryAnswer.class).items();
    }

    Queries.Analytics analytics() {
        return call("query::analytics", Map.of(), Queries.Analytics.class);
    }

    Queries.History history(String sku) {
        return call("query::history", Map.of("sku", sku), Queries.History.class);
    }

    <T> T call(String function, @Nullable Object payload, Class<T> type) {
        return Objects.requireNonNull(customer.trigger(function, payload, type));
    }

    // ---------------------------------------------------------------- state

    EventLog log() {
        return new EventLog(customer.state().idempotent(RetryPolicy.DEFAULT));
    }

    /** Returns the events in the log of a SKU. */
    List<LoggedEvent> events(String sku) {
        return log().newest(sku, Integer.MAX_VALUE);
    }

    @Nullable
    Item item(String sku) {
        return log().head(sku).item();
    }

    /** Returns the stored value of a SKU in a view, with its position. */
    Json view(String view, String sku) {
        return customer.state().get(view, sku, Json.class).orElse(Json.NULL);
    }

    @Override
    public void close() {
        branches.forEach(Branch::close);
        customer.close();
        engine.close();
        Awaitility.await("threads have stopped")
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("iii-") || name.startsWith("inventory-")));
    }
}
