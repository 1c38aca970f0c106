package dev.iii.sdk;

import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A function that is bound to a trigger type of this worker. Thread-safe.
 *
 * @param <C> the type of the configuration
 */
public interface TriggerBinding<C> {

    /** Returns the trigger id. */
    String id();

    /** Returns the id of the bound function. */
    String functionId();

    /** Returns the namespace of the function. */
    String namespace();

    /** Returns the configuration of the trigger; empty if it is JSON null. */
    Optional<C> config();

    /** Returns the metadata that every call contains in addition to its payload. */
    Optional<Json> metadata();

    /** Calls the function without a reply. Throws like {@link Worker#trigger(dev.iii.sdk.call.VoidCall)}. */
    void fire(@Nullable Object payload);

    /** Calls the function; the future completes with the result, or fails with a {@link dev.iii.sdk.error.CallException}. */
    CompletableFuture<Json> fireForResult(@Nullable Object payload);
}
