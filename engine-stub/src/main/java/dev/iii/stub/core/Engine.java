package dev.iii.stub.core;

import dev.iii.protocol.RawJson;
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
import org.slf4j.LoggerFactory;

/**
 * The core: connections, functions, triggers and the calls between them. What everything else is built on.
 *
 * <p>Has no thread of its own: it works on the threads that bring frames, and on those of its {@link StubClock}.
 * Thread-safe; nothing here blocks.
 */
public final class Engine implements AutoCloseable {

    /** The namespace of whoever names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;
    private static final Duration REFUSAL_PERIOD = Duration.ofMinutes(1);
    private static final int REFUSALS = 10;

    private final StubClock clock;
    private final Ids ids;
    private final EngineSettings settings;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Functions functions = new Functions();
    private final Triggers triggers;
    private final Calls calls;
    private final Registrations registrations;
    private final Connections connections;
    private final List<EngineWorker> engineWorkers = new CopyOnWriteArrayList<>();
    private final LogBudget deliveryFailures;
    private volatile Tracing tracing = Tracing.NONE;
    private volatile RemoteFunctions remoteFunctions = RemoteFunctions.NONE;
    private volatile TelemetryIntake telemetryIntake = TelemetryIntake.NONE;
    private volatile Channels channels = Channels.NONE;

    public Engine(StubClock clock, Ids ids, EngineSettings settings) {
        this.clock = clock;
        this.ids = ids;
        this.settings = settings;
        this.deliveryFailures = failureBudget();
        this.triggers = new Triggers(this, lifecycle);
        this.calls = new Calls(this, functions);
        this.registrations = new Registrations(this, lifecycle, functions, triggers);
        this.connections = new Connections(this, lifecycle, functions, triggers);
    }

    // ---------------------------------------------------------------- for engine workers: setting up

    /** Adds a worker that is part of the engine; before the first connection. */
    public void install(EngineWorker worker) {
        engineWorkers.add(worker);
        worker.install(new Installer(this, worker));
    }

    /**
     * Lets the installed workers begin; before the first connection.
     *
     * @throws IOException when one of them cannot open its port
     */
    public void start() throws IOException {
        for (EngineWorker worker : engineWorkers) {
            worker.start();
        }
    }

    /** Hears of connections from now on. */
    public void listen(EngineListener listener) {
        connections.listen(listener);
    }

    /** Makes spans from now on. */
    public void traceWith(Tracing newTracing) {
        tracing = newTracing;
    }

    /** Accepts functions that the engine answers by calling somebody else from now on. */
    public void bindRemoteFunctionsWith(RemoteFunctions newRemoteFunctions) {
        remoteFunctions = newRemoteFunctions;
    }

    /** Takes telemetry from workers from now on. */
    public void takeTelemetryWith(TelemetryIntake intake) {
        telemetryIntake = intake;
    }

    /** Makes channels from now on. */
    public void openChannelsWith(Channels newChannels) {
        channels = newChannels;
    }

    void install(Function builtIn) {
        lifecycle.run(() -> functions.install(builtIn));
    }

    void install(TriggerType builtIn) {
        lifecycle.run(() -> triggers.install(builtIn));
    }

    // ---------------------------------------------------------------- for engine workers: at work

    /** What time it is, and a way to be woken up. */
    public StubClock clock() {
        return clock;
    }

    /** A new id, not a secret. */
    public UUID newId() {
        return ids.next();
    }

    /** A new secret in the form of an id. */
    public UUID newSecret() {
        return ids.secret();
    }

    /** Makes the spans of the engine. */
    public Tracing tracing() {
        return tracing;
    }

    /** Makes channels between workers and the engine. */
    public Channels channels() {
        return channels;
    }

    /**
     * Calls a function. The answer comes on the thread that brings it, which must not be blocked; at once for a function
     * that does not exist or answers at once, and never from a worker that does not answer: there is no timeout.
     */
    public void invoke(Invocation invocation, Consumer<Outcome> answer) {
        calls.invoke(invocation, answer);
    }

    /** Asks the condition function of a trigger, in the namespace of the trigger and without metadata. */
    public void ask(
            Trigger trigger, String conditionFunctionId, RawJson data, TraceContext trace, Consumer<Condition> answer) {
        Invocation question =
                Invocation.of(conditionFunctionId, data).in(trigger.namespace()).withTrace(trace);
        invoke(question, outcome -> answer.accept(Condition.of(outcome)));
    }

    /** Calls the function of a trigger. A failure is said in the log. */
    public void fire(Trigger trigger, Invocation invocation) {
        fire(trigger, invocation, null, outcome -> {});
    }

    /**
     * Calls the function of a trigger if its condition allows it. A failure is said in the log.
     *
     * @param conditionFunctionId the condition function, {@code null} for none; it gets the same data
     * @param done gets the outcome of the function, {@link Outcome#NONE} when the condition stopped it, or the failure of
     *     the condition
     */
    public void fire(
            Trigger trigger, Invocation invocation, @Nullable String conditionFunctionId, Consumer<Outcome> done) {
        if (conditionFunctionId == null) {
            invoke(invocation, outcome -> fired(trigger, invocation.functionId(), outcome, done));
            return;
        }
        ask(trigger, conditionFunctionId, invocation.data(), invocation.trace(), condition -> {
            if (condition instanceof Condition.Passed) {
                fire(trigger, invocation, null, done);
            } else if (condition instanceof Condition.Failed failed) {
                fired(trigger, conditionFunctionId, new Outcome.Failure(failed.error()), done);
            } else {
                done.accept(Outcome.NONE);
            }
        });
    }

