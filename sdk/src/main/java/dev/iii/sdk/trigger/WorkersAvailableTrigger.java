package dev.iii.sdk.trigger;

/**
 * Calls the function when a worker came, changed or went (engine behaviour, section 17), with a
 * {@link WorkersAvailableEvent}. Immutable.
 */
public final class WorkersAvailableTrigger extends BuiltIn<WorkersAvailableTrigger> {

    private WorkersAvailableTrigger(Parts parts) {
        super("engine::workers-available", parts);
    }

    @Override
    WorkersAvailableTrigger copy(Parts changed) {
        return new WorkersAvailableTrigger(changed);
    }

    /** All changes. */
    public static WorkersAvailableTrigger any() {
        return new WorkersAvailableTrigger(Parts.NONE);
    }
}
