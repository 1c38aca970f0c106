package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls the function with the messages of a durable topic until it has answered without an error (engine behaviour,
 * section 12). The payload is the message itself; the engine passes no metadata on. Immutable.
 *
 * <p>There is one queue for each function and topic: two triggers of one function get each message once, two functions get
 * it both. A message that was published before the topic had a subscriber is lost with the engine's builtin adapter. What
 * fails for good goes to the dead letters, see {@link dev.iii.sdk.queue.QueueClient}.
 *
 * <p>What the adapters do not keep (section 22): RabbitMQ retries within milliseconds and by its own count, its dead letters
 * are out of reach; Redis delivers once and has no dead letters at all.
 */
public final class DurableSubscriberTrigger extends BuiltIn<DurableSubscriberTrigger> {

    private static final String QUEUE = "queue_config";

    private DurableSubscriberTrigger(Parts parts) {
        super("durable:subscriber", parts);
    }

    @Override
    DurableSubscriberTrigger copy(Parts changed) {
        return new DurableSubscriberTrigger(changed);
    }

    /**
     * Messages of this topic.
     *
     * @throws IllegalArgumentException when the topic is blank, because such a trigger would never fire
     */
    public static DurableSubscriberTrigger topic(String topic) {
        return new DurableSubscriberTrigger(
                Parts.NONE.with("topic", Arguments.notBlank(topic, "topic", "the trigger would never fire")));
    }

    /**
     * How often a message is delivered <em>again</em> after an error: {@code n} retries are up to {@code n + 1} deliveries.
     * When it is not set, the engine delivers three times in all.
     */
    public DurableSubscriberTrigger maxRetries(int retries) {
        return queue("maxRetries", Arguments.atLeast(0, retries, "maxRetries"));
    }

    /**
     * How long to wait before the first retry; twice as long before each one after it. 1 s when it is not set. In steps of
     * about 100 ms.
     */
    public DurableSubscriberTrigger backoff(Duration delay) {
        return queue("backoffDelayMs", Arguments.notNegative(delay, "backoff").toMillis());
    }

    /** One message at a time, in the order in which they were published. Without it they come in no order. */
    public DurableSubscriberTrigger fifo() {
        return queue("type", "fifo");
    }

    /** How many messages are worked on at once, when not in order. */
    public DurableSubscriberTrigger concurrency(int messages) {
        return queue("concurrency", Arguments.atLeast(1, messages, "concurrency"));
    }

    /** Any other setting of the queue, for adapters that have more. */
    public DurableSubscriberTrigger queueSetting(String name, Object value) {
        return queue(Arguments.notBlank(name, "name of the setting"), Arguments.notNull(value, name));
    }

    /** Asks this function first, with the same payload; its answer {@code false} drops the message without a retry. */
    public DurableSubscriberTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    private DurableSubscriberTrigger queue(String setting, Object value) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (parts().config().get(QUEUE) instanceof Map<?, ?> known) {
            known.forEach((name, old) -> settings.put((String) name, old));
        }
        settings.put(setting, value);
        return with(QUEUE, settings);
    }
}
