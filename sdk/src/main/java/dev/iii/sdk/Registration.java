package dev.iii.sdk;

import dev.iii.sdk.error.RegistrationRefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A function, trigger, trigger type or stream that a worker has registered. Thread-safe. */
public interface Registration {

    /** Returns the function id, the trigger id, the name of the trigger type or the name of the stream. */
    String id();

    /**
     * Returns a future that completes when the engine has accepted the registration, which requires a connection. It fails
     * with {@link RegistrationRefusedException} if the engine refuses the registration, and with {@link
     * dev.iii.sdk.error.WorkerRefusedException} or {@link dev.iii.sdk.error.WorkerClosedException} if the worker ends first.
     * It completes on a callback thread.
     *
     * <p>For a trigger, it completes after the engine was asked whether the trigger has an effect; {@link #status} then
     * has the answer. If another worker provides the type of the trigger, that worker has 500 ms to refuse it: the
     * engine reports a refusal to this worker, but not an acceptance. A later refusal is reported to
     * {@link WorkerListener#onRefused}. A trigger whose type no worker provides, for example a misspelt one, is not a
     * failure, because the engine keeps it for a worker that connects later. Its status is
     * {@link RegistrationStatus#INACTIVE}.
     */
    CompletableFuture<Void> confirmed();

    /**
     * Waits for {@link #confirmed}. May be called by handlers, listeners and completions.
     *
     * @param timeout the maximum time to wait; must be positive
     * @return this registration
     * @throws IllegalStateException if it would wait on the I/O thread and no other thread can be started that reads meanwhile
     * @throws RegistrationRefusedException if the engine refuses it
     * @throws dev.iii.sdk.error.CallTimeoutException if the engine has neither accepted nor refused it in time
     * @throws dev.iii.sdk.error.WorkerRefusedException if the engine refuses the worker
     * @throws dev.iii.sdk.error.WorkerClosedException if the worker is closed first
     * @throws dev.iii.sdk.error.CallCancelledException if the thread is interrupted
     */
    Registration awaitConfirmed(Duration timeout);

    /**
     * Returns the current status. A refused trigger is registered again, see {@link dev.iii.sdk.policy.TriggerRetry}; if the
     * engine then accepts it, the status becomes {@code ACTIVE}, although {@link #confirmed} has failed. {@link
     * WorkerListener#onRegistrationStatus} reports every change.
     */
    RegistrationStatus status();

    /**
     * Returns a problem of a registration that the engine has accepted; empty if none is known. If the registration has
     * no effect because of the problem, its status is {@link RegistrationStatus#INACTIVE}. The log contains the same
     * text.
     */
    Optional<String> problem();

    /** Returns the reason of the last refusal if the status is {@code REFUSED}; empty otherwise. */
    Optional<RegistrationRefusedException> refusal();

    /**
     * Unregisters the function or trigger: immediately if the worker is connected; otherwise it is not registered on the next
     * connection. Idempotent.
     */
    void unregister();
}
