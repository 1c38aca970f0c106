package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.ConfigurationTrigger;
import dev.iii.sdk.trigger.CronEvent;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.FunctionsAvailableEvent;
import dev.iii.sdk.trigger.FunctionsAvailableTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.LogEvent;
import dev.iii.sdk.trigger.LogTrigger;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.StreamJoinDecision;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamJoinTrigger;
import dev.iii.sdk.trigger.StreamTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.TraceEvent;
import dev.iii.sdk.trigger.TraceTrigger;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.sdk.trigger.WorkersAvailableEvent;
import dev.iii.sdk.trigger.WorkersAvailableTrigger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The code of docs/triggers.md. */
final class TriggerExamples {

    record Stock(String sku, int left) {}

    record Sold(String sku, int left) {}

    record Line(String sku, int quantity) {}

    record Limits(int perCustomer) {}

    record Webhook(String path) {}

    /** What a shop does, for the examples. */
    interface Shop {
        void reorder(String sku);

        void cleanUp();

        void project(Sold sold);

        void bill(Sold sold, boolean queued);

        void show(Line line);

        void use(Limits limits);

        boolean knows(String user);

        void page(String text);

        void catchUp(Set<String> topics, Duration missed);
    }

    private TriggerExamples() {}

    static void registrations(Worker worker) {
        Registration route = worker.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
        route.awaitConfirmed(Duration.ofSeconds(5));
        route.unregister();
    }

    static Worker patient(String url) {
        return Iii.registerWorker(
                url,
                WorkerOptions.builder()
                        .name("inventory")
                        .triggerRetry(TriggerRetry.DEFAULT)
                        .watchSubscriptions(Duration.ofSeconds(5))
                        .build());
    }

    static void catchUp(Worker worker, Shop shop) {
        worker.addListener(new WorkerListener() {
            @Override
            public void onSilentSubscriptions(SilentSubscriptions silent) {
                shop.catchUp(silent.topics(), silent.atMost());
            }
        });
    }

    static void cron(Worker worker, Shop shop) {
        worker.registerFunction("job::clean-up", CronEvent.class, (tick, call) -> {
            shop.cleanUp();
        });
        worker.registerTrigger(CronTrigger.expression("0 0 3 * * *"), "job::clean-up");
    }

    static void topics(Worker worker, Shop shop) {
        worker.registerFunction("proj::stock", Sold.class, (sold, call) -> {
            shop.project(sold);
        });
        worker.registerTrigger(SubscribeTrigger.topic("inventory.item-sold"), "proj::stock");
        worker.registerTrigger(
                DurableSubscriberTrigger.topic("orders").maxRetries(5).backoff(Duration.ofSeconds(1)), "proj::stock");
    }

    static void queued(Worker worker, Shop shop) {
        worker.registerFunction("job::bill", Sold.class, (sold, call) -> {
            boolean queued = worker.discovery()
                    .worker("queue")
                    .filter(queue -> call.callerWorkerId()
                            .equals(Optional.of(queue.info().id())))
                    .isPresent();
            shop.bill(sold, queued);
        });
    }

    static void state(Worker worker, Shop shop) {
        worker.registerFunction("on::stock", StateEvent.of(Stock.class), (event, call) -> {
            event.newValue().filter(stock -> stock.left() < 3).ifPresent(stock -> shop.reorder(stock.sku()));
        });
        worker.registerTrigger(StateTrigger.scope("stock").metadata("low"), "on::stock");
    }

    static void streams(Worker worker, Shop shop) {
        worker.registerFunction("on::cart", StreamEvent.of(Line.class), (event, call) -> {
            if (event instanceof StreamEvent.Created<Line> created) {
                shop.show(created.item());
            }
        });
        worker.registerTrigger(StreamTrigger.stream("carts"), "on::cart");
    }

    static void doors(Worker worker, Shop shop) {
        worker.registerFunction(
                "auth::join",
                StreamJoinEvent.class,
                (event, call) ->
                        shop.knows(event.path().group()) ? StreamJoinDecision.ALLOW : StreamJoinDecision.REFUSE);
        worker.registerTrigger(StreamJoinTrigger.any(), "auth::join");
    }

    static void configuration(Worker worker, Shop shop) {
        worker.registerFunction("on::limits", ConfigurationEvent.of(Limits.class), (event, call) -> {
            event.newValue().ifPresent(shop::use);
        });
        worker.registerTrigger(ConfigurationTrigger.of("limits"), "on::limits");
    }

    static void observed(Worker worker, Shop shop) {
        worker.registerFunction("on::error", LogEvent.class, (line, call) -> {
            shop.page(line.serviceName() + ": " + line.body());
        });
        worker.registerTrigger(LogTrigger.level(LogTrigger.Level.ERROR), "on::error");
        worker.registerFunction("on::failed-trace", TraceEvent.class, (event, call) -> {
            event.traceIds().forEach(shop::page);
        });
        worker.registerTrigger(TraceTrigger.service("inventory").status(TraceTrigger.Status.ERROR), "on::failed-trace");
    }

    static void discovery(Worker worker, Shop shop) {
        worker.registerFunction("on::functions", FunctionsAvailableEvent.class, (event, call) -> {
            if (event.functions().stream().noneMatch(function -> function.id().equals("payment::charge"))) {
                shop.page("nobody takes payments");
            }
        });
        worker.registerTrigger(FunctionsAvailableTrigger.any(), "on::functions");
        worker.registerFunction("on::workers", WorkersAvailableEvent.class, (event, call) -> {
            if (event.kind() == WorkersAvailableEvent.Kind.DISCONNECTED) {
                shop.page("worker " + event.workerId() + " is gone");
            }
        });
        worker.registerTrigger(WorkersAvailableTrigger.any(), "on::workers");
    }

    static TriggerType<Webhook> provide(Worker worker) {
        TriggerType<Webhook> webhooks = worker.registerTriggerType(
                TriggerTypeDefinition.of("webhook", "Calls on a path", Webhook.class)
                        .inferConfigSchema()
                        .inferCallSchema(Sold.class),
                TriggerTypeHandler.acceptAll());
        webhooks.fire(Map.of("sku", "A-1"));
        return webhooks;
    }

    static void some(TriggerType<Webhook> webhooks, String path) {
        for (TriggerBinding<Webhook> binding : webhooks.bindings()) {
            if (binding.config().filter(config -> config.path().equals(path)).isPresent()) {
                binding.fire(Map.of("sku", "A-1"));
            }
        }
    }

    static void use(Worker worker) {
        worker.registerTrigger(Trigger.of("webhook", new Webhook("/hooks/stock")), "on::webhook");
    }
}
