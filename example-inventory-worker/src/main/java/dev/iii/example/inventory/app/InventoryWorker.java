package dev.iii.example.inventory.app;

import dev.iii.example.inventory.log.EventLog;
import dev.iii.example.inventory.log.Topics;
import dev.iii.example.inventory.notify.Alert;
import dev.iii.example.inventory.notify.Alerts;
import dev.iii.example.inventory.notify.LowStock;
import dev.iii.example.inventory.read.InventoryList;
import dev.iii.example.inventory.read.InventoryStats;
import dev.iii.example.inventory.read.Projector;
import dev.iii.example.inventory.read.Queries;
import dev.iii.example.inventory.read.Sweep;
import dev.iii.example.inventory.write.CommandRunner;
import dev.iii.example.inventory.write.Commands;
import dev.iii.example.inventory.write.Requests;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Registers all functions and triggers of the inventory on a worker, and runs the {@link Sweep}. Closing this object stops
 * the sweep; the caller must close the worker.
 */
public final class InventoryWorker implements AutoCloseable {

    /** The default pause between two comparisons of the views with the logs: 1 s. */
    public static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);

    /** Treats a result as lost after 2 s and calls again. All operations on the log may safely be repeated. */
    private static final RetryPolicy RETRIES = RetryPolicy.DEFAULT.withPerAttempt(Duration.ofSeconds(2));

    private final Worker worker;
    private final List<Projector<?>> projectors = new ArrayList<>();
    private final List<Registration> projections = new ArrayList<>();
    private final Sweep sweep;

    private InventoryWorker(Worker worker, Consumer<Alert> recipient) {
        this.worker = worker;
        StateClient state = worker.state().idempotent(RETRIES);
        EventLog log = new EventLog(state);
        Alerts alerts = new Alerts(worker, state, recipient);
        commands(new Commands(worker, new CommandRunner(log, Clock.systemUTC())));
        // No retries here: a projector detects from the old value that another process has written the view, and after
        // a
        // retry the old value could be its own.
        project(new Projector<>(new InventoryList(), log, worker.state()));
        project(new Projector<>(new InventoryStats(), log, worker.state()));
        project(new Projector<>(new LowStock(alerts), log, worker.state()));
        worker.registerFunction(
                FunctionDefinition.of(Alerts.FUNCTION, Alert.class, (alert, call) -> alerts.deliver(alert))
                        .description("Delivers a low-stock alert to the recipient, once per alert"));
        queries(new Queries(state, log));
        this.sweep = new Sweep(log, projectors, alerts::sendOpen, this::isOpen);
    }

    /**
     * Registers all functions and triggers and starts the sweep. Does not wait for the engine; use {@link
     * Worker#awaitReady} to wait until the engine has confirmed the registrations.
     *
     * @param worker the worker on which the functions are registered; this object does not close it
     * @param sweepPause the pause between two comparisons of the views with the logs
     * @param recipient receives each low-stock alert at most once, on a handler thread of the worker
     */
    public static InventoryWorker start(Worker worker, Duration sweepPause, Consumer<Alert> recipient) {
        InventoryWorker inventory = new InventoryWorker(worker, recipient);
        inventory.sweep.start(sweepPause);
        return inventory;
    }

    private void commands(Commands commands) {
        worker.registerFunction(FunctionDefinition.of(
                        "cmd::add-inventory-item", InputType.readBy(Requests::add), (add, call) -> commands.add(add))
                .description("Adds a new item, or more units of an existing item")
                .requestSchema(Requests.ADD_SCHEMA)
                .resultType(Commands.Added.class));
        worker.registerFunction(FunctionDefinition.of(
                        "cmd::sell-item", InputType.readBy(Requests::sell), (sell, call) -> commands.sell(sell))
                .description("Sells units of an item, never more than the stock")
                .requestSchema(Requests.SELL_SCHEMA)
                .resultType(Commands.Sold.class));
        worker.registerTrigger(HttpTrigger.post("/inventory/add"), "cmd::add-inventory-item");
        worker.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
    }

    /** The part of a published event that a projection reads. */
    private record LogHasGrown(String sku) {}

    private void project(Projector<?> projector) {
        String function = "proj::" + projector.name();
        projectors.add(projector);
        projections.add(worker.registerFunction(FunctionDefinition.of(function, LogHasGrown.class, (message, call) -> {
                    projector.catchUp(message.sku());
                    return null;
                })
                .description("Updates the view " + projector.name() + " of a SKU from its log")));
        Topics.ALL.forEach(topic -> worker.registerTrigger(SubscribeTrigger.topic(topic), function));
    }

    private void queries(Queries queries) {
        worker.registerFunction(FunctionDefinition.of("query::inventory", (all, call) -> queries.inventory())
                .description("Returns all items in the order of their SKUs")
                .resultType(Queries.InventoryAnswer.class));
        worker.registerFunction(FunctionDefinition.of("query::analytics", (all, call) -> queries.analytics())
                .description("Returns totals over all items, and the best-selling items")
                .resultType(Queries.Analytics.class));
        worker.registerFunction(FunctionDefinition.of(
                        "query::history",
                        InputType.readBy(Queries.HistoryRequest::read),
                        (request, call) -> queries.history(request))
                .description("Returns the events of a SKU, oldest first")
                .resultType(Queries.History.class));
        worker.registerTrigger(HttpTrigger.get("/inventory"), "query::inventory");
        worker.registerTrigger(HttpTrigger.get("/inventory/analytics"), "query::analytics");
        worker.registerTrigger(HttpTrigger.get("/inventory/history"), "query::history");
    }

    /**
     * Returns {@code true} if this worker owns the projection functions. Returns {@code false} while it is a standby or is
     * not connected.
     */
    public boolean isOpen() {
        return projections.stream().allMatch(projection -> projection.status() == RegistrationStatus.ACTIVE);
    }

    /** Stops the sweep. */
    @Override
    public void close() {
        sweep.close();
    }
}
