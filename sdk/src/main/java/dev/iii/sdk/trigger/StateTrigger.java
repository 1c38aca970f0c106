package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;

/**
 * Calls the function when a value of the state changes (engine behaviour, section 9), with a {@link StateEvent}. Fires
 * for writes without effect, too, and for deletes of keys that are not there. On Redis it fires only on the engine that
 * did the write (section 22). Immutable.
 */
public final class StateTrigger extends BuiltIn<StateTrigger> {

    private StateTrigger(Parts parts) {
        super("state", parts);
    }

    @Override
    StateTrigger copy(Parts changed) {
        return new StateTrigger(changed);
    }

    /** Every change of the state. */
    public static StateTrigger any() {
        return new StateTrigger(Parts.NONE);
    }

    /** Changes in this scope. */
    public static StateTrigger scope(String scope) {
        return any().with("scope", Arguments.notNull(scope, "scope"));
    }

    /** Changes of this key alone. */
    public StateTrigger key(String key) {
        return with("key", Arguments.notNull(key, "key"));
    }

    /** Asks this function first, with the same payload; its answer {@code false} stops the call, an error does too. */
    public StateTrigger condition(String functionId) {
        return withCondition(functionId);
    }

    /** What every call of the trigger carries beside its payload, see {@link dev.iii.sdk.Invocation#metadata}. */
    public StateTrigger metadata(Object metadata) {
        return withMetadata(metadata);
    }
}
