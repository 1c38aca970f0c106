package dev.iii.stub.core.trigger;

import dev.iii.protocol.ErrorBody;

/** The result of the registration of a trigger. */
public sealed interface TriggerRegistration {

    /** The trigger is bound to its type. */
    TriggerRegistration ACTIVE = new Active();

    /** The trigger waits until its type is registered. */
    TriggerRegistration PARKED = new Parked();

    /** The type of {@link #ACTIVE}. */
    record Active() implements TriggerRegistration {}

    /** The type of {@link #PARKED}. */
    record Parked() implements TriggerRegistration {}

    /**
     * The trigger was not registered.
     *
     * @param error the reason
     */
    record Rejected(ErrorBody error) implements TriggerRegistration {}
}
