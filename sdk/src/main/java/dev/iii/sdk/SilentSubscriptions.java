package dev.iii.sdk;

import java.time.Duration;
import java.util.Set;

/**
 * Subscriptions that had fallen silent and are heard again; of {@link WorkerListener#onSilentSubscriptions}. What was
 * published meanwhile is lost to them: who needs it catches up from where it is kept. Immutable.
 *
 * @param topics what they subscribe to
 * @param cause what has silenced them
 * @param atMost how long they may have heard nothing: the time since the worker last saw that all was well
 */
public record SilentSubscriptions(Set<String> topics, Cause cause, Duration atMost) {

    /** What silences subscriptions (engine behaviour, section 22). */
    public enum Cause {
        /** Another subscription of the topic has ended, on an engine whose local adapter then forgets all of them. */
        ANOTHER_ENDED,
        /** The engine lost its broker for a while, and with it every subscription. */
        BROKER_LOST
    }

    /** A copy of the topics is kept. */
    public SilentSubscriptions {
        topics = Set.copyOf(topics);
    }
}
