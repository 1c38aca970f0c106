package dev.iii.eventsourcing.internal.command;

import java.util.function.Supplier;

/**
 * Refuses a command that is executed while this thread decides another one, or reads its events: the other one would wait for
 * itself, and a decision may be repeated.
 */
final class Deciding {

    /** Contains a value of the JDK only, and only during a run, so that it holds no class loader. */
    private static final ThreadLocal<Boolean> ACTIVE = new ThreadLocal<>();

    private Deciding() {}

    /** Runs {@code decide} or {@code evolve} of the user. */
    static <T> T run(Supplier<T> code) {
        ACTIVE.set(Boolean.TRUE);
        try {
            return code.get();
        } finally {
            ACTIVE.remove();
        }
    }

    /** @throws IllegalStateException if this thread decides a command */
    static void requireNone() {
        if (ACTIVE.get() != null) {
            throw new IllegalStateException(
                    "execute was called inside Decider.decide or Decider.evolve; both must be pure"
                            + " functions: execute the other command before this one, after it, or in a Reaction");
        }
    }
}
