package dev.iii.sdk.trigger;

/**
 * Calls the function after functions were registered or unregistered (engine behaviour, section 17). The payload is a
 * {@link FunctionsAvailableEvent}. The engine checks for changes every 5 s. Immutable.
 */
public final class FunctionsAvailableTrigger extends BuiltInTrigger<FunctionsAvailableTrigger> {

    private FunctionsAvailableTrigger(Settings settings) {
        super("engine::functions-available", settings);
    }

    @Override
    FunctionsAvailableTrigger copy(Settings changed) {
        return new FunctionsAvailableTrigger(changed);
    }

    /** Creates a trigger for all changes. */
    public static FunctionsAvailableTrigger any() {
        return new FunctionsAvailableTrigger(Settings.NONE);
    }
}
