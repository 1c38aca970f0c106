package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function with every message that is published to a topic (engine behaviour, section 10). Each message is
 * delivered at most once. Messages may be delivered in any order and several at the same time. The payload is the
 * message itself. For this type the engine supports no condition and does not pass metadata on. Immutable.
 *
 * <p>With the engine's local adapter, all other subscriptions of a topic stop receiving messages when one of them ends
 * (section 22); {@link dev.iii.sdk.WorkerOptions.Builder#watchSubscriptions} detects and repairs this. With the Redis
 * adapter, each engine serves one subscription per topic, and a new subscription becomes active after some
 * milliseconds.
 */
public final class SubscribeTrigger extends BuiltInTrigger<SubscribeTrigger> {

    private SubscribeTrigger(Settings settings) {
        super("subscribe", settings);
    }

    @Override
    SubscribeTrigger copy(Settings changed) {
        return new SubscribeTrigger(changed);
    }

    /**
     * Creates a trigger for a topic. The name is compared exactly; wildcards are not supported.
     *
     * @throws IllegalArgumentException if the topic is {@code null} or blank; a trigger for a blank topic would never
     *     fire
     */
    public static SubscribeTrigger topic(String topic) {
        return new SubscribeTrigger(
                Settings.NONE.with("topic", Arguments.notBlank(topic, "topic", "the trigger would never fire")));
    }
}
