package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls the function with every message of a durable topic until a call succeeds (engine behaviour, section 12). The
 * payload is the message itself. The engine does not pass metadata on. Immutable.
 *
 * <p>There is one queue for each function and topic: if one function has two triggers, it receives each message once;
 * if two functions subscribe, both receive it. With the engine's builtin adapter, a message that is published before
 * the topic has a subscriber is lost. A message whose calls all fail becomes a dead letter, see
 * {@link dev.iii.sdk.queue.QueueClient}.
 *
 * <p>Other adapters support less (section 22). RabbitMQ retries within milliseconds and ignores {@link #maxRetries} and
 * {@link #backoff}; its dead letters are not accessible. Redis delivers each message once and has no dead letters.
 */
public final class DurableSubscriberTrigger extends BuiltInTrigger<DurableSubscriberTrigger> {

    private static final String QUEUE = "queue_config";

    private DurableSubscriberTrigger(Settings settings) {
        super("durable:subscriber", settings);
    }

    @Override
    DurableSubscriberTrigger copy(Settings changed) {
        return new DurableSubscriberTrigger(changed);
    }

    /**
     * Creates a trigger for a topic.
     *
     * @throws IllegalArgumentException if the topic is {@code null} or blank; a trigger for a blank topic would never
     *     fire
     */
    public static DurableSubscriberTrigger topic(String topic) {
        return new DurableSubscriberTrigger(
                Settings.NONE.with("topic", Arguments.notBlank(topic, "topic", "the trigger would never fire")));
    }

    /**
     * Sets how often the engine delivers a message <em>again</em> after an error. Default: the engine delivers a
     * message three times in total.
     *
     * @param retries the maximum number of repetitions: {@code n} retries are up to {@code n + 1} deliveries; at least
     *     0
     */
    public DurableSubscriberTrigger maxRetries(int retries) {
        return queue("maxRetries", Arguments.atLeast(0, retries, "maxRetries"));
    }

    /**
     * Sets the delay before the first retry. Every further delay is twice as long as the previous one. Default: 1 s.
     *
     * @param delay the delay, which the engine measures in steps of about 100 ms; must not be negative
     */
    public DurableSubscriberTrigger backoff(Duration delay) {
        return queue("backoffDelayMs", Arguments.notNegative(delay, "backoff").toMillis());
    }

    /**
     * Delivers one message at a time, in the order of publication. Default: several messages at the same time, in any
     * order.
     */
    public DurableSubscriberTrigger fifo() {
        return queue("type", "fifo");
    }

    /**
     * Sets the maximum number of messages that are delivered at the same time. It has no effect with {@link #fifo}.
     * Default: the setting of the engine.
     *
     * @param messages the number of messages; at least 1
     */
    public DurableSubscriberTrigger concurrency(int messages) {
        return queue("concurrency", Arguments.atLeast(1, messages, "concurrency"));
    }

    /**
     * Sets any other setting of the queue, for adapters that have more of them.
     *
     * @param value any value that can be written as JSON; must not be {@code null}
     */
    public DurableSubscriberTrigger queueSetting(String name, Object value) {
        return queue(Arguments.notBlank(name, "name of the setting"), Arguments.notNull(value, name));
    }

    /**
     * Sets a function that the engine calls first, with the same payload. If it returns {@code false}, the message is
     * dropped without a retry. Default: none.
     */
    public DurableSubscriberTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    private DurableSubscriberTrigger queue(String setting, Object value) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (settings().config().get(QUEUE) instanceof Map<?, ?> known) {
            known.forEach((name, old) -> settings.put((String) name, old));
        }
        settings.put(setting, value);
        return with(QUEUE, settings);
    }
}
