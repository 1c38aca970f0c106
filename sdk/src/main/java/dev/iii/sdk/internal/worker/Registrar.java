package dev.iii.sdk.internal.worker;

import dev.iii.protocol.Frame;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.HttpFunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.annotated.AnnotatedFunction;
import dev.iii.sdk.internal.annotated.AnnotatedMethods;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.internal.invocation.RegisteredFunction;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.registration.RegistrationHandle;
import dev.iii.sdk.internal.registration.RegistrationSubject;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.subscription.SubscriptionWatch;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers functions, triggers and trigger types of one worker. Thread-safe. */
final class Registrar {

    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final Duration SCHEMA_DELAY = Duration.ofMillis(500);

    private final String worker;
    private final @Nullable String namespace;
    private final boolean inferSchemas;
    private final FrameLimit limit;
    private final EventLoop loop;
    private final SessionRunner runner;
    private final HandlerThreads callbacks;
    private final Invoker invoker;
    private final Caller caller;
    private final Lifecycle lifecycle;
    private final JsonCodec codec;
    private final TriggerChecks checks;
    private final AtomicLong order = new AtomicLong();
    private final List<ProvidedTriggerType<?>> triggerTypes = new CopyOnWriteArrayList<>();

    Registrar(
            String worker,
            @Nullable String namespace,
            boolean inferSchemas,
            FrameLimit limit,
            EventLoop loop,
            SessionRunner runner,
            HandlerThreads callbacks,
            Invoker invoker,
            Caller caller,
            Lifecycle lifecycle) {
        this.worker = worker;
        this.namespace = namespace;
        this.inferSchemas = inferSchemas;
        // A frame that unregisters, or that the engine passes on to a provider, may be a little larger.
        this.limit = limit.withReserve();
        this.loop = loop;
        this.runner = runner;
        this.callbacks = callbacks;
        this.invoker = invoker;
        this.caller = caller;
        this.lifecycle = lifecycle;
        this.codec = caller.codec();
        this.checks = new TriggerChecks(worker, namespace, lifecycle, caller, loop, callbacks);
    }

    /** @param traced whether invocations become spans; not those of the SDK's own functions */
    RegistrationHandle register(FunctionDefinition<?> function, boolean traced) {
        FunctionTypes.check(function, codec);
        warn(ReservedNames.ofFunction(function.id(), namespace));
        RegisterFunction frame = frame(
                function.id(),
                function.description(),
                function.requestSchema(),
                function.responseSchema(),
                function.metadata(),
                null);
        RegisteredFunction registered = invoker.function(function, traced);
        RegistrationHandle handle = register(
                frame,
                new RegistrationSubject.LocalFunction(
                        (generation, call) -> invoker.invoke(generation, call, registered)));
        if (inferSchemas && SchemaInference.isNeeded(function)) {
            // Loading the library that infers schemas would slow the first seconds of a worker.
            loop.schedule(SCHEMA_DELAY, () -> callbacks.execute(() -> inferSchemas(handle, frame, function)));
        }
        return handle;
    }

    private void warn(@Nullable String problem) {
        if (problem != null) {
            log.warn("Worker {}: {}", worker, problem);
        }
    }

    private void inferSchemas(RegistrationHandle handle, RegisterFunction frame, FunctionDefinition<?> function) {
        SchemaInference.amend(frame, function, codec).ifPresent(better -> {
            if (limit.fits(better)) {
                runner.on(new Input.Amend(handle.what(), better));
            } else {
                log.warn("The inferred schemas of {} are not registered, because they are too large", function.id());
            }
        });
    }

    RegistrationHandle register(HttpFunctionDefinition function) {
        warn(ReservedNames.ofFunction(function.id(), namespace));
        RegisterFunction frame = frame(
                function.id(),
                function.description(),
                function.requestSchema(),
                function.responseSchema(),
                function.metadata(),
                Payloads.write(function.invocation(), StandardCodec.INSTANCE));
        return register(frame, new RegistrationSubject.RemoteFunction(this::exists));
    }

    private RegisterFunction frame(
            String id,
            Optional<String> description,
            Optional<Json> requestSchema,
            Optional<Json> responseSchema,
            @Nullable Object metadata,
            @Nullable RawJson invocation) {
        return new RegisterFunction(
                id,
                description.orElse(null),
                requestSchema.map(JsonValue::raw).orElse(null),
                responseSchema.map(JsonValue::raw).orElse(null),
                metadata == null ? null : write(metadata),
                invocation);
    }

    private RawJson write(@Nullable Object value) {
        return Payloads.write(value, codec, limit.maxPayloadBytes());
    }

    /** Returns whether the engine has the function; {@code true} if the engine does not say. */
    private CompletableFuture<Boolean> exists(String functionId) {
        JsonObject payload = new JsonObject().put("function_id", functionId).putIfPresent("namespace", namespace);
        return caller.doneAsync(Call.to("engine::functions::info", payload.toJson()))
                .handle((found, failure) -> failure == null || !Failures.isNotFound(failure));
    }

