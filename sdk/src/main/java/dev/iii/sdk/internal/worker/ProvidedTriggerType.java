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
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trigger type of this worker. Processes its bindings one after the other, and keeps those that its handler has accepted. */
final class ProvidedTriggerType<C> implements TriggerType<C> {

    private static final Logger log = LoggerFactory.getLogger(TriggerType.class);
    private static final String REFUSED = "trigger_registration_failed";
    private static final String OVERLOADED = "overloaded";
    /** The bindings of one type may use this part of the heap: other workers decide how many there are. */
    private static final int HEAP_PARTS = 16;
    /** The memory of a binding apart from its strings. */
    private static final int BINDING_BYTES = 500;
    /** The configuration is kept as JSON until it is read, and as an object that is larger than its JSON. */
    private static final int BYTES_PER_CHARACTER = 3;

    private static final int REFUSAL_LINES = 10;
    private static final Duration REFUSAL_PERIOD = Duration.ofMinutes(1);

    private final Worker worker;
    private final TriggerTypeDefinition<C> definition;
    private final TriggerTypeHandler<C> handler;
    private final SessionRunner runner;
    private final RegistrationEvents events;
    private final SerialExecutor inOrder;
    private final Map<String, TriggerBinding<C>> bindings = new ConcurrentHashMap<>();
    /** The counted memory of each binding. Used only in {@link #inOrder}. */
    private final Map<String, Long> bytesOfBindings = new HashMap<>();

    private final long maxBytes = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    private final AtomicLong usedBytes = new AtomicLong();
    private final LogLimiter refusals = new LogLimiter(System::nanoTime, REFUSAL_LINES, REFUSAL_PERIOD);
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
        long bytes = bytes(frame);
        if (usedBytes.addAndGet(bytes) > maxBytes) {
            usedBytes.addAndGet(-bytes);
            String reason = "the bindings of the trigger type " + id() + " need more than " + maxBytes
                    + " bytes of memory in worker " + worker.name();
            refusals.log(note -> log.warn(
                    "The {} trigger of {} ({}) is refused: {}{}", id(), frame.functionId(), frame.id(), reason, note));
            answer(generation, frame, new ErrorBody(OVERLOADED, reason));
            return;
        }
        inOrder.execute(() -> {
            ErrorBody error = new ErrorBody(REFUSED, "the handler of the trigger type failed");
            try {
                error = tryBind(frame, bytes);
            } finally {
                if (error != null) {
                    usedBytes.addAndGet(-bytes);
                }
                answer(generation, frame, error);
            }
        });
    }

    private static long bytes(RegisterTrigger frame) {
        RawJson metadata = frame.metadata();
        long characters = (long) frame.id().length()
                + frame.functionId().length()
                + frame.config().length()
                + (metadata == null ? 0 : metadata.length());
        return BINDING_BYTES + BYTES_PER_CHARACTER * characters;
    }

    private void answer(int generation, RegisterTrigger frame, @Nullable ErrorBody error) {
        runner.on(new Input.BindingDone(
                generation, new TriggerRegistrationResult(frame.id(), frame.triggerType(), frame.functionId(), error)));
    }

    private @Nullable TriggerBinding<C> remove(String triggerId) {
        Long bytes = bytesOfBindings.remove(triggerId);
        if (bytes != null) {
            usedBytes.addAndGet(-bytes);
        }
        return bindings.remove(triggerId);
    }

    private @Nullable ErrorBody tryBind(RegisterTrigger frame, long bytes) {
        try {
            TriggerBinding<C> binding = new FunctionBinding<>(worker, frame, config(frame.config()));
            handler.onBind(binding);
            TriggerBinding<C> before = bindings.put(binding.id(), binding);
            Long bytesBefore = bytesOfBindings.put(binding.id(), bytes);
            if (bytesBefore != null) {
                usedBytes.addAndGet(-bytesBefore);
            }
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
            TriggerBinding<C> binding = remove(triggerId);
            if (binding != null) {
                unbind(binding);
            }
        });
    }

    void unbindAll() {
        inOrder.execute(() -> new LinkedHashMap<>(bindings).keySet().forEach(id -> {
            TriggerBinding<C> binding = remove(id);
            if (binding != null) {
                unbind(binding);
            }
        }));
    }
}
