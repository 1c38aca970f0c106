package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.eventsourcing.internal.projection.Times;
import dev.iii.eventsourcing.internal.reaction.Announcer;
import dev.iii.eventsourcing.internal.reaction.Delivery;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the function of a reaction: directly, and through a queue if the reaction has one and the engine has queues. Thread-safe. */
final class OccasionCalls implements Announcer {

    private static final Logger log = LoggerFactory.getLogger(OccasionCalls.class);
    private static final String ENQUEUE = "engine::queue::enqueue";
    private static final String ID = "id";
    private static final Duration QUEUE_GRACE = Duration.ofMinutes(1);
    private static final Duration EXTRA = Duration.ofSeconds(5);
    private static final Duration CLEAN = Duration.ofHours(1);

    private final Worker worker;
    private final Reaction<?, ?, ?> reaction;
    private final Delivery<?> delivery;
    private final Clock clock;
    private final Ownership ownership;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean queued;
    private volatile String said = "";
    private long nextClean;

    OccasionCalls(Worker worker, Reaction<?, ?, ?> reaction, Delivery<?> delivery, Clock clock, Ownership ownership) {
        this.worker = worker;
        this.reaction = reaction;
        this.delivery = delivery;
        this.clock = clock;
        this.ownership = ownership;
    }

    FunctionDefinition<Json> definition() {
        return FunctionDefinition.of(reaction.id(), (payload, call) -> {
                    String id = payload.field(ID).as(String.class);
                    if (id == null) {
                        throw new FunctionException("invalid_request", "id: missing; expected a string");
                    }
                    delivery.handle(id);
                    return Map.of();
                })
                .timeout(reaction.retries().perAttempt());
    }

    @Override
    public void begin() {
        String queue = reaction.queue().orElse("");
        queued = !queue.isEmpty() && worker.discovery().function(ENQUEUE).isPresent();
        String how = queued
                ? "the queue " + queue
                : queue.isEmpty()
                        ? "its own schedule"
                        : "its own schedule, because the engine has no queue provider (iii worker add queue)";
        if (!how.equals(said)) {
            said = how;
            log.atInfo().addKeyValue("reaction", reaction.id()).log("Reaction {} is called by {}", reaction.id(), how);
        }
    }

    @Override
    public Duration grace() {
        return queued ? QUEUE_GRACE : Duration.ZERO;
    }

    @Override
    public void announce(String id) {
        if (!queued) {
            call(id);
            return;
        }
        try {
            var unused = worker.triggerAsync(Call.to(reaction.id(), Map.of(ID, id))
                            .enqueue(reaction.queue().orElseThrow()))
                    .whenComplete((receipt, failure) -> {
                        if (failure != null) {
                            log.warn(
                                    "{} could not be put into the queue; it is handled later: {}",
                                    id,
                                    failure.getMessage());
                        }
                    });
        } catch (RuntimeException e) {
            log.warn("{} could not be put into the queue; it is handled later: {}", id, e.getMessage());
        }
    }

    private void call(String id) {
        if (!running.add(id)) {
            return;
        }
        try {
            CompletableFuture<Json> done = worker.triggerAsync(Call.to(reaction.id(), Map.of(ID, id))
                    .timeout(reaction.retries().perAttempt().plus(EXTRA)));
            var unused = done.whenComplete((result, failure) -> running.remove(id));
        } catch (RuntimeException e) {
            running.remove(id);
            log.debug("{} could not be called; it is called again later", id, e);
        }
    }

    /** Calls what is due. Called by one thread, regularly. Throws the exceptions of a call. */
    void sweep() {
        if (!ownership.getAsBoolean()) {
            return;
        }
        delivery.due().forEach(this::call);
        long now = clock.millis();
        if (Times.isDue(nextClean, now, CLEAN)) {
            nextClean = now + CLEAN.toMillis();
            delivery.forgetHandled();
        }
    }
}
