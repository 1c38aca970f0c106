package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The durable topics. Each function that subscribes to a topic has a separate queue there.
 *
 * <p>When the last trigger of a function is unregistered, its queue accepts no new messages and stops delivering. The
 * messages stay, and delivery continues when the function subscribes again. Dead letters can still be listed, redriven
 * and discarded. Thread-safe.
 */
final class Topics implements TriggerProvider {

    private static final Logger log = BoundedLogger.of(Topics.class);

    private final EngineContext engine;
    private final Dialect dialect;
    private final DeliveryOptions defaults;
    private final MessageQueue.SharedServices shared;

    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Map<TargetFunction, Subscriber>> byTopic = new LinkedHashMap<>();

    private final Map<String, String> topicByTrigger = new HashMap<>();

    private final Map<String, Subscriber> byTrigger = new HashMap<>();
    /** Topics with a queue without a subscriber. Such a queue is removed when it is empty. */
    private final Set<String> abandoned = new LinkedHashSet<>();

    Topics(EngineContext engine, Dialect dialect, DeliveryOptions defaults, MessageQueue.SharedServices shared) {
        this.engine = engine;
        this.dialect = dialect;
        this.defaults = defaults;
        this.shared = shared;
    }

    // ---------------------------------------------------------------- subscriptions

    @Override
    public void register(Trigger trigger) {
        SubscriberConfig config = SubscriberConfig.of(trigger, dialect, defaults);
        if (config.options().concurrency() == 0) {
            log.warn(
                    "The durable:subscriber trigger {} for function {} receives no messages because its concurrency is"
                            + " 0",
                    trigger.id(),
                    trigger.functionId());
        }
        change(() -> {
            remove(trigger.id());
            if (config.topic().isEmpty()) {
                log.warn(
                        "The durable:subscriber trigger {} for function {} never fires because its config has no topic",
                        trigger.id(),
                        trigger.functionId());
                return;
            }
            Subscriber subscriber = byTopic.computeIfAbsent(config.topic(), topic -> new LinkedHashMap<>())
                    .computeIfAbsent(
                            new TargetFunction(trigger.functionId(), trigger.namespace()),
                            target -> new Subscriber(engine, config.topic(), target, shared, config.options()));
            subscriber.bind(trigger, config);
            topicByTrigger.put(trigger.id(), config.topic());
            byTrigger.put(trigger.id(), subscriber);
            if (!subscriber.queue().isEmpty()) {
                // This runs under the engine's lock, where no message may be delivered.
                subscriber.queue().drainSoon();
            }
        });
    }

    @Override
    public void unregister(Trigger trigger) {
        change(() -> remove(trigger.id()));
    }

    private void remove(String triggerId) {
        Subscriber subscriber = byTrigger.remove(triggerId);
        String topic = topicByTrigger.remove(triggerId);
        if (subscriber != null && topic != null) {
            subscriber.unbind(triggerId);
            if (!subscriber.isSubscribed()) {
                abandoned.add(topic);
            }
        }
        abandoned.removeIf(this::tidy);
    }

    /**
     * Removes the empty queues without a subscriber. Returns {@code true} if every remaining queue has a subscriber.
     */
    private boolean tidy(String topic) {
        Map<TargetFunction, Subscriber> subscribers = byTopic.getOrDefault(topic, Map.of());
        subscribers.values().removeIf(subscriber -> {
            boolean over = !subscriber.isSubscribed() && subscriber.queue().isEmpty();
            if (over) {
                subscriber.queue().close();
            }
            return over;
        });
        if (subscribers.isEmpty()) {
            byTopic.remove(topic);
        }
        return subscribers.values().stream().allMatch(Subscriber::isSubscribed);
    }

    // ---------------------------------------------------------------- messages

    /**
     * Adds a message to the queue of every subscriber, or to none if one of them is full. The caller must then drain
     * the returned queues.
     *
     * @throws QueueFullException if one of the queues or the quota is full
     */
    List<MessageQueue> publish(String topic, RawJson payload, TraceContext trace) throws QueueFullException {
        lock.lock();
        try {
            List<Subscriber> subscribers = byTopic.getOrDefault(topic, Map.of()).values().stream()
                    .filter(Subscriber::isSubscribed)
                    .toList();
            reserve(subscribers, payload.length());
            RawJson kept = subscribers.isEmpty() ? payload : JsonText.detached(payload);
            List<MessageQueue> queues = new ArrayList<>(subscribers.size());
            for (Subscriber subscriber : subscribers) {
                String id = engine.newId().toString();
                subscriber.queue().add(new Message(id, subscriber.target(), kept, trace, ""));
                queues.add(subscriber.queue());
            }
            return queues;
        } finally {
            lock.unlock();
        }
    }

    private static void reserve(List<Subscriber> subscribers, int bytes) throws QueueFullException {
        int reserved = 0;
        try {
            for (Subscriber subscriber : subscribers) {
                subscriber.queue().reserve(bytes);
                reserved++;
            }
        } catch (QueueFullException e) {
            subscribers
                    .subList(0, reserved)
                    .forEach(subscriber -> subscriber.queue().cancelReservation(bytes));
            throw e;
        }
    }

    // ---------------------------------------------------------------- listing

    /** Returns the topics that have a subscriber, with the number of their triggers. */
    Map<String, Integer> subscribed() {
        return locked(() -> {
            Map<String, Integer> topics = new LinkedHashMap<>();
            byTopic.forEach((topic, subscribers) -> {
                int triggers = triggers(subscribers.values());
                if (triggers > 0) {
                    topics.put(topic, triggers);
                }
            });
            return topics;
        });
    }

    /** Returns all topics, including those that have only dead letters. */
    List<String> names() {
        return locked(() -> List.copyOf(byTopic.keySet()));
    }

    /** Returns the number of triggers of a topic. */
    int triggers(String topic) {
        return locked(() -> triggers(byTopic.getOrDefault(topic, Map.of()).values()));
    }

    private static int triggers(Collection<Subscriber> subscribers) {
        return subscribers.stream().mapToInt(Subscriber::triggers).sum();
    }

    /** Returns the queues of a topic, including those without a subscriber. */
    List<MessageQueue> queues(String topic) {
        return locked(() -> byTopic.getOrDefault(topic, Map.of()).values().stream()
                .map(Subscriber::queue)
                .toList());
    }

    void close() {
        change(() -> byTopic.values()
                .forEach(subscribers -> subscribers
                        .values()
                        .forEach(subscriber -> subscriber.queue().close())));
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
