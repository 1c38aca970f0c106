package dev.iii.sdk.internal.annotated;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a method, so that one exception can report all of it. */
final class Problems {

    private final List<String> messages = new ArrayList<>();

    /** Returns the value; {@code null} if creating it fails, and then the message of the exception is added. */
    <T> @Nullable T attempt(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    void add(String message) {
        messages.add(message);
    }

    List<String> messages() {
        return messages;
    }
}
