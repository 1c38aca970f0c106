package dev.iii.stub.core.connection;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.stub.core.api.Access.Permission;
import dev.iii.stub.core.api.AsyncFunction;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.RemoteFunctions;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.connection.WorkerConnection.Gate;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.ForeignChanges;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.registry.Function;
import dev.iii.stub.core.registry.Functions;
import dev.iii.stub.core.registry.TriggerType;
import dev.iii.stub.core.registry.Triggers;
import dev.iii.stub.core.routing.Calls;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.Worker;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Applies the registrations of workers, in the order of their frames (engine behaviour, sections 2, 6 and 7). Thread-safe; everything happens under the
 * {@link EngineLock}.
 *
 * <p>The frames of a worker wait while its namespace is not known, and while a registration is being decided. A registration
 * that is dropped without an answer on the wire is logged.
 */
public final class Registrations {

    private static final Logger log = BoundedLogger.of(Registrations.class);
    private static final Duration REFUSAL_PERIOD = Duration.ofMinutes(1);
    private static final int REFUSALS = 10;
    private static final String RESERVED_PREFIX = "engine::";

    private final EngineLock lock;
    private final Functions functions;
    private final Triggers triggers;
    private final Calls calls;
    private final Supplier<RemoteFunctions> remoteFunctions;
    private final long maxHeldBytes;
    private final LogLimiter conflicts;
    private final LogLimiter refusals;
    private final LogLimiter foreign;

    /**
     * Creates the registrations of an engine.
     *
     * @param remoteFunctions returns the factory of functions that the engine answers by calling another service
     * @param maxHeldBytes the maximum number of bytes of registrations that a worker may send before its announcement
     */
    public Registrations(
            StubClock clock,
            EngineLock lock,
            Functions functions,
            Triggers triggers,
            Calls calls,
            Supplier<RemoteFunctions> remoteFunctions,
            long maxHeldBytes) {
        this.lock = lock;
        this.functions = functions;
        this.triggers = triggers;
        this.calls = calls;
        this.remoteFunctions = remoteFunctions;
        this.maxHeldBytes = maxHeldBytes;
        this.conflicts = refusalLimiter(clock);
        this.refusals = refusalLimiter(clock);
        this.foreign = ForeignChanges.logLimiter(clock);
    }

    /** Returns a limiter for log lines about refusals, which a standby worker causes repeatedly. */
    static LogLimiter refusalLimiter(StubClock clock) {
        return new LogLimiter(clock::nanoTime, REFUSALS, REFUSAL_PERIOD);
    }

    /** Handles a registration, or any frame that arrives while a registration is being decided. */
    void receive(WorkerConnection connection, Frame frame, int bytes) {
        lock.run(() -> {
            switch (connection.gate()) {
                case OPEN -> apply(connection, frame);
                case UNDECLARED, ASKING -> hold(connection, frame, bytes);
                case GONE -> log.debug("A frame of worker {} is ignored, its connection is over", connection);
            }
        });
    }

    /** Handles the response of a worker that provides a trigger type. */
    void answered(Worker provider, TriggerRegistrationResult result) {
        lock.run(() -> triggers.answered(provider, result));
    }

    /** Applies the frames that have waited until the namespace of the worker was known. Called under the lock. */
    void open(WorkerConnection connection) {
        connection.gate(Gate.OPEN);
        Frame next;
        while (connection.gate() == Gate.OPEN && (next = connection.release()) != null) {
            apply(connection, next);
        }
        connection.resume();
    }

    /**
     * Keeps a frame until its connection is open. Too many bytes before the announcement end the connection, because the
     * announcement follows them. While a registration is being decided, the connection is not read instead.
     */
    private void hold(WorkerConnection connection, Frame frame, int bytes) {
        if (connection.hold(frame, bytes) > maxHeldBytes && connection.gate() == Gate.UNDECLARED) {
            log.warn("Worker {} sent too many registrations ahead of its announcement; it is dropped", connection);
            connection.forgetHeld();
            lock.afterwards(() -> {
                connection.outbound().abort("too many registrations ahead of the announcement");
                connection.disconnected("it sent too many registrations ahead of its announcement");
            });
        }
    }