    RegistrationHandle register(Trigger trigger, String functionId) {
        RawJson metadata = trigger.metadata().map(this::write).orElse(null);
        RawJson config = configOf(trigger);
        RegisterTrigger frame = new RegisterTrigger(
                UUID.randomUUID().toString(),
                Arguments.notBlank(trigger.type(), "trigger type"),
                functionId,
                config,
                metadata,
                trigger.functionNamespace().orElse(namespace),
                trigger.typeNamespace().orElse(null));
        String topic =
                trigger.type().equals("subscribe") ? SubscriptionWatch.topicOf(JsonValue.of(config, codec)) : null;
        return register(frame, new RegistrationSubject.Trigger(topic, frame, order.incrementAndGet(), checks));
    }

    <C> TriggerType<C> register(Worker worker, TriggerTypeDefinition<C> definition, TriggerTypeHandler<C> handler) {
        FunctionTypes.check(definition, codec);
        warn(ReservedNames.ofTriggerType(definition.id(), definition.namespace().orElse(namespace)));
        ProvidedTriggerType<C> type =
                new ProvidedTriggerType<>(worker, definition, handler, runner, lifecycle, callbacks);
        RegisterTriggerType frame = new RegisterTriggerType(
                definition.id(),
                definition.description(),
                definition.configSchema().map(JsonValue::raw).orElse(null),
                definition.callSchema().map(JsonValue::raw).orElse(null),
                definition.namespace().orElse(null));
        triggerTypes.add(type);
        try {
            return type.registeredAs(register(frame, new RegistrationSubject.TriggerType(type::bind)));
        } catch (RuntimeException e) {
            triggerTypes.remove(type);
            throw e;
        }
    }

    /**
     * Registers all functions of an object, and their triggers; or nothing.
     *
     * @throws IllegalArgumentException if methods are invalid; the message names all mistakes
     * @throws IllegalStateException if functions are registered already; the message names all of them
     */
    List<Registration> registerAll(Object object) {
        List<AnnotatedFunction> functions = AnnotatedMethods.of(object, this::problems);
        List<String> taken = functions.stream()
                .map(function -> function.definition().id())
                .filter(lifecycle.registrations()::hasFunction)
                .toList();
        if (taken.size() > 1) {
            throw new IllegalStateException("the functions " + String.join(", ", taken)
                    + " are already registered by this worker; unregister them first");
        }
        return registerFunctions(functions);
    }

    /** Returns what is wrong with the types of a function, and with the configurations of its triggers. */
    private List<String> problems(AnnotatedFunction function) {
        List<String> problems = new ArrayList<>(FunctionTypes.problems(function.definition(), codec));
        for (Trigger trigger : function.triggers()) {
            try {
                configOf(trigger);
            } catch (IllegalArgumentException | InvalidPayloadException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    private RawJson configOf(Trigger trigger) {
        return TriggerConfigChecks.checked(trigger, write(trigger.config()));
    }

    private List<Registration> registerFunctions(List<AnnotatedFunction> functions) {
        List<Registration> registered = new ArrayList<>();
        try {
            for (AnnotatedFunction function : functions) {
                registered.add(register(function.definition(), true));
            }
            for (AnnotatedFunction function : functions) {
                String id = function.definition().id();
                function.triggers().forEach(trigger -> registered.add(register(trigger, id)));
            }
            return List.copyOf(registered);
        } catch (RuntimeException | Error e) {
            registered.forEach(Registration::unregister);
            throw e;
        }
    }

    private RegistrationHandle register(Frame frame, RegistrationSubject subject) {
        RegistrationHandle handle = new RegistrationHandle(frame, subject, lifecycle);
        lifecycle.requireOpen(handle);
        limit.require(
                frame,
                "the registration of " + handle,
                "shorten its ids, its description, its schemas, its configuration or its metadata");
        lifecycle.registrations().add(handle);
        if (!runner.registerNew(handle.what())) {
            lifecycle.registrations().remove(handle);
            throw new IllegalStateException(
                    handle.what() + " is already registered by this worker; unregister it first");
        }
        boolean closedMeanwhile = handle.refusal()
                .map(refusal -> refusal.code().equals(Session.WORKER_CLOSED))
                .orElse(false);
        if (closedMeanwhile) {
            lifecycle.registrations().remove(handle);
            lifecycle.requireOpen(handle);
        }
        return handle;
    }

    /** A binding of a trigger type has ended; only its own type knows it. */
    void unbind(String triggerId) {
        triggerTypes.forEach(type -> type.unbind(triggerId));
    }

    void unbindAll() {
        triggerTypes.forEach(ProvidedTriggerType::unbindAll);
    }
}
