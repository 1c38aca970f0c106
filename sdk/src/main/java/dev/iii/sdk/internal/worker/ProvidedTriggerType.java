package dev.iii.sdk.internal.worker;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerBinding;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.registration.RegistrationEvents;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.CustomTrigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trigger type of this worker. Processes its bindings one after the other, and keeps those that its handler has accepted. */
final class ProvidedTriggerType<C> implements TriggerType<C> {

    private static final Logger log = LoggerFactory.getLogger(TriggerType.class);
    private static final String REFUSED = "trigger_registration_failed";

    private final Worker worker;
    private final TriggerTypeDefinition<C> definition;
    private final TriggerTypeHandler<C> handler;
    private final SessionRunner runner;
    private final RegistrationEvents events;
    private final SerialExecutor inOrder;
    private final Map<String, TriggerBinding<C>> bindings = new ConcurrentHashMap<>();
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
    private @Nullable Registration registration;

    ProvidedTriggerType(
            Worker worker,
            TriggerTypeDefinition<C> definition,
            TriggerTypeHandler<C> handler,
            SessionRunner runner,
            RegistrationEvents events,
            HandlerThreads threads) {
        this.worker = worker;
        this.definition = definition;
        this.handler = handler;
        this.runner = runner;
        this.events = events;
        this.inOrder = new SerialExecutor(threads);
    }

    @Override
    public String id() {
        return definition.id();
    }

    @Override
    public CustomTrigger trigger(@Nullable C config) {
        CustomTrigger trigger = dev.iii.sdk.trigger.Trigger.of(id(), config);
        return definition.namespace().map(trigger::providedIn).orElse(trigger);
    }

    /** Sets the registration. Called once, before the type is published. */
    ProvidedTriggerType<C> registeredAs(Registration newRegistration) {
        registration = newRegistration;
        return this;
    }

    @Override
    public Registration registration() {
        return Objects.requireNonNull(registration);
    }

    @Override
    public List<TriggerBinding<C>> bindings() {
        return List.copyOf(bindings.values());
    }

    @Override
    public List<TriggerBinding<C>> awaitBindings(int count, Duration timeout) {
        Waiter waiter = new Waiter(Arguments.atLeast(1, count, "count"), new CompletableFuture<>());
        waiters.add(waiter);
        try {
            // Bindings that were added before the waiter did not see it.
            waiter.check(bindings.size());
            var unused = worker.closed()
                    .whenComplete((done, failure) -> waiter.enough.completeExceptionally(
                            new WorkerClosedException("the worker was closed while it waited for bindings", null)));
            events.await(
                    waiter.enough,
                    timeout,
                    () -> "the trigger type " + id() + " has " + bindings.size() + " of " + count + " bindings within "
                            + timeout.toMillis() + " ms");
            return bindings();
        } finally {
            waiters.remove(waiter);
        }
    }

    /** Waits for a number of bindings. */
    private record Waiter(int count, CompletableFuture<Void> enough) {

        void check(int bound) {
            if (bound >= count) {
                enough.complete(null);
            }
        }
    }

    @Override
    public void fire(@Nullable Object payload) {
        Json json = worker.json(payload);
        IiiException first = null;
        for (TriggerBinding<C> binding : bindings.values()) {
            try {
                binding.fire(json);
            } catch (OverloadedException | InvalidPayloadException e) {
                // Continue: the call of the next function may succeed, for example because its metadata is smaller.
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    void bind(int generation, RegisterTrigger frame) {
        inOrder.execute(() -> {
            ErrorBody error = new ErrorBody(REFUSED, "the handler of the trigger type failed");
            try {
                error = tryBind(frame);
            } finally {
                runner.on(new Input.BindingDone(
                        generation,
                        new TriggerRegistrationResult(frame.id(), frame.triggerType(), frame.functionId(), error)));
            }
        });
    }

    private @Nullable ErrorBody tryBind(RegisterTrigger frame) {
        try {
            TriggerBinding<C> binding = new FunctionBinding<>(worker, frame, config(frame.config()));
            handler.onBind(binding);
            TriggerBinding<C> before = bindings.put(binding.id(), binding);
            waiters.forEach(waiter -> waiter.check(bindings.size()));
            if (before != null) {
                unbind(before);
            }
            return null;
        } catch (Throwable e) {
            log.warn(
                    "Worker {} refused the {} trigger of {} ({}): {}",
                    worker.name(),
                    id(),
                    frame.functionId(),
                    frame.id(),
                    e.toString());
            String message = e.getMessage();
            String code = e instanceof FunctionException own ? own.code() : REFUSED;
            return new ErrorBody(code, message == null ? e.getClass().getSimpleName() : message);
        }
    }

    private @Nullable C config(RawJson raw) {
        return definition.configType().read(JsonValue.of(raw, worker.codec()));
    }

    private void unbind(TriggerBinding<C> binding) {
        try {
            handler.onUnbind(binding);
        } catch (RuntimeException | Error e) {
            log.error("The handler of the trigger type {} failed when {} was unbound", id(), binding, e);
        }
    }

    void unbind(String triggerId) {
        inOrder.execute(() -> {
            TriggerBinding<C> binding = bindings.remove(triggerId);
            if (binding != null) {
                unbind(binding);
            }
        });
    }

    void unbindAll() {
        inOrder.execute(() -> new LinkedHashMap<>(bindings).keySet().forEach(id -> {
            TriggerBinding<C> binding = bindings.remove(id);
            if (binding != null) {
                unbind(binding);
            }
        }));
    }
}
