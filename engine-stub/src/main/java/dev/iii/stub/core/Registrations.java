package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.stub.core.Access.Permission;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers register and unregister, in the order of their frames (engine behaviour, sections 2, 6 and 7).
 *
 * <p>Frames wait as long as the worker's namespace is not known, and while somebody is asked whether a registration is
 * allowed. Whatever is dropped silently on the wire is said in the log.
 */
final class Registrations {

    private static final Logger log = LoggerFactory.getLogger(Registrations.class);
    private static final String RESERVED_PREFIX = "engine::";

    private final Engine engine;
    private final Lifecycle lifecycle;
    private final Functions functions;
    private final Triggers triggers;
    private final LogBudget conflicts;
    private final LogBudget refusals;

    Registrations(Engine engine, Lifecycle lifecycle, Functions functions, Triggers triggers) {
        this.engine = engine;
        this.lifecycle = lifecycle;
        this.functions = functions;
        this.triggers = triggers;
        this.conflicts = engine.refusalBudget();
        this.refusals = engine.refusalBudget();
    }

    /** A registration, or any frame that came while one is being decided. */
    void receive(Worker worker, Frame frame, int bytes) {
        lifecycle.run(() -> {
            switch (worker.gate()) {
                case OPEN -> apply(worker, frame);
                case UNDECLARED, ASKING -> hold(worker, frame, bytes);
                case GONE -> log.debug("A frame of worker {} is ignored, its connection is over", worker);
            }
        });
    }

    /** The answer of a worker that provides a trigger type. */
    void answered(Worker provider, TriggerRegistrationResult result) {
        lifecycle.run(() -> triggers.answered(provider, result));
    }

    /** The worker's namespace is known: what waited takes effect. Under the lock. */
    void open(Worker worker) {
        worker.gate(Worker.Gate.OPEN);
        Frame next;
        while (worker.gate() == Worker.Gate.OPEN && (next = worker.release()) != null) {
            apply(worker, next);
        }
    }

    private void hold(Worker worker, Frame frame, int bytes) {
        if (worker.hold(frame, bytes) > engine.settings().maxHeldBytes()) {
            log.warn("Worker {} sent too many registrations ahead of its announcement; it is dropped", worker);
            worker.forgetHeld();
            lifecycle.afterwards(() -> {
                worker.peer().abort("too many registrations ahead of the announcement");
                worker.disconnected("it sent too many registrations ahead of its announcement");
            });
        }
    }

    private void apply(Worker worker, Frame frame) {
        if (frame instanceof RegisterFunction f) {
            ask(
                    worker,
                    worker.access().onFunction(f, worker.namespace()),
                    "function " + f.id(),
                    granted -> register(worker, granted));
        } else if (frame instanceof RegisterTrigger t) {
            registerTrigger(worker, t);
        } else if (frame instanceof RegisterTriggerType t) {
            registerTriggerType(worker, t);
        } else if (frame instanceof UnregisterFunction f) {
            unregister(worker, f);
        } else if (frame instanceof UnregisterTrigger t) {
            triggers.unregister(t.id());
        } else if (frame instanceof InvokeFunction call) {
            lifecycle.afterwards(() -> engine.calls().fromWorker(worker, call));
        }
        // A service has no effect.
    }

