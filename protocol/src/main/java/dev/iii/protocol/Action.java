package dev.iii.protocol;

/** Specifies what the engine does with a call instead of returning its result (engine behaviour, section 5). Immutable. */
public sealed interface Action {

    /** Calls the function and drops its result. */
    Action VOID = new VoidAction();

    /** The type of {@link #VOID}. */
    record VoidAction() implements Action {}

    /**
     * Puts the call into a queue. The caller receives a receipt (section 12).
     *
     * @param queue the name of the queue
     */
    record EnqueueAction(String queue) implements Action {}
}
