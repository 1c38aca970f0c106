package dev.iii.sdk;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.json.JacksonCodec;
import dev.iii.sdk.internal.runtime.Receiver;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.Registrable;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The parts of a worker, put together. */
final class WorkerCore implements Receiver {

    /** What a frame needs beside its payload. */
    private static final int FRAME_OVERHEAD = 16 << 10;

    /** What a writer of a channel may have on its way. */
    private static final int CHANNEL_OUTBOX = 2 << 20;

    private static final Duration SCHEMA_DELAY = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final @Nullable String namespace;
    private final WorkerOptions options;
    private final EventLoop loop;
    private final WorkerThreads threads;
    private final SessionRunner runner;
    private final ChannelOpener channels;
    private final JsonCodec codec;
    private final Invoker invoker;
    private final Caller caller;
    private final Lifecycle lifecycle;
    private final ExitHook exitHook;
    private final @Nullable SubscriptionWatch watch;
    /** Until when {@link #shutdown} waits, as the session's clock has it; long ago when the end comes in another way. */
    private volatile long drainDeadline = System.nanoTime();

    private final List<ProvidedTriggerType<?>> triggerTypes = new CopyOnWriteArrayList<>();

    WorkerCore(Worker worker, URI address, WorkerOptions options, Environment environment) {
        this.options = options;
        this.name = options.name().orElseGet(environment::workerName);
        this.namespace = options.namespace().orElse(environment.get(Environment.NAMESPACE));
        InvocationIds ids = new InvocationIds();
        ConnectRequest request = request(address);
        LinkState link = new LinkState(request.displayAddress());
        String threadName = "iii-" + name;
        this.loop = new EventLoop(threadName + "-io");
        this.threads = WorkerThreads.start(threadName, options);
        Session session = SessionOptions.session(name, namespace, options, environment, ids);
        this.runner = new SessionRunner(session, request, loop, this, System::nanoTime);
        this.channels = channels(address);
        this.codec = options.codec() == JacksonCodec.INSTANCE
                ? JacksonCodec.INSTANCE.withChannels(channels, Json::of)
                : options.codec();
        Tracing tracing = Tracing.of(options.telemetry().orElse(null), options.payloadCapture());
        int maxPayload = options.limits().outboundMessageBytes() - FRAME_OVERHEAD;
        this.invoker = new Invoker(worker, codec, threads, runner, loop, maxPayload, tracing);
        this.caller = new Caller(
                runner,
                threads,
                new CallFrames(codec, options.callTimeout(), namespace, maxPayload, ids, tracing),
                link,
                (delay, task) -> loop.schedule(delay, () -> threads.callbacks().execute(task)));
        this.exitHook = new ExitHook(threadName + "-exit", () -> shutdown(options.drainTimeout()));
        this.lifecycle = new Lifecycle(worker, name, link, threads, this::release);
        this.watch = watch(worker, address, environment);
    }

    private @Nullable SubscriptionWatch watch(Worker worker, URI address, Environment environment) {
        return SubscriptionWatch.of(
                worker,
                options,
                new WatchedWorker(lifecycle, runner, loop, threads.callbacks()),
                new SubscriptionProbe(name, address, options, environment));
    }

    private ChannelOpener channels(URI address) {
        return new ChannelOpener(
                address,
                options.headers(),
                connectionLimits(CHANNEL_OUTBOX),
                options.sslContext().orElse(null),
                loop,
                threads.callbacks());
    }

    private ConnectRequest request(URI address) {
        return new ConnectRequest(
                address,
                options.headers(),
                connectionLimits(options.limits().outboxBytes()),
                options.sslContext().orElse(null));
    }

    private Limits connectionLimits(int outboxBytes) {
        return new Limits(
                options.limits().inboundMessageBytes(),
                Limits.DEFAULT.maxFragments(),
                outboxBytes,
                options.connectTimeout(),
                CLOSE_TIMEOUT);
    }

    void start() {
        if (options.closeOnSigterm()) {
            exitHook.install();
        }
        runner.on(new Input.Started());
        if (watch != null) {
            watch.start();
        }
    }

    RegistrationHandle register(FunctionDefinition<?> function) {
        RegisterFunction frame = frame(function.id(), function.extras(), null);
        RegistrationHandle handle = register(frame, RegisteredFunction.of(function));
        if (options.inferSchemas() && SchemaInference.isWanted(function)) {
            // Loading the library that does it would make the first seconds of a worker slow.
            loop.schedule(
                    SCHEMA_DELAY,
                    () -> threads.callbacks()
                            .execute(() -> SchemaInference.amend(frame, function)
                                    .ifPresent(better -> runner.on(new Input.Amend(handle.what(), better)))));
        }
        return handle;
    }

    RegistrationHandle register(Trigger trigger, String functionId) {
        RawJson metadata =
                trigger.metadata().map(value -> Payloads.write(value, codec)).orElse(null);
        RawJson config = TriggerConfigs.checked(trigger, Payloads.write(trigger.config(), codec));
        return register(
                new RegisterTrigger(
                        UUID.randomUUID().toString(),
                        Checks.notBlank(trigger.type(), "trigger type"),
                        functionId,
                        config,
                        metadata,
                        trigger.functionNamespace().orElse(namespace),
                        trigger.typeNamespace().orElse(null)),
                Registered.Trigger.of(trigger.type(), Json.of(config, codec)));
    }

