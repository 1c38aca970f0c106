package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;

/** What became of a trigger that was to be registered. */
public sealed interface Registration {

    /** Its provider has it. */
    Registration ACTIVE = new Active();

    /** Nobody provides its type yet; it becomes active when somebody does. */
    Registration PARKED = new Parked();

    /** The type behind {@link #ACTIVE}. */
    record Active() implements Registration {}

    /** The type behind {@link #PARKED}. */
    record Parked() implements Registration {}

    /**
     * It was not registered.
     *
     * @param error why
     */
    record Rejected(ErrorBody error) implements Registration {}
}
