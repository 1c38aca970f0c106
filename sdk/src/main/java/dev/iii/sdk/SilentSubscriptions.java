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

    /** The reason why subscriptions stop receiving messages: a fault of the 0.23 engine (engine behaviour, section 22). */
    public enum Cause {
        /**
         * Local adapter: another subscription of the topic has ended, and all others of the topic have stopped receiving
         * messages. At each check the worker asks the engine for its list of subscriptions and registers its own again, which
         * the engine accepts silently. A subscription therefore receives nothing for at most one interval. A subscription
         * that started and ended between two checks is not detected, but its effect is repaired, too.
         */
        ANOTHER_ENDED,
        /**
         * Redis adapter: after a restart of Redis no subscription receives messages. At each check the worker publishes a
         * message to itself. If the messages do not arrive, it tests new subscriptions on a separate connection until Redis
         * is available. It then unregisters all subscriptions and registers them again. This takes at least two intervals
         * and 3 s, plus up to 10 s that the engine may need to detect that Redis is available.
         */
        BROKER_LOST
    }

    /** Copies the topics. */
    public SilentSubscriptions {
        topics = Set.copyOf(topics);
    }
}
