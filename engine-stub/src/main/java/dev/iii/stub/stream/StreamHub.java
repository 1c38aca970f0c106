package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.TriggerList;
import dev.iii.stub.json.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The objects that functions and consumers share: the items, the subscriptions, and the functions that replace
 * operations.
 */
final class StreamHub {

    private static final Logger log = BoundedLogger.of(StreamHub.class);

    private final EngineContext engine;
    private final Streams streams = new Streams();
    private final GroupSubscriptions subscriptions = new GroupSubscriptions();
    private final TriggerList joins = new TriggerList();
    private final TriggerList leaves = new TriggerList();
    private final JoinTriggers joinTriggers;
    private final CustomStreams customStreams;
    private final StreamTriggers triggers;

    StreamHub(EngineContext engine) {
        this.engine = engine;
        this.joinTriggers = new JoinTriggers(engine, joins, leaves);
        this.customStreams = new CustomStreams(engine);
        this.triggers = new StreamTriggers(engine);
    }

    Streams streams() {
        return streams;
    }

    GroupSubscriptions subscriptions() {
        return subscriptions;
    }

    TriggerList joins() {
        return joins;
    }

    TriggerList leaves() {
        return leaves;
    }

    JoinTriggers joinTriggers() {
        return joinTriggers;
    }

    CustomStreams customStreams() {
        return customStreams;
    }

    StreamTriggers triggers() {
        return triggers;
    }

    EngineContext engine() {
        return engine;
    }

    Instant now() {
        return engine.clock().now();
    }

    /** Runs the task as soon as possible, on a thread of the clock. */
    void later(Runnable task) {
        engine.clock().after(Duration.ZERO, task);
    }

    /**
     * Starts a subscription and sends the stored items to the consumer. Runs {@code done} afterwards, on any thread.
     */
    void synchronize(Subscription subscription, Runnable done) {
        Group group = subscription.group();
        String item = subscription.item();
        String operation = item == null ? StreamFunctions.LIST_ID : StreamFunctions.GET_ID;
        String replacement = customStreams.find(operation, group.stream());
        if (replacement == null) {
            subscriptions.begin(subscription, () -> sync(subscription, stored(group, item)));
            done.run();
            return;
        }
        subscriptions.begin(subscription, () -> null);
        RawJson input = item == null ? StreamFunctions.target(group) : StreamFunctions.target(group, item);
        customStreams.call(replacement, input, TraceContext.NONE).thenAccept(outcome -> {
            try {
                if (outcome instanceof Outcome.Failure failure) {
                    log.warn(
                            "A consumer of stream {} receives no sync event because function {} failed: {}: {}",
                            group.stream(),
                            replacement,
                            failure.error().code(),
                            failure.error().message());
                } else {
                    RawJson data = outcome instanceof Outcome.Value value ? value.json() : RawJson.NULL;
                    subscription.consumer().send(sync(subscription, data).toJson());
                }
            } finally {
                done.run();
            }
        });
    }

    private RawJson stored(Group group, @Nullable String item) {
        if (item == null) {
            return ObjectWriter.array(streams.list(group));
        }
        RawJson value = streams.get(group, item);
        return value == null ? RawJson.NULL : value;
    }

    private StreamEvent sync(Subscription subscription, RawJson data) {
        return new StreamEvent(now(), subscription.group(), subscription.item(), StreamEvent.Kind.SYNC.of(data));
    }
}
