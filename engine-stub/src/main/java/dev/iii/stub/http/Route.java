package dev.iii.stub.http;

import dev.iii.stub.core.trigger.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that handles one method of one path. Immutable.
 *
 * @param trigger the trigger that registered the route
 * @param method the method, in upper case
 * @param pattern the pattern of the path
 * @param condition the id of the function that decides whether the request is handled; {@code null} for none
 * @param middleware the ids of the functions that are called next, in order
 */
record Route(
        Trigger trigger,
        String method,
        RoutePattern pattern,
        @Nullable String condition,
        List<String> middleware) {

    /** Returns the route for messages, for example {@code GET items/:id}. */
    String title() {
        return method + " " + pattern.text();
    }
}
