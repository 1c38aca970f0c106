package dev.iii.stub.core.api;

import dev.iii.stub.core.trigger.TriggerTypeSpec;
import org.jspecify.annotations.Nullable;

/** A trigger type for which triggers can be registered. Immutable. */
public interface RegisteredTriggerType {

    /** Returns the namespace in which the type is looked up. */
    String namespace();

    /** Returns its id, description and schemas. */
    TriggerTypeSpec spec();

    /** Returns the connected worker that provides it, or {@code null} if the type is built in. */
    @Nullable
    ConnectedWorker owner();

    /** Returns the name of the connected or built-in worker that provides it, or {@code null} if that has no name. */
    @Nullable
    String workerName();
}
