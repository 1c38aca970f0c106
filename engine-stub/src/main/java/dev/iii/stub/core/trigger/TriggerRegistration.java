package dev.iii.stub.core.trigger;

import dev.iii.protocol.ErrorBody;

/** What became of a trigger that was to be registered. */
public sealed interface TriggerRegistration {

    /** Its provider has it. */
    TriggerRegistration ACTIVE = new Active();

    /** Nobody provides its type yet; it becomes active when somebody does. */
    TriggerRegistration PARKED = new Parked();

    /** The type behind {@link #ACTIVE}. */
    record Active() implements TriggerRegistration {}

    /** The type behind {@link #PARKED}. */
    record Parked() implements TriggerRegistration {}

    /**
     * It was not registered.
     *
     * @param error why
     */
    record Rejected(ErrorBody error) implements TriggerRegistration {}
}
