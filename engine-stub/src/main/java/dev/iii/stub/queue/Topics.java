package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.TraceContext;
import dev.iii.stub.core.Trigger;
import dev.iii.stub.core.TriggerProvider;
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
import org.slf4j.LoggerFactory;

/**
 * The durable topics: each function that subscribes to one has a queue of its own there.
 *
 * <p>When its last trigger goes, the queue takes no new messages; what it has stays, and goes on when the function
 * subscribes again. Its dead letters can still be seen, sent on their way and discarded. Thread-safe.
 */
final class Topics implements TriggerProvider {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    private final Engine engine;
    private final Dialect dialect;
    private final DeliveryOptions defaults;
    private final MessageQueue.Surroundings around;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Target, Subscriber>> byTopic = new LinkedHashMap<>();
    private final Map<String, String> topicByTrigger = new HashMap<>();
    private final Map<String, Subscriber> byTrigger = new HashMap<>();
    /** Topics with a queue that nobody subscribes to any more; it is removed when it is empty. */
    private final Set<String> abandoned = new LinkedHashSet<>();

    Topics(Engine engine, Dialect dialect, DeliveryOptions defaults, MessageQueue.Surroundings around) {
        this.engine = engine;
        this.dialect = dialect;
        this.defaults = defaults;
        this.around = around;
    }

    // ---------------------------------------------------------------- subscriptions

    @Override
    public void register(Trigger trigger) {
        SubscriberConfig config = SubscriberConfig.of(trigger, dialect, defaults);
        if (config.options().concurrency() == 0) {
            log.warn(
                    "The durable:subscriber trigger {} for function {} gets nothing: its concurrency is 0",
                    trigger.id(),
                    trigger.functionId());
        }
        change(() -> {
            remove(trigger.id());
            if (config.topic().isEmpty()) {
                log.warn(
                        "The durable:subscriber trigger {} for function {} never fires: its config has no topic",
                        trigger.id(),
                        trigger.functionId());
                return;
            }
            Subscriber subscriber = byTopic.computeIfAbsent(config.topic(), topic -> new LinkedHashMap<>())
                    .computeIfAbsent(
                            new Target(trigger.functionId(), trigger.namespace()),
                            target -> new Subscriber(engine, config.topic(), target, around, config.options()));
            subscriber.bind(trigger, config);
            topicByTrigger.put(trigger.id(), config.topic());
            byTrigger.put(trigger.id(), subscriber);
            if (!subscriber.queue().isEmpty()) {
                // Here under the engine's lock nothing may be delivered.
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

    /** Forgets empty queues without a subscriber; whether there is no other queue without one. */
    private boolean tidy(String topic) {
        Map<Target, Subscriber> subscribers = byTopic.getOrDefault(topic, Map.of());
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
     * Puts a message into the queue of every subscriber, or into none; they are to be drained afterwards.
     *
     * @throws QueueFullException when one of the queues has no room
     */
    List<MessageQueue> publish(String topic, RawJson data, TraceContext trace) throws QueueFullException {
        lock.lock();
        try {
            List<Subscriber> subscribers = byTopic.getOrDefault(topic, Map.of()).values().stream()
                    .filter(Subscriber::isSubscribed)
                    .toList();
            reserve(subscribers, data.length());
            RawJson kept = subscribers.isEmpty() ? data : JsonText.detached(data);
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

    // ---------------------------------------------------------------- looking

    /** The topics that have a subscriber, and how many triggers. */
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

    /** All topics, those with nothing but dead letters among them. */
    List<String> names() {
        return locked(() -> List.copyOf(byTopic.keySet()));
    }

    /** How many triggers a topic has. */
    int triggers(String topic) {
        return locked(() -> triggers(byTopic.getOrDefault(topic, Map.of()).values()));
    }

    private static int triggers(Collection<Subscriber> subscribers) {
        return subscribers.stream().mapToInt(Subscriber::triggers).sum();
    }

    /** The queues of a topic, also those that nobody subscribes to any more. */
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
