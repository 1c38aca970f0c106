package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Calculates the value of a view from the events of one SKU. Its methods may be called on several threads at the same time.
 *
 * @param <V> the type of the value that the view contains for a SKU
 */
public interface Projection<V> {

    /** Returns the name of the projection, which is also the scope of its view in the state. */
    String name();

    /** Returns the class of the value. */
    Class<V> type();

    /**
     * Returns the value after an event. Must be a pure function, because it is repeated if a view is rebuilt.
     *
     * @param before the value before the event, or {@code null} before the first event
     * @param event the event
     */
    V apply(@Nullable V before, LoggedEvent event);

    /**
     * Called for each event before the view is stored. The call is repeated for the same event if the process crashes
     * before the view is stored, or if the view is rebuilt. It must therefore be idempotent.
     *
     * @param before the value before the event, or {@code null} before the first event
     * @param event the event
     * @param after the value after the event
     */
    default void react(@Nullable V before, LoggedEvent event, V after) {}
}
