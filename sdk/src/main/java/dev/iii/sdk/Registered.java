package dev.iii.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What stands behind a registration. */
sealed interface Registered permits RegisteredFunction, ProvidedTriggerType, Registered.Trigger, Registered.Remote {

    /** A trigger needs nothing here: the engine calls its function. */
    Registered TRIGGER = new Trigger();

    /**
     * A function that the engine calls elsewhere.
     *
     * @param isThere asks the engine, which drops some of them without a word
     */
    record Remote(Function<String, CompletableFuture<Boolean>> isThere) implements Registered {}

    /** The type behind {@link #TRIGGER}. */
    record Trigger() implements Registered {}
}
