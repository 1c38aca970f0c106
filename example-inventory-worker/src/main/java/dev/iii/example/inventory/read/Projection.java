package dev.iii.example.inventory.read;

import dev.iii.example.inventory.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one view makes of the events of one SKU.
 *
 * @param <V> the value that the view keeps for a SKU
 */
public interface Projection<V> {

    /** Its name, and the scope of its view. */
    String name();

    /** The class of the value. */
    Class<V> type();

    /**
     * The value after an event. Pure, since it is done again when a view is made anew.
     *
     * @param before {@code null} before the first event
     */
    V apply(@Nullable V before, LoggedEvent event);

    /**
     * Reacts to an event, before the view says that it has seen it: after a crash in between it is done once more, and never
     * not at all. So it must do no harm when it is done twice.
     */
    default void react(@Nullable V before, LoggedEvent event, V after) {}
}
