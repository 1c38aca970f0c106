package dev.iii.stub.core.trigger;

/**
 * The built-in end of a trigger type: it keeps the triggers of its type and calls their functions when something
 * happens.
 *
 * <p>Called under the engine's lock, one call at a time: it only notes things down, and neither waits nor calls the
 * engine.
 */
public interface TriggerProvider {

    /**
     * A trigger was registered, possibly instead of one with the same id.
     *
     * @throws TriggerRejected when its config does not fit; then nothing changed
     */
    void register(Trigger trigger) throws TriggerRejected;

    /** A trigger is gone; the very object that was registered. */
    void unregister(Trigger trigger);
}
