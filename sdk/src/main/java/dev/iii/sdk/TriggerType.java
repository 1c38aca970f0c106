package dev.iii.sdk;

import dev.iii.sdk.trigger.AnyTrigger;
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

    /**
     * A trigger of this type, to be registered for a function of this worker or of another.
     *
     * @param config how it is configured
     */
    AnyTrigger trigger(@Nullable C config);

    /** The functions that are bound at this moment. */
    List<TriggerBinding<C>> bindings();

    /**
     * Calls every function that is bound at this moment with this payload, without waiting for answers.
     *
     * @throws InvalidPayloadException when the payload cannot be written, or is too large with the metadata of a trigger;
     *     what could be called was
     * @throws OverloadedException when a call had no room; what could be called was
     * @throws CallException when the worker is not connected in time, or closed
     */
    void fire(@Nullable Object payload);
}
