package dev.iii.sdk.trigger;

/**
 * Calls the function when functions came or went (engine behaviour, section 17), with a
 * {@link FunctionsAvailableEvent}. The engine looks every 5 s. Immutable.
 */
public final class FunctionsAvailableTrigger extends BuiltIn<FunctionsAvailableTrigger> {

    private FunctionsAvailableTrigger(Parts parts) {
        super("engine::functions-available", parts);
    }

    @Override
    FunctionsAvailableTrigger copy(Parts changed) {
        return new FunctionsAvailableTrigger(changed);
    }

    /** All changes. */
    public static FunctionsAvailableTrigger any() {
        return new FunctionsAvailableTrigger(Parts.NONE);
    }
}
