package dev.iii.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trigger type that this worker provides. Thread-safe.
 *
 * @param <C> the configuration of a trigger
 */
public interface TriggerType<C> {

    /** The name of the type. */
    String id();

    /**
     * The registration of the type. Unregistering it means that it is not offered on the next connection; on this one it
     * stays, for the protocol has no way to take it back.
     */
    Registration registration();

    /** The functions that are bound at this moment. */
    List<TriggerBinding<C>> bindings();

    /** Calls every bound function with this payload, without waiting for answers. */
    void fire(@Nullable Object payload);
}
