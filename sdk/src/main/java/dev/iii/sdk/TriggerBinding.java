package dev.iii.sdk;

import dev.iii.protocol.RegisterTrigger;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A function bound to a trigger type of this worker. Thread-safe.
 *
 * @param <C> the configuration
 */
public final class TriggerBinding<C> {

    private static final String DEFAULT_NAMESPACE = "default";

    private final Worker worker;
    private final RegisterTrigger frame;
    private final @Nullable C config;

    TriggerBinding(Worker worker, RegisterTrigger frame, @Nullable C config) {
        this.worker = worker;
        this.frame = frame;
        this.config = config;
    }

    /** The trigger id. */
    public String id() {
        return frame.id();
    }

    /** The function to call. */
    public String functionId() {
        return frame.functionId();
    }

    /** The namespace of the function. */
    public String namespace() {
        String namespace = frame.namespace();
        return namespace == null ? DEFAULT_NAMESPACE : namespace;
    }

    /** The configuration; empty when it is JSON null. */
    public Optional<C> config() {
        return Optional.ofNullable(config);
    }

    /** What every call carries beside its payload. */
    public Optional<Json> metadata() {
        return Optional.ofNullable(frame.metadata()).map(raw -> Json.of(raw, worker.codec()));
    }

    /** Calls the function without waiting for an answer. */
    public void fire(@Nullable Object payload) {
        worker.trigger(call(payload).withoutReply());
    }

    /** Calls the function; the future completes with its answer, or with a {@link CallException}. */
    public CompletableFuture<Json> fireForAnswer(@Nullable Object payload) {
        return worker.triggerAsync(call(payload));
    }

    private Call call(@Nullable Object payload) {
        return Call.to(functionId(), payload)
                .namespace(namespace())
                .metadata(metadata().orElse(null));
    }

    @Override
    public String toString() {
        return "TriggerBinding[" + id() + " -> " + functionId() + "]";
    }
}
