package dev.iii.eventsourcing.internal.command;

import java.util.function.Supplier;

/**
 * Refuses a command that is executed while this thread decides another one: the other one would wait for itself, and a
 * decision may be repeated.
 */
final class Deciding {

    /** Contains a value of the JDK only, and only during a decision, so that it holds no class loader. */
    private static final ThreadLocal<Boolean> ACTIVE = new ThreadLocal<>();

    private Deciding() {}

    /** Runs the decision. */
    static <T> T run(Supplier<T> decision) {
        ACTIVE.set(Boolean.TRUE);
        try {
            return decision.get();
        } finally {
            ACTIVE.remove();
        }
    }

    /** @throws IllegalStateException if this thread decides a command */
    static void requireNone() {
        if (ACTIVE.get() != null) {
            throw new IllegalStateException("execute was called inside Decider.decide; decide must be a pure function:"
                    + " execute the other command before this one, after it, or in a Reaction");
        }
    }
}
