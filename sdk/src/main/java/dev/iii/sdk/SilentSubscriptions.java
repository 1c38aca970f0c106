package dev.iii.sdk;

import java.time.Duration;
import java.util.Set;

/**
 * Subscriptions that had stopped receiving messages and receive them again. Passed to {@link
 * WorkerListener#onSilentSubscriptions}. Messages published in between were not delivered to them; if you need those
 * messages, read them from their source. Immutable.
 *
 * @param topics the topics of the subscriptions
 * @param cause the reason
 * @param atMost the maximum time without messages: the time since the worker last found the subscriptions working
 */
public record SilentSubscriptions(Set<String> topics, Cause cause, Duration atMost) {

    /** The reason why subscriptions stop receiving messages (engine behaviour, section 22). */
    public enum Cause {
        /** Another subscription of the topic ended; the local adapter of the engine then forgets all of them. */
        ANOTHER_ENDED,
        /** The engine lost its broker for a while, and every subscription with it. */
        BROKER_LOST
    }

    /** Copies the topics. */
    public SilentSubscriptions {
        topics = Set.copyOf(topics);
    }
}
