package dev.iii.sdk;

/** What stands behind a registration. */
sealed interface Registered permits RegisteredFunction, ProvidedTriggerType, Registered.Trigger {

    /** A trigger needs nothing here: the engine calls its function. */
    Registered TRIGGER = new Trigger();

    /** The type behind {@link #TRIGGER}. */
    record Trigger() implements Registered {}
}
