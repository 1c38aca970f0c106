package dev.iii.sdk.trigger;

import java.util.Map;

/**
 * Calls the function with every message that is published to a topic (engine behaviour, section 10): at most once, in no
 * order, several at a time. The payload is the message itself.
 */
public final class SubscribeTrigger implements Trigger {

    private final String topic;

    private SubscribeTrigger(String topic) {
        this.topic = topic;
    }

    /**
     * Messages of this topic, compared as a whole: there are no wildcards.
     *
     * @throws IllegalArgumentException when the topic is blank, because such a trigger would never fire
     */
    public static SubscribeTrigger topic(String topic) {
        if (topic.isBlank()) {
            throw new IllegalArgumentException("topic is blank; the trigger would never fire");
        }
        return new SubscribeTrigger(topic);
    }

    @Override
    public String type() {
        return "subscribe";
    }

    @Override
    public Object config() {
        return Map.of("topic", topic);
    }

    @Override
    public String toString() {
        return "SubscribeTrigger[" + topic + "]";
    }
}
