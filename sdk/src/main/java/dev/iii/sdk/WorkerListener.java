package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of a worker. Called on a thread for handlers, one call at a time, in order. What it throws is
 * logged. Need not be thread-safe for one worker.
 */
public interface WorkerListener {

    /**
     * The worker's status has changed.
     *
     * @param reason why, when there is more to say
     */
    default void onStatus(WorkerStatus status, @Nullable String reason) {}

    /** The engine refused a function or a trigger, at its registration or after a reconnect. */
    default void onRefused(Registration registration, RegistrationRefusedException refusal) {}

    /**
     * Subscriptions had fallen silent and are heard again, see {@link WorkerOptions.Builder#watchSubscriptions}. What was
     * published meanwhile is lost to them.
     */
    default void onSilentSubscriptions(SilentSubscriptions silent) {}

    /** A registration stands otherwise than before. */
    default void onStanding(Registration registration, Standing standing) {}
}
