package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A binding as the engine sent it. */
final class FunctionBinding<C> implements TriggerBinding<C> {

    private static final String DEFAULT_NAMESPACE = "default";

    private final Worker worker;
    private final RegisterTrigger frame;
    private final @Nullable C config;

    FunctionBinding(Worker worker, RegisterTrigger frame, @Nullable C config) {
        this.worker = worker;
        this.frame = frame;
        this.config = config;
    }

    @Override
    public String id() {
        return frame.id();
    }

    @Override
    public String functionId() {
        return frame.functionId();
    }

    @Override
    public String namespace() {
        String namespace = frame.namespace();
        return namespace == null ? DEFAULT_NAMESPACE : namespace;
    }

    @Override
    public Optional<C> config() {
        return Optional.ofNullable(config);
    }

    @Override
    public Optional<Json> metadata() {
        return Optional.ofNullable(frame.metadata()).map(raw -> JsonValue.of(raw, worker.codec()));
    }

    @Override
    public void fire(@Nullable Object payload) {
        worker.trigger(call(payload).withoutReply());
    }

    @Override
    public CompletableFuture<Json> fireForResult(@Nullable Object payload) {
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
