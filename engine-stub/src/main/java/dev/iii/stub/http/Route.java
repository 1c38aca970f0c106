package dev.iii.stub.http;

import dev.iii.stub.core.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What answers a method of a path.
 *
 * @param trigger the trigger behind it
 * @param method in upper case
 * @param pattern the path
 * @param condition the function that is asked first; {@code null} for none
 * @param middleware the functions that are asked next, in order
 */
record Route(
        Trigger trigger,
        String method,
        RoutePattern pattern,
        @Nullable String condition,
        List<String> middleware) {

    /** For messages, for example {@code GET items/:id}. */
    String title() {
        return method + " " + pattern.text();
    }
}
