package dev.iii.sdk.internal.registration;

import dev.iii.protocol.ErrorBody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Receives the changes of registrations and the requests of their users. Must neither run user code nor block, except in
 * {@link #await}.
 */
public interface RegistrationEvents {

    /** The engine has accepted it. */
    void confirmed(RegistrationHandle registration);

    /** Another worker owns the function. */
    void standby(RegistrationHandle registration, String ownerWorkerId);

    /** The trigger waits for its function. */
    void held(RegistrationHandle registration);

    /** The engine has refused it for the first time. */
    void refused(RegistrationHandle registration, ErrorBody error);

    /** The engine has refused the function, because another worker owns its id in this namespace. */
    void conflict(RegistrationHandle registration, String namespace, String ownerWorkerId);

    /**
     * The engine has refused it again.
     *
     * @param last whether it is not registered again on this connection
     */
    void refusedAgain(RegistrationHandle registration, ErrorBody error, boolean last);

    /** The user unregisters it. */
    void unregister(RegistrationHandle registration);

    /**
     * The user waits for a future of the worker, on any thread.
     *
     * @param onTimeout creates the message of the exception
     */
    void await(CompletableFuture<Void> future, Duration timeout, Supplier<String> onTimeout);

    /** Returns a future for the user, which completes like the given one, on a callback thread. */
    CompletableFuture<Void> published(CompletableFuture<Void> future);
}
