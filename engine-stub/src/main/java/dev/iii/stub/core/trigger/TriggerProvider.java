package dev.iii.stub.core.trigger;

/**
 * The provider of a built-in trigger type. It keeps the triggers of its type and calls their functions when an event
 * occurs.
 *
 * <p>Called under the lock of the core, one call at a time. It must neither block nor call the engine.
 */
public interface TriggerProvider {

    /**
     * Adds a trigger, in place of one with the same id.
     *
     * @throws TriggerRejected if its config is invalid; then there is no change
     */
    void register(Trigger trigger) throws TriggerRejected;

    /** Removes a trigger, given the same object that was registered. */
    void unregister(Trigger trigger);
}
