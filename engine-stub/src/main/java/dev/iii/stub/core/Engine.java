package dev.iii.stub.core;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.AnnouncementResult;
import dev.iii.stub.core.api.AsyncFunction;
import dev.iii.stub.core.api.CallCounts;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.api.EngineRegistrar;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.api.RemoteFunctions;
import dev.iii.stub.core.api.SyncFunction;
import dev.iii.stub.core.api.TelemetryIntake;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.core.connection.Connections;
import dev.iii.stub.core.connection.Registrations;
import dev.iii.stub.core.connection.WorkerConnection;
import dev.iii.stub.core.connection.WorkerGateway;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.Ids;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.registry.BuiltInSchemas;
import dev.iii.stub.core.registry.Function;
import dev.iii.stub.core.registry.Functions;
import dev.iii.stub.core.registry.TriggerType;
import dev.iii.stub.core.registry.Triggers;
import dev.iii.stub.core.routing.Calls;
import dev.iii.stub.core.routing.TriggerCalls;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.transport.LogLimiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Puts the parts of the core together and offers each user the interface that it needs: engine workers an
 * {@link EngineContext} and, at their installation, an {@link Installer}; worker ports a {@link WorkerGateway}. No part of
 * the core knows this class.
 *
 * <p>The engine starts no threads. It runs on the threads that bring frames, and on those of its {@link StubClock}.
 * Thread-safe; no method blocks.
 */
public final class Engine implements EngineContext, EngineDirectory, EngineRegistrar, WorkerGateway, AutoCloseable {