    private void apply(WorkerConnection connection, Frame frame) {
        Worker worker = connection.worker();
        if (frame instanceof RegisterFunction f) {
            ask(
                    connection,
                    worker.access().onFunction(f, worker.namespace()),
                    "function " + f.id(),
                    granted -> register(worker, granted));
        } else if (frame instanceof RegisterTrigger t) {
            registerTrigger(connection, t);
        } else if (frame instanceof RegisterTriggerType t) {
            registerTriggerType(connection, t);
        } else if (frame instanceof UnregisterFunction f) {
            unregister(worker, f);
        } else if (frame instanceof UnregisterTrigger t) {
            triggers.unregister(t.id(), worker);
        } else if (frame instanceof InvokeFunction call) {
            lock.afterwards(() -> calls.fromWorker(worker, call));
        }
        // The registration of a service has no effect.
    }

    /** Applies a registration when it is decided. Until then the frames that follow it wait. */
    private <F> void ask(
            WorkerConnection connection, CompletionStage<Permission<F>> stage, String what, Consumer<F> granted) {
        Worker worker = connection.worker();
        CompletableFuture<Permission<F>> answer = stage.toCompletableFuture();
        if (answer.isDone()) {
            decide(worker, answer, what, granted);
            return;
        }
        connection.gate(Gate.ASKING);
        stage.whenComplete((permission, failure) -> lock.run(() -> {
            if (connection.gate() != Gate.GONE) {
                connection.gate(Gate.OPEN);
                try {
                    decide(worker, answer, what, granted);
                } finally {
                    open(connection);
                }
            }
        }));
    }

    private <F> void decide(Worker worker, CompletableFuture<Permission<F>> answer, String what, Consumer<F> granted) {
        Permission<F> permission;
        try {
            permission = answer.join();
        } catch (CompletionException | CancellationException e) {
            permission = new Permission.Dropped<>("deciding about it failed: " + e.getMessage());
        }
        if (permission instanceof Permission.Granted<F> yes) {
            granted.accept(yes.frame());
        } else if (permission instanceof Permission.Refused<F> no && no.frame() instanceof RegisterTrigger t) {
            reject(worker, t, no.error());
        } else if (permission instanceof Permission.Dropped<F> no) {
            dropped(what, worker, no.reason());
        }
    }

    private void dropped(String what, Worker worker, @Nullable String reason) {
        refusals.log(
                note -> log.warn("The registration of {} by worker {} is dropped: {}{}", what, worker, reason, note));
    }

    // ---------------------------------------------------------------- functions

    private void register(Worker worker, RegisterFunction frame) {
        String namespace = worker.namespace();
        String id = prefixed(worker, frame.id());
        if (id.startsWith(RESERVED_PREFIX) && !namespace.equals(Namespaces.DEFAULT)) {
            conflict(worker, namespace, id, null);
            return;
        }
        Function function = function(worker, namespace, id, frame);
        if (function == null) {
            return;
        }
        Function existing = functions.find(namespace, id);
        Worker owner = functions.claim(function, worker);
        if (owner != null) {
            conflict(worker, namespace, id, owner);
            return;
        }
        if (existing != null && existing.owner() == null) {
            foreign.log(note -> log.warn(
                    "Worker {} replaces the function {} of the engine; as on the real engine, built-in functions are"
                            + " not protected{}",
                    worker,
                    id,
                    note));
        }
        worker.addFunction(id, size(frame));
        log.debug("Worker {} has registered the function {} in namespace {}", worker, id, namespace);
    }

    /** Returns the memory of the content of a registration, about. */
    private static long size(RegisterFunction frame) {
        String description = frame.description();
        return frame.id().length()
                + (description == null ? 0 : description.length())
                + length(frame.requestFormat())
                + length(frame.responseFormat())
                + length(frame.metadata())
                + length(frame.invocation());
    }

    private static long length(@Nullable RawJson json) {
        return json == null ? 0 : json.length();
    }

