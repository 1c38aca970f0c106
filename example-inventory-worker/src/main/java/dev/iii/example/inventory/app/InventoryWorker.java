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

/** The inventory on one worker: all functions, all triggers. Closing it leaves the worker to its owner. */
public final class InventoryWorker implements AutoCloseable {

    /** How often the views are compared with the log. */
    public static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);

    /** An answer that is not there after two seconds is lost; everything on the log may be asked for again. */
    private static final RetryPolicy RETRIES = RetryPolicy.DEFAULT.withPerAttempt(Duration.ofSeconds(2));

    private final Worker worker;
    private final List<Projector<?>> projectors = new ArrayList<>();
    private final List<Registration> projections = new ArrayList<>();
    private final Sweep sweep;

    private InventoryWorker(Worker worker, Consumer<Alert> people) {
        this.worker = worker;
        StateClient state = worker.state().idempotent(RETRIES);
        EventLog log = new EventLog(state);
        Alerts alerts = new Alerts(worker, state, people);
        commands(new Commands(worker, new CommandRunner(log, Clock.systemUTC())));
        // Without retries, because a view learns from the old value whether another process has written it.
        project(new Projector<>(new InventoryList(), log, worker.state()));
        project(new Projector<>(new InventoryStats(), log, worker.state()));
        project(new Projector<>(new LowStock(alerts), log, worker.state()));
        worker.registerFunction(FunctionDefinition.of(Alerts.FUNCTION, Alert.class, (alert, call) -> alerts.tell(alert))
                .description("Tells people that an item runs low, once for each alert"));
        queries(new Queries(state, log));
        this.sweep = new Sweep(log, projectors, alerts::sendOpen, this::isOpen);
    }

    /**
     * Registers everything and returns at once; {@link Worker#awaitReady} says when the engine has it.
     *
     * @param sweepPause between two comparisons of the views with the log
     * @param people is told of each low-stock alert
     */
    public static InventoryWorker start(Worker worker, Duration sweepPause, Consumer<Alert> people) {
        InventoryWorker inventory = new InventoryWorker(worker, people);
        inventory.sweep.start(sweepPause);
        return inventory;
    }

    private void commands(Commands commands) {
        worker.registerFunction(FunctionDefinition.of(
                        "cmd::add-inventory-item", InputType.readBy(Requests::add), (add, call) -> commands.add(add))
                .description("Puts an item into the shop, or more of one that is there")
                .requestSchema(Requests.ADD_SCHEMA)
                .resultType(Commands.Added.class));
        worker.registerFunction(FunctionDefinition.of(
                        "cmd::sell-item", InputType.readBy(Requests::sell), (sell, call) -> commands.sell(sell))
                .description("Sells some of an item, never more than there are")
                .requestSchema(Requests.SELL_SCHEMA)
                .resultType(Commands.Sold.class));
        worker.registerTrigger(HttpTrigger.post("/inventory/add"), "cmd::add-inventory-item");
        worker.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
    }

    /** What a projection takes from a published event. */
    private record LogHasGrown(String sku) {}

    private void project(Projector<?> projector) {
        String function = "proj::" + projector.name();
        projectors.add(projector);
        projections.add(worker.registerFunction(FunctionDefinition.of(function, LogHasGrown.class, (message, call) -> {
                    projector.catchUp(message.sku());
                    return null;
                })
                .description("Brings the view " + projector.name() + " to the end of the log of a SKU")));
        Topics.ALL.forEach(topic -> worker.registerTrigger(SubscribeTrigger.topic(topic), function));
    }

    private void queries(Queries queries) {
        worker.registerFunction(FunctionDefinition.of("query::inventory", (all, call) -> queries.inventory())
                .description("All items, by SKU")
                .resultType(Queries.InventoryAnswer.class));
        worker.registerFunction(FunctionDefinition.of("query::analytics", (all, call) -> queries.analytics())
                .description("The figures of the whole shop")
                .resultType(Queries.Analytics.class));
        worker.registerFunction(FunctionDefinition.of(
                        "query::history",
                        InputType.readBy(Queries.HistoryRequest::read),
                        (request, call) -> queries.history(request))
                .description("The events of one SKU, oldest first")
                .resultType(Queries.History.class));
        worker.registerTrigger(HttpTrigger.get("/inventory"), "query::inventory");
        worker.registerTrigger(HttpTrigger.get("/inventory/analytics"), "query::analytics");
        worker.registerTrigger(HttpTrigger.get("/inventory/history"), "query::history");
    }

    /** Whether this worker has the inventory; not while it stands by or is not connected. */
    public boolean isOpen() {
        return projections.stream().allMatch(projection -> projection.status() == RegistrationStatus.ACTIVE);
    }

    /** Ends the sweep. */
    @Override
    public void close() {
        sweep.close();
    }
}
