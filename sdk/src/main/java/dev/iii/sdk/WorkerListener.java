package dev.iii.sdk;

import dev.iii.sdk.error.RegistrationRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the status and registration changes of a worker. Called on a callback thread of the worker, one call at a time, in
 * the order of the changes. Exceptions are logged and otherwise ignored. A listener that is added to a single worker need not
 * be thread-safe.
 */
public interface WorkerListener {

    /**
     * Called when the status of the worker changed.
     *
     * @param reason the reason; {@code null} if the status itself says all
     */
    default void onStatus(WorkerStatus status, @Nullable String reason) {}

    /** Called when the engine refused a function or a trigger, at its registration or after a reconnect. */
    default void onRefused(Registration registration, RegistrationRefusedException refusal) {}

    /**
     * Called when subscriptions receive messages again that had stopped receiving them, see {@link
     * WorkerOptions.Builder#watchSubscriptions}. Messages published in between were not delivered to them.
     */
    default void onSilentSubscriptions(SilentSubscriptions silent) {}

    /** Called when the status of a registration changed. */
    default void onRegistrationStatus(Registration registration, RegistrationStatus status) {}
}