    private @Nullable Function function(Worker worker, String namespace, String id, RegisterFunction frame) {
        RegisterFunction stored = new RegisterFunction(
                id,
                frame.description(),
                frame.requestFormat(),
                frame.responseFormat(),
                frame.metadata(),
                frame.invocation());
        FunctionSpec spec = new FunctionSpec(
                id, frame.description(), frame.requestFormat(), frame.responseFormat(), frame.metadata(), false);
        if (frame.invocation() == null) {
            return Function.ofWorker(worker, namespace, spec, frame.id());
        }
        try {
            AsyncFunction remote = remoteFunctions.get().bind(stored);
            return Function.onBehalfOf(worker, namespace, spec, remote);
        } catch (IllegalArgumentException e) {
            dropped("function " + id, worker, e.getMessage());
            return null;
        }
    }

    private void conflict(Worker worker, String namespace, String id, @Nullable Worker owner) {
        conflicts.log(note -> log.warn(
                "The registration of function {} in namespace {} by worker {} is refused: {}{}",
                id,
                namespace,
                worker,
                owner == null ? "ids of the engine are for the default namespace" : "it belongs to worker " + owner,
                note));
        worker.send(new RegistrationRejected(
                "FUNCTION_NAMESPACE_CONFLICT", namespace, owner == null ? "" : owner.id(), null, id));
    }

    private void unregister(Worker worker, UnregisterFunction frame) {
        String id = prefixed(worker, frame.id());
        if (functions.release(worker.namespace(), id, worker)) {
            worker.removeFunction(id);
        } else {
            foreignFunction(worker, id);
        }
    }

    private void foreignFunction(Worker worker, String id) {
        Function function = functions.find(worker.namespace(), id);
        Worker owner = function == null ? null : function.owner();
        if (owner == null) {
            log.debug("Worker {} unregisters the function {}, which it does not own", worker, id);
        } else {
            foreign.log(note -> log.warn(
                    "Worker {} may not unregister the function {}, which belongs to worker {}{}",
                    worker,
                    id,
                    owner,
                    note));
        }
    }

    private static String prefixed(Worker worker, String id) {
        String prefix = worker.access().functionPrefix();
        return prefix == null ? id : prefix + "::" + id;
    }

    // ---------------------------------------------------------------- triggers

    private void registerTrigger(WorkerConnection connection, RegisterTrigger frame) {
        Worker worker = connection.worker();
        if (Namespaces.isBlank(frame.namespace())) {
            reject(worker, frame, Namespaces.blank("namespace"));
        } else if (Namespaces.isBlank(frame.triggerNamespace())) {
            reject(worker, frame, Namespaces.blank("trigger_namespace"));
        } else {
            ask(
                    connection,
                    worker.access().onTrigger(frame),
                    frame.triggerType() + " trigger " + frame.id() + " for function " + frame.functionId(),
                    granted -> {
                        TriggerRegistration outcome = triggers.register(trigger(worker, granted), worker);
                        if (outcome instanceof TriggerRegistration.Rejected rejected) {
                            reject(worker, granted, rejected.error());
                        }
                    });
        }
    }

    private static Trigger trigger(Worker worker, RegisterTrigger frame) {
        return new Trigger(
                frame.id(),
                frame.triggerType(),
                frame.functionId(),
                Namespaces.orDefault(frame.namespace()),
                frame.config(),
                frame.metadata(),
                frame.triggerNamespace(),
                worker.namespace());
    }

    private void reject(Worker worker, RegisterTrigger frame, ErrorBody error) {
        refusals.log(note -> log.warn(
                "The {} trigger {} for function {} by worker {} is refused: {}{}",
                frame.triggerType(),
                frame.id(),
                frame.functionId(),
                worker,
                error.message(),
                note));
        worker.send(new TriggerRegistrationResult(frame.id(), frame.triggerType(), frame.functionId(), error));
    }

    private void registerTriggerType(WorkerConnection connection, RegisterTriggerType frame) {
        Worker worker = connection.worker();
        if (Namespaces.isBlank(frame.namespace())) {
            log.warn("The trigger type {} by worker {} is dropped: its namespace is empty", frame.id(), worker);
            return;
        }
        ask(connection, worker.access().onTriggerType(frame), "trigger type " + frame.id(), granted -> {
            String namespace = granted.namespace();
            triggers.registerType(new TriggerType(
                    namespace == null ? worker.namespace() : namespace,
                    new TriggerTypeSpec(
                            granted.id(),
                            granted.description(),
                            granted.triggerRequestFormat(),
                            granted.callRequestFormat()),
                    new TriggerType.Provider.Connected(worker)));
        });
    }
}
