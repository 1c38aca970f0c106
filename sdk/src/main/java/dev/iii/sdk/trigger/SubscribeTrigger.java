package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function with every message that is published to a topic (engine behaviour, section 10): at most once, in
 * no order, several at a time. The payload is the message itself. The engine asks no condition and passes no metadata
 * on for this type. Immutable.
 *
 * <p>With the engine's local adapter all other subscriptions of a topic fall silent when one ends (section 22); {@link
 * dev.iii.sdk.WorkerOptions.Builder#watchSubscriptions} is the remedy. With its Redis adapter one subscription of a topic
 * per engine is served, and a new one takes some milliseconds to be in effect.
 */
public final class SubscribeTrigger extends BuiltIn<SubscribeTrigger> {

    private SubscribeTrigger(Parts parts) {
        super("subscribe", parts);
    }

    @Override
    SubscribeTrigger copy(Parts changed) {
        return new SubscribeTrigger(changed);
    }

    /**
     * Messages of this topic, compared as a whole: there are no wildcards.
     *
     * @throws IllegalArgumentException when the topic is blank, because such a trigger would never fire
     */
    public static SubscribeTrigger topic(String topic) {
        return new SubscribeTrigger(
                Parts.NONE.with("topic", Arguments.notBlank(topic, "topic", "the trigger would never fire")));
    }
}
