package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function when a value of the state changes (engine behaviour, section 9). The payload is a
 * {@link StateEvent}. The trigger also fires for writes without effect and for deletes of keys that do not exist. With
 * Redis it fires only on the engine that made the write (section 22). Immutable.
 */
public final class StateTrigger extends BuiltInTrigger<StateTrigger> {

    private StateTrigger(Settings settings) {
        super("state", settings);
    }

    @Override
    StateTrigger copy(Settings changed) {
        return new StateTrigger(changed);
    }

    /** Creates a trigger for all changes of the state. */
    public static StateTrigger any() {
        return new StateTrigger(Settings.NONE);
    }

    /** Creates a trigger for the changes in a scope. */
    public static StateTrigger scope(String scope) {
        return any().with("scope", Arguments.notNull(scope, "scope"));
    }

    /** Limits this trigger to the changes of one key. Default: all keys. */
    public StateTrigger key(String key) {
        return with("key", Arguments.notNull(key, "key"));
    }

    /**
     * Sets a function that the engine calls first, with the same payload. If it returns {@code false} or fails, the
     * engine does not call the function of this trigger. Default: none.
     */
    public StateTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /**
     * Sets the metadata that every call of this trigger has in addition to its payload, see
     * {@link dev.iii.sdk.Invocation#metadata}. Default: none.
     *
     * @param metadata any value that can be written as JSON; must not be {@code null}
     */
    public StateTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
