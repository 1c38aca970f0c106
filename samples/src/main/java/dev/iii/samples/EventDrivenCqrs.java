package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.UUID;

/**
 * Commands record events and publish them; projections compute what queries read. This file shows the idea. It does not
 * protect a rule such as "never sell more than there is": the module {@code eventsourcing} does.
 */
public final class EventDrivenCqrs {

    private static final String TOPIC = "page.viewed";

    record View(String page) {}

    record Viewed(String eventId, String page) {}

    record Views(long views) {}

    private EventDrivenCqrs() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("page-views").closeOnExit(true).build());
        register(worker);
        worker.closed().join();
    }

    static void register(Worker worker) {
        worker.registerFunction("cmd::view-page", View.class, (view, call) -> {
            Viewed event = new Viewed(UUID.randomUUID().toString(), view.page());
            worker.state().set("events", event.eventId(), event);
            worker.publish(TOPIC, event);
            return event;
        });
        worker.registerFunction("proj::views", Viewed.class, (event, call) -> {
            worker.state()
                    .update("views", event.page(), StateUpdate.create().increment("views", 1))
                    .orThrow();
        });
        worker.registerTrigger(SubscribeTrigger.topic(TOPIC), "proj::views");
        worker.registerFunction(
                "query::views",
                View.class,
                (view, call) ->
                        worker.state().get("views", view.page(), Views.class).orElse(new Views(0)));
    }
}
