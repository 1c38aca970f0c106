package dev.iii.sdk;

/**
 * Is told which functions are bound to a trigger type. Called on a thread for handlers, one call at a time for one
 * type, in the order in which the engine says it. Need not be thread-safe for one type.
 *
 * @param <C> the configuration
 */
public interface TriggerTypeHandler<C> {

    /**
     * A function is bound: from now on it is to be called when the trigger fires.
     *
     * @throws FunctionException to refuse it with a code of one's own; code and message reach the worker that registered the
     *     trigger
     * @throws Exception to refuse it; the message reaches that worker, with the code {@code trigger_registration_failed}
     */
    void onBind(TriggerBinding<C> binding) throws Exception;

    /** It is bound no more: the trigger was unregistered, its worker left, or our own connection was lost. */
    default void onUnbind(TriggerBinding<C> binding) {}

    /** Takes every binding; for types that fire at all of them. */
    static <C> TriggerTypeHandler<C> acceptAll() {
        return binding -> {};
    }
}