    private static final Logger log = BoundedLogger.of(Engine.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;

    private final StubClock clock;
    private final Ids ids;
    private final EngineLock lock = new EngineLock();
    private final Functions functions = new Functions();
    private final Triggers triggers;
    private final Calls calls;
    private final TriggerCalls triggerCalls;
    private final Connections connections;
    private final List<EngineWorker> engineWorkers = new CopyOnWriteArrayList<>();
    private volatile Tracing tracing = Tracing.NONE;
    private volatile RemoteFunctions remoteFunctions = RemoteFunctions.NONE;
    private volatile TelemetryIntake telemetryIntake = TelemetryIntake.NONE;
    private volatile Channels channels = Channels.NONE;

    /** Creates an engine without workers. */
    public Engine(StubClock clock, Ids ids, EngineSettings settings) {
        this.clock = clock;
        this.ids = ids;
        this.triggers = new Triggers(clock, lock, settings.registrations().maxBytes());
        this.calls = new Calls(
                clock, ids, functions, () -> tracing, settings.pending().maxBytes(), failureLimiter(clock));
        this.triggerCalls = new TriggerCalls(calls, failureLimiter(clock));
        Registrations registrations = new Registrations(
                clock, lock, functions, triggers, calls, () -> remoteFunctions, settings.maxHeldBytes());
        this.connections = new Connections(
                clock,
                ids,
                settings.namespaceGrace(),
                settings.registrations(),
                settings.pending(),
                lock,
                functions,
                triggers,
                calls,
                registrations);
    }

    private static LogLimiter failureLimiter(StubClock clock) {
        return new LogLimiter(clock::nanoTime, LOG_LINES, LOG_PERIOD);
    }

    // ---------------------------------------------------------------- engine workers

    /** Installs a worker that is part of the engine. Must be called before the first connection. */
    public void install(EngineWorker worker) {
        engineWorkers.add(worker);
        worker.install(new Installation(worker));
    }

    /**
     * Starts the installed workers. Must be called before the first connection.
     *
     * @throws IOException if one of them cannot open its port
     */
    public void start() throws IOException {
        for (EngineWorker worker : engineWorkers) {
            worker.start();
        }
    }

    /** The installer of one engine worker. */
    private final class Installation implements Installer {

        private final EngineWorker worker;

        Installation(EngineWorker worker) {
            this.worker = worker;
        }

        @Override
        public EngineContext engine() {
            return Engine.this;
        }

        @Override
        public EngineDirectory directory() {
            return Engine.this;
        }

        @Override
        public EngineRegistrar registrar() {
            return Engine.this;
        }

        @Override
        public void function(FunctionSpec spec, SyncFunction function) {
            install(spec, new Function.Handler.Direct(function));
        }

        @Override
        public void asyncFunction(FunctionSpec spec, AsyncFunction function) {
            install(spec, new Function.Handler.Deferred(function));
        }

        private void install(FunctionSpec spec, Function.Handler handler) {
            lock.run(() -> functions.install(Function.builtIn(worker, BuiltInSchemas.complete(spec), handler)));
        }

        @Override
        public void triggerType(TriggerTypeSpec spec, TriggerProvider provider) {
            TriggerType type = new TriggerType(
                    Namespaces.DEFAULT,
                    BuiltInSchemas.complete(spec),
                    new TriggerType.Provider.BuiltIn(worker, provider));
            lock.run(() -> triggers.install(type));
        }

        @Override
        public void listen(EngineListener listener) {
            connections.listen(listener);
        }

        @Override
        public void traceWith(Tracing newTracing) {
            tracing = newTracing;
        }

        @Override
        public void bindRemoteFunctionsWith(RemoteFunctions newRemoteFunctions) {
            remoteFunctions = newRemoteFunctions;
        }

        @Override
        public void takeTelemetryWith(TelemetryIntake intake) {
            telemetryIntake = intake;
        }

        @Override
        public void openChannelsWith(Channels newChannels) {
            channels = newChannels;
        }
    }

    // ---------------------------------------------------------------- EngineContext

    @Override
    public StubClock clock() {
        return clock;
    }

    @Override
    public UUID newId() {
        return ids.next();
    }

    @Override
    public UUID newSecret() {
        return ids.secret();
    }

    @Override
    public Tracing tracing() {
        return tracing;
    }

    @Override
    public Channels channels() {
        return channels;
    }

    @Override
    public void invoke(Call call, Consumer<Outcome> result) {
        calls.invoke(call, result);
    }

    @Override
    public void ask(
            Trigger trigger,
            String conditionFunctionId,
            RawJson payload,
            TraceContext trace,
            Consumer<Condition> result) {
        triggerCalls.ask(trigger, conditionFunctionId, payload, trace, result);
    }

    @Override
    public void fire(Trigger trigger, Call call) {
        fire(trigger, call, null, outcome -> {});
    }

    @Override
    public void fire(Trigger trigger, Call call, @Nullable String conditionFunctionId, Consumer<Outcome> done) {
        triggerCalls.fire(trigger, call, conditionFunctionId, done);
    }

    // ---------------------------------------------------------------- EngineRegistrar

    @Override
    public AnnouncementResult announce(ConnectedWorker worker, Announcement announcement) {
        return connections.announce(worker, announcement);
    }

    @Override
    public CompletionStage<TriggerRegistration> registerTrigger(Trigger trigger) {
        CompletableFuture<TriggerRegistration> outcome = new CompletableFuture<>();
        lock.run(() -> {
            CompletionStage<TriggerRegistration> stage = triggers.registerLasting(trigger);
            lock.afterwards(() -> stage.whenComplete((registration, failure) -> {
                if (failure == null) {
                    outcome.complete(registration);
                } else {
                    outcome.completeExceptionally(failure);
                }
            }));
        });
        return outcome;
    }

    @Override
    public boolean unregisterTrigger(String id) {
        boolean[] removed = new boolean[1];
        lock.run(() -> removed[0] = triggers.unregisterByCall(id));
        return removed[0];
    }

    // ---------------------------------------------------------------- EngineDirectory

    @Override
    public Optional<RegisteredFunction> function(String namespace, String id) {
        return Optional.ofNullable(functions.find(namespace, id));
    }

    @Override
    public List<String> namespacesOf(String functionId) {
        return functions.namespacesOf(functionId);
    }

    @Override
    public List<RegisteredFunction> functions() {
        return functions.all();
    }

    @Override
    public long functionChanges() {
        return functions.changes();
    }

    @Override
    public List<ConnectedWorker> workers() {
        return connections.workers();
    }

    @Override
    public List<EngineWorker> engineWorkers() {
        return List.copyOf(engineWorkers);
    }

    @Override
    public List<RegisteredTriggerType> triggerTypes() {
        return lock.get(triggers::types);
    }

    @Override
    public Optional<RegisteredTriggerType> triggerType(String namespace, String id) {
        return lock.get(() -> Optional.ofNullable(triggers.type(namespace, id)));
    }

    @Override
    public Optional<RegisteredTriggerType> typeOf(Trigger trigger) {
        return lock.get(() -> Optional.ofNullable(triggers.typeOf(trigger.id())));
    }

    @Override
    public List<Trigger> triggers() {
        return lock.get(triggers::active);
    }

    @Override
    public CallCounts callCounts() {
        return calls.counts();
    }

    /** Returns how many calls connected workers are answering. */
    public int callsInFlight() {
        return calls.inFlight();
    }

    // ---------------------------------------------------------------- WorkerGateway

    @Override
    public WorkerConnection connect(OutboundConnection outbound, Access access) {
        return connections.connect(outbound, access);
    }

    @Override
    public boolean takeTelemetry(byte[] message) {
        return telemetryIntake.take(message);
    }

    /** Ends all connections, then closes the engine workers in reverse order of their installation. Idempotent. */
    @Override
    public void close() {
        connections.closeAll();
        List<EngineWorker> closing = new ArrayList<>(engineWorkers);
        engineWorkers.removeAll(closing);
        for (int i = closing.size() - 1; i >= 0; i--) {
            EngineWorker worker = closing.get(i);
            try {
                worker.close();
            } catch (RuntimeException | Error e) {
                log.error("The worker {} of the engine could not be closed", worker.name(), e);
            }
        }
    }
}
