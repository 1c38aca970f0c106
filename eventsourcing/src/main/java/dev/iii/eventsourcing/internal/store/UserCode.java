package dev.iii.eventsourcing.internal.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs functions of the user on threads of the library. */
public final class UserCode {

    private UserCode() {}

    /** Runs a function. If it has set the interrupt flag of the thread, the next call of the engine must not end because of that. */
    public static <T extends @Nullable Object> T run(Supplier<T> code) {
        boolean wasInterrupted = Thread.currentThread().isInterrupted();
        try {
            return code.get();
        } finally {
            if (!wasInterrupted) {
                Thread.interrupted();
            }
        }
    }
}
