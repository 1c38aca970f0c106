package dev.iii.sdk;

import dev.iii.sdk.trigger.CustomTrigger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trigger type that a worker provides. Created by {@link Worker#registerTriggerType}. Thread-safe.
 *
 * @param <C> the type of a trigger's configuration
 */
public interface TriggerType<C> {

    /** Returns the name of the type. */
    String id();

    /**
     * Returns the registration of the type. If it is unregistered, the type is not registered on the next connection; it
     * remains registered on the current one, because the protocol has no message to unregister a type.
     */
    Registration registration();

    /**
     * Creates a trigger of this type, which can be registered for a function of any worker.
     *
     * @param config the configuration of the trigger
     */
    CustomTrigger trigger(@Nullable C config);

    /** Returns the functions that are bound at this moment. */
    List<TriggerBinding<C>> bindings();

    /**
     * Waits until at least a number of functions are bound. The provider and the worker that registers a trigger learn
     * about a binding at different times: {@link Registration#awaitConfirmed} of the trigger says nothing about {@link
     * #bindings} of this worker. To react to each binding without waiting, use {@link TriggerTypeHandler#onBind}. The
     * handler of this type must not call this method, because the next binding waits for the handler.
     *
     * @param count the minimum number of bindings; at least 1
     * @param timeout the maximum time to wait; must be positive
     * @return the functions that are bound then
     * @throws dev.iii.sdk.error.CallTimeoutException if fewer functions are bound in time
     * @throws dev.iii.sdk.error.WorkerClosedException if the worker is closed first
     * @throws dev.iii.sdk.error.CallCancelledException if the thread is interrupted
     * @throws IllegalStateException if it would wait on the I/O thread and no other thread can be started that reads meanwhile
     */
    List<TriggerBinding<C>> awaitBindings(int count, Duration timeout);

    /**
     * Calls every function that is bound at this moment with a payload, without waiting for results. If a call fails, the
     * remaining functions are called nevertheless.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the payload cannot be written, or if it is too large together with
     *     the metadata of a trigger
     * @throws dev.iii.sdk.error.OverloadedException if the outbox is full
     * @throws dev.iii.sdk.error.CallException if the worker is not connected in time, or is closed
     */
    void fire(@Nullable Object payload);
}