    /** Goes on when the permission is there; until then everything that follows waits. */
    private <F> void ask(Worker worker, CompletionStage<Permission<F>> stage, String what, Consumer<F> granted) {
        CompletableFuture<Permission<F>> answer = stage.toCompletableFuture();
        if (answer.isDone()) {
            decide(worker, answer, what, granted);
            return;
        }
        worker.gate(Worker.Gate.ASKING);
        stage.whenComplete((permission, failure) -> lifecycle.run(() -> {
            if (worker.gate() != Worker.Gate.GONE) {
                worker.gate(Worker.Gate.OPEN);
                decide(worker, answer, what, granted);
                open(worker);
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
        refusals.spend(
                note -> log.warn("The registration of {} by worker {} is dropped: {}{}", what, worker, reason, note));
    }

    // ---------------------------------------------------------------- functions

    private void register(Worker worker, RegisterFunction frame) {
        String namespace = worker.namespace();
        String id = prefixed(worker, frame.id());
        if (id.startsWith(RESERVED_PREFIX) && !namespace.equals(Engine.DEFAULT_NAMESPACE)) {
            conflict(worker, namespace, id, null);
            return;
        }
        Function function = function(worker, namespace, id, frame);
        if (function == null) {
            return;
        }
        Worker owner = functions.claim(function, worker);
        if (owner != null) {
            conflict(worker, namespace, id, owner);
            return;
        }
        worker.owns(function);
        log.debug("Worker {} has registered the function {} in namespace {}", worker, id, namespace);
    }

    private @Nullable Function function(Worker worker, String namespace, String id, RegisterFunction frame) {
        RegisterFunction stored = new RegisterFunction(
                id,
                frame.description(),
                frame.requestFormat(),
                frame.responseFormat(),
                frame.metadata(),
                frame.invocation());
        FunctionSpec spec = FunctionSpec.of(stored);
        if (frame.invocation() == null) {
            return Function.ofWorker(worker, namespace, spec, frame.id());
        }
        try {
            AsyncFunction remote = engine.remoteFunctions().bind(stored);
            return Function.onBehalfOf(worker, namespace, spec, remote);
        } catch (IllegalArgumentException e) {
            dropped("function " + id, worker, e.getMessage());
            return null;
        }
    }

    private void conflict(Worker worker, String namespace, String id, @Nullable Worker owner) {
        conflicts.spend(note -> log.warn(
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
            worker.ownsNoMore(id);
        } else {
            log.debug("Worker {} unregisters the function {}, which it does not own", worker, id);
        }
    }

    private static String prefixed(Worker worker, String id) {
        String prefix = worker.access().functionPrefix();
        return prefix == null ? id : prefix + "::" + id;
    }

    // ---------------------------------------------------------------- triggers

    private void registerTrigger(Worker worker, RegisterTrigger frame) {
        if (Namespaces.isBlank(frame.namespace())) {
            reject(worker, frame, Namespaces.blank("namespace"));
        } else if (Namespaces.isBlank(frame.triggerNamespace())) {
            reject(worker, frame, Namespaces.blank("trigger_namespace"));
        } else {
            ask(worker, worker.access().onTrigger(frame), "trigger " + frame.id(), granted -> {
                Registration outcome = triggers.register(trigger(worker, granted));
                if (outcome instanceof Registration.Rejected rejected) {
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
                worker.namespace(),
                worker);
    }

    private void reject(Worker worker, RegisterTrigger frame, ErrorBody error) {
        refusals.spend(note -> log.warn(
                "The trigger {} of type {} by worker {} is refused: {}{}",
                frame.id(),
                frame.triggerType(),
                worker,
                error.message(),
                note));
        worker.send(new TriggerRegistrationResult(frame.id(), frame.triggerType(), frame.functionId(), error));
    }

    private void registerTriggerType(Worker worker, RegisterTriggerType frame) {
        if (Namespaces.isBlank(frame.namespace())) {
            log.warn("The trigger type {} by worker {} is dropped: its namespace is empty", frame.id(), worker);
            return;
        }
        ask(worker, worker.access().onTriggerType(frame), "trigger type " + frame.id(), granted -> {
            String named = granted.namespace();
            triggers.registerType(new TriggerType(
                    named == null ? worker.namespace() : named,
                    new TriggerTypeSpec(
                            granted.id(),
                            granted.description(),
                            granted.triggerRequestFormat(),
                            granted.callRequestFormat()),
                    new TriggerType.Provider.Connected(worker)));
        });
    }
}
