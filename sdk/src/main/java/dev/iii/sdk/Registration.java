package dev.iii.sdk;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A function or a trigger that a worker has registered. Thread-safe. */
public interface Registration {

    /** The function id or the trigger id. */
    String id();

    /**
     * Completes when the engine has taken the registration, at the earliest when the worker is connected. Fails with
     * {@link RegistrationRefusedException} when the engine refuses it, with {@link WorkerRefusedException} or {@link
     * WorkerClosedException} when the worker ends before. Completed on a thread for handlers.
     *
     * <p>For a trigger whose type is provided by a worker this says that the engine has passed it on or keeps it until
     * there is such a worker; a refusal of that worker comes later, by {@link WorkerListener#onRefused}. A type that nobody
     * will ever provide, a misspelt one for example, is therefore no failure: {@code worker.discovery().triggerType(type)}
     * tells whether there is one.
     */
    CompletableFuture<Void> confirmed();

    /**
     * Waits for {@link #confirmed}.
     *
     * @return this
     * @throws RegistrationRefusedException when the engine refuses it
     * @throws CallTimeoutException when the engine has not said anything in time
     * @throws WorkerRefusedException when the engine refuses the worker
     * @throws WorkerClosedException when the worker is closed before
     * @throws CallCancelledException when the thread is interrupted
     */
    Registration awaitConfirmed(Duration timeout);

    /**
     * What the engine thinks of it at this moment. A trigger that was refused is offered again, see {@link RefusalRetry};
     * when it is taken then, it becomes {@code ACTIVE}, though {@link #confirmed} has failed. {@link
     * WorkerListener#onStanding} tells of each change.
     */
    Standing standing();

    /** Why the engine refused it the last time, while it stands refused; empty otherwise. */
    Optional<RegistrationRefusedException> refusal();

    /**
     * Takes the registration back: at once when connected, otherwise it is not made again. Idempotent.
     */
    void unregister();
}