    private void fired(Trigger trigger, String functionId, Outcome outcome, Consumer<Outcome> done) {
        if (outcome instanceof Outcome.Failure failure) {
            deliveryFailures.spend(note -> log.warn(
                    "The function {} failed for the {} trigger {}: {}: {}{}",
                    functionId,
                    trigger.type(),
                    trigger.id(),
                    failure.error().code(),
                    failure.error().message(),
                    note));
        }
        done.accept(outcome);
    }

    /**
     * Registers a trigger that belongs to no connection. When a connected worker provides the type its answer is
     * awaited, at most 10 s.
     */
    public CompletionStage<Registration> registerTrigger(Trigger trigger) {
        CompletableFuture<Registration> outcome = new CompletableFuture<>();
        lifecycle.run(() -> {
            CompletionStage<Registration> stage = triggers.registerLasting(trigger);
            lifecycle.afterwards(() -> stage.thenAccept(outcome::complete));
        });
        return outcome;
    }

    /** Removes a trigger, whoever registered it; whether there was one. */
    public boolean unregisterTrigger(String id) {
        boolean[] removed = new boolean[1];
        lifecycle.run(() -> removed[0] = triggers.unregister(id));
        return removed[0];
    }

    // ---------------------------------------------------------------- for engine workers: looking around

    /** The function that a call would reach now. */
    public Optional<Function> function(String namespace, String id) {
        return Optional.ofNullable(functions.find(namespace, id));
    }

    /** The namespaces that have a function of this id, sorted. */
    public List<String> namespacesOf(String functionId) {
        return functions.namespacesOf(functionId);
    }

    /** All functions, in no order. */
    public List<Function> functions() {
        return functions.all();
    }

    /** A number that is another one after every registration and unregistration of a function. */
    public long functionChanges() {
        return functions.changes();
    }

    /** All connected workers, in no order. */
    public List<Worker> workers() {
        return connections.workers();
    }

    /** The workers that are part of the engine. */
    public List<EngineWorker> engineWorkers() {
        return List.copyOf(engineWorkers);
    }

    /** All trigger types, in the order in which they were registered. */
    public List<TriggerType> triggerTypes() {
        return lifecycle.get(triggers::types);
    }

    /** The trigger type of this id in a namespace. */
    public Optional<TriggerType> triggerType(String namespace, String id) {
        return lifecycle.get(() -> Optional.ofNullable(triggers.type(namespace, id)));
    }

    /** The trigger type that has the trigger; none while it is parked. */
    public Optional<TriggerType> typeOf(Trigger trigger) {
        return lifecycle.get(() -> Optional.ofNullable(triggers.typeOf(trigger.id())));
    }

    /** All triggers that are not parked, in the order in which they were registered. */
    public List<Trigger> triggers() {
        return lifecycle.get(triggers::active);
    }

    /** How many calls there have been. */
    public CallCounts callCounts() {
        return calls.counts();
    }

    /** How many calls connected workers are answering. */
    public int callsInFlight() {
        return calls.inFlight();
    }

    // ---------------------------------------------------------------- connections

    /** A connection is open: greets it. Its frames go to {@link Worker#receive}. */
    public Worker connect(Peer peer, Access access) {
        return connections.connect(peer, access);
    }

    /** A worker tells about itself. */
    public Announced announce(Worker worker, Announcement announcement) {
        return connections.announce(worker, announcement);
    }

    /** Whether the message was telemetry and has been taken. */
    public boolean takeTelemetry(byte[] message) {
        return telemetryIntake.take(message);
    }

    /** Ends all connections, then the engine workers in reverse order of their installation. Idempotent. */
    @Override
    public void close() {
        connections.closeAll();
        List<EngineWorker> closing = new ArrayList<>(engineWorkers);
        engineWorkers.removeAll(closing);
        for (int i = closing.size() - 1; i >= 0; i--) {
            EngineWorker worker = closing.get(i);
            try {
                worker.close();
            } catch (RuntimeException e) {
                log.error("The worker {} of the engine could not be closed", worker.name(), e);
            }
        }
    }

    // ---------------------------------------------------------------- for the core

    Ids ids() {
        return ids;
    }

    EngineSettings settings() {
        return settings;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Calls calls() {
        return calls;
    }

    Registrations registrations() {
        return registrations;
    }

    Connections connections() {
        return connections;
    }

    RemoteFunctions remoteFunctions() {
        return remoteFunctions;
    }

    LogBudget failureBudget() {
        return new LogBudget(clock, LOG_LINES, LOG_PERIOD);
    }

    /** For what a worker that stands by for another one tries over and over again. */
    LogBudget refusalBudget() {
        return new LogBudget(clock, REFUSALS, REFUSAL_PERIOD);
    }

    LogBudget malformedFrameBudget() {
        return new LogBudget(clock, 1, LOG_PERIOD);
    }
}
