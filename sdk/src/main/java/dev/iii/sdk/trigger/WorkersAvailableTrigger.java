package dev.iii.sdk.trigger;

/**
 * Calls the function when a worker connects, announces itself or disconnects (engine behaviour, section 17). The
 * payload is a {@link WorkersAvailableEvent}. Immutable.
 */
public final class WorkersAvailableTrigger extends BuiltInTrigger<WorkersAvailableTrigger> {

    private WorkersAvailableTrigger(Settings settings) {
        super("engine::workers-available", settings);
    }

    @Override
    WorkersAvailableTrigger copy(Settings changed) {
        return new WorkersAvailableTrigger(changed);
    }

    /** Creates a trigger for all changes. */
    public static WorkersAvailableTrigger any() {
        return new WorkersAvailableTrigger(Settings.NONE);
    }
}