    RegistrationHandle register(HttpFunctionDefinition function) {
        RawJson invocation = Payloads.write(function.invocation(), JacksonCodec.INSTANCE);
        return register(frame(function.id(), function.extras(), invocation), new Registered.Remote(this::isThere));
    }

    private RegisterFunction frame(String id, FunctionExtras extras, @Nullable RawJson invocation) {
        Json request = extras.requestSchema;
        Json response = extras.responseSchema;
        return new RegisterFunction(
                id,
                extras.description,
                request == null ? null : request.raw(),
                response == null ? null : response.raw(),
                extras.metadata == null ? null : Payloads.write(extras.metadata, codec),
                invocation);
    }

    /** Whether the engine has the function; true when it does not say. */
    private CompletableFuture<Boolean> isThere(String functionId) {
        Call info = Call.to(
                "engine::functions::info",
                Json.object(
                        namespace == null
                                ? Map.of("function_id", Json.of(functionId))
                                : Map.of("function_id", Json.of(functionId), "namespace", Json.of(namespace))));
        return caller.doneAsync(info.spec())
                .handle((there, failure) -> failure == null || !Failures.isNotThere(failure));
    }

    List<Registration> registerAll(List<AnnotatedFunction> functions) {
        List<Registration> made = new ArrayList<>();
        try {
            for (AnnotatedFunction function : functions) {
                made.add(register(function.definition()));
            }
            for (AnnotatedFunction function : functions) {
                function.triggers()
                        .forEach(trigger ->
                                made.add(register(trigger, function.definition().id())));
            }
            return List.copyOf(made);
        } catch (RuntimeException e) {
            made.forEach(Registration::unregister);
            throw e;
        }
    }

    RegistrationHandle register(Frame frame, Registered subject) {
        RegistrationHandle handle = new RegistrationHandle(frame, subject, this::unregister);
        lifecycle.track(handle);
        if (!runner.registerNew(handle.what())) {
            lifecycle.forget(handle);
            throw new IllegalStateException(
                    handle.what().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + handle.id()
                            + " is registered by this worker already; unregister it first");
        }
        return handle;
    }

    private void unregister(RegistrationHandle handle) {
        lifecycle.forget(handle);
        runner.on(new Input.Unregister(handle.what()));
        lifecycle.settle(handle, new WorkerClosedException(handle + " was unregistered", null));
    }

    boolean shutdown(Duration drain) {
        long deadline = runner.now() + drain.toNanos();
        drainDeadline = deadline;
        runner.on(new Input.Drain(deadline));
        if (watch != null) {
            watch.stop();
        }
        return lifecycle.awaitReleased(drain.plus(CLOSE_TIMEOUT).plus(CLOSE_TIMEOUT));
    }

    /** Ends threads and sockets after the session has ended; on a thread that is none of them. */
    private boolean release() {
        boolean inOrder = true;
        try {
            inOrder = runner.awaitDisconnected(CLOSE_TIMEOUT.plusSeconds(1).toNanos());
            inOrder &= invoker.streams().await(drainDeadline - runner.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exitHook.remove();
        loop.close();
        return threads.close(CLOSE_TIMEOUT.toNanos()) && inOrder;
    }

    String name() {
        return name;
    }

    @Nullable
    String namespace() {
        return namespace;
    }

    Duration drainTimeout() {
        return options.drainTimeout();
    }

    @Nullable
    OpenTelemetry telemetry() {
        return options.telemetry().orElse(null);
    }

    ChannelOpener channels() {
        return channels;
    }

    Caller caller() {
        return caller;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    // ---------------------------------------------------------------- what the session wants

    @Override
    public void invoke(int generation, InvokeFunction call, Registrable what) {
        if (!(subject(what) instanceof RegisteredFunction function)) {
            throw new IllegalStateException(what + " has no handler");
        }
        invoker.invoke(generation, call, function);
    }

    private static Registered subject(Registrable what) {
        return ((RegistrationHandle) what.owner()).subject();
    }

    @Override
    public void bind(int generation, RegisterTrigger binding, Registrable type) {
        if (subject(type) instanceof ProvidedTriggerType<?> provided) {
            provided.bind(generation, binding);
        }
    }

    @Override
    public void unbind(int generation, String triggerId) {
        triggerTypes.forEach(type -> type.unbind(triggerId));
    }

    @Override
    public void unbindAll(int generation) {
        triggerTypes.forEach(ProvidedTriggerType::unbindAll);
    }

    <C> TriggerType<C> register(TriggerTypeDefinition<C> definition, TriggerTypeHandler<C> handler, Worker worker) {
        Json config = definition.configSchema();
        Json call = definition.callSchema();
        ProvidedTriggerType<C> type =
                new ProvidedTriggerType<>(worker, definition, handler, runner, threads.callbacks());
        triggerTypes.add(type);
        Registration registration = register(
                new RegisterTriggerType(
                        definition.id(),
                        definition.description(),
                        config == null ? null : config.raw(),
                        call == null ? null : call.raw(),
                        definition.namespace()),
                type);
        return type.registeredAs(registration);
    }

    @Override
    public void complete(PendingCall call, Outcome outcome) {
        ((CallSink) call.owner()).done(outcome);
    }

    @Override
    public void cancelInvocations(int generation, boolean interrupt) {
        invoker.cancel(generation, interrupt);
    }

    @Override
    public void event(Event event) {
        lifecycle.on(event);
    }

    static RegistrationRefusedException refusal(Registrable what, ErrorBody error) {
        return new RegistrationRefusedException(what.toString(), error.code(), error.message());
    }
}
