package dev.iii.sdk;

/**
 * Receives the bindings of a trigger type that this worker provides. Called on a callback thread of the worker, one call at
 * a time per type, in the order of the engine's messages. A handler that is used for a single type need not be thread-safe.
 *
 * @param <C> the type of a trigger's configuration
 */
public interface TriggerTypeHandler<C> {

    /**
     * Called when a function was bound. From now on the provider must call it when the trigger fires.
     *
     * @throws dev.iii.sdk.error.FunctionException to refuse the trigger with an error code; the worker that registered the
     *     trigger receives the code and the message
     * @throws Exception to refuse the trigger; that worker receives the message with the code {@code
     *     trigger_registration_failed}
     */
    void onBind(TriggerBinding<C> binding) throws Exception;

    /**
     * Called when a binding ended: the trigger was unregistered, its worker left, or the connection of this worker was lost.
     */
    default void onUnbind(TriggerBinding<C> binding) {}

    /** Returns a handler that accepts every binding, for types that call all bound functions. */
    static <C> TriggerTypeHandler<C> acceptAll() {
        return binding -> {};
    }
}
