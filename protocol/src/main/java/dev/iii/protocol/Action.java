package dev.iii.protocol;

/** What the engine does with a call instead of waiting for its result (engine behaviour, section 5). Immutable. */
public sealed interface Action {

    /** Call the function and drop its answer. */
    Action VOID = new VoidAction();

    /** The type behind {@link #VOID}. */
    record VoidAction() implements Action {}

    /**
     * Put the call into a queue; the answer is a receipt (section 12).
     *
     * @param queue the name of the queue
     */
    record EnqueueAction(String queue) implements Action {}
}
