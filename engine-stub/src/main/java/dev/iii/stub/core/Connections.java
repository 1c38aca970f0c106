package dev.iii.stub.core;

import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.WorkerRegistered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How workers come, say who they are, come back and go (engine behaviour, section 2). */
final class Connections {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Engine engine;
    private final Lifecycle lifecycle;
    private final Functions functions;
    private final Triggers triggers;
    private final Workers workers = new Workers();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final LogBudget refusals;

    Connections(Engine engine, Lifecycle lifecycle, Functions functions, Triggers triggers) {
        this.engine = engine;
        this.lifecycle = lifecycle;
        this.functions = functions;
        this.triggers = triggers;
        this.refusals = engine.refusalBudget();
    }

    void listen(EngineListener listener) {
        listeners.add(listener);
    }

    List<Worker> workers() {
        return workers.all();
    }

    Worker connect(Peer peer, Access access) {
        Worker worker = new Worker(engine, peer, access);
        lifecycle.run(() -> {
            workers.add(worker);
            worker.send(new WorkerRegistered(worker.id(), worker.reattachToken()));
            worker.grace(engine.clock().after(engine.settings().namespaceGrace(), () -> graceOver(worker)));
            lifecycle.afterwards(() -> listeners.forEach(listener -> listener.connected(worker)));
        });
        log.debug("Worker {} has connected from {}", worker, peer.address());
        return worker;
    }

    private void graceOver(Worker worker) {
        lifecycle.run(() -> {
            if (worker.gate() != Worker.Gate.UNDECLARED) {
                return;
            }
            if (worker.holdsFrames()) {
                log.warn(
                        "Worker {} has not announced itself within {} ms; its registrations count in the namespace {}",
                        worker,
                        engine.settings().namespaceGrace().toMillis(),
                        Engine.DEFAULT_NAMESPACE);
            }
            engine.registrations().open(worker);
        });
    }

    Announced announce(Worker worker, Announcement announcement) {
        if (Namespaces.isBlank(announcement.namespace())) {
            return Announced.BLANK_NAMESPACE;
        }
        Announced[] outcome = {Announced.GONE};
        lifecycle.run(() -> {
            if (worker.gate() != Worker.Gate.GONE) {
                outcome[0] = announceUnderLock(worker, announcement);
            }
        });
        return outcome[0];
    }

    private Announced announceUnderLock(Worker worker, Announcement announcement) {
        boolean fixed = worker.gate() != Worker.Gate.UNDECLARED;
        String declared = Namespaces.orDefault(announcement.namespace());
        String namespace = fixed ? worker.namespace() : declared;
        if (!namespace.equals(declared)) {
            log.warn("Worker {} declares the namespace {} but stays in {}", worker, declared, namespace);
        }
        String name = Announcement.clean(announcement.name());
        Worker owner = name == null ? null : workers.lease(namespace, name, worker);
        if (name != null && owner != null) {
            nameTaken(worker, namespace, name, owner);
            return Announced.NAME_TAKEN;
        }
        worker.announcement(announcement.after(worker.announcement(), name, namespace));
        if (!fixed) {
            worker.cancelGrace();
            engine.registrations().open(worker);
        }
        lifecycle.afterwards(() -> listeners.forEach(listener -> listener.announced(worker)));
        return Announced.ACCEPTED;
    }

    private void nameTaken(Worker worker, String namespace, String name, Worker owner) {
        refusals.spend(note -> log.warn(
                "Worker {} is refused: the name {} in namespace {} belongs to worker {}, which is connected{}",
                worker,
                name,
                namespace,
                owner,
                note));
        worker.send(new RegistrationRejected("WORKER_NAMESPACE_CONFLICT", namespace, owner.id(), name, null));
        end(worker, "its name is taken");
        worker.peer().close("another worker of this name is connected");
    }

    /** A worker comes back on a new connection: its old one ends at once, when it can prove that it is the same. */
    void reattach(Worker successor, Reattach frame) {
        Worker old = workers.find(frame.previousWorkerId());
        if (old == null || old == successor) {
            log.debug("Worker {} has nothing to reattach to", successor);
            return;
        }
        String token = frame.reattachToken();
        if (token == null || !sameSecret(token, old.reattachToken())) {
            log.warn("Worker {} may not retire worker {}: wrong or missing token", successor, old);
            return;
        }
        disconnect(old, "it came back as worker " + successor.id());
        old.peer().close("the worker has connected again");
    }

    private static boolean sameSecret(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    void disconnect(Worker worker, String reason) {
        lifecycle.run(() -> end(worker, reason));
    }

    void closeAll() {
        for (Worker worker : workers.all()) {
            disconnect(worker, "the engine is closed");
            worker.peer().close("the engine is closed");
        }
    }

    /** Releases everything that the worker had. Under the lock; the first time counts. */
    private void end(Worker worker, String reason) {
        if (worker.gate() == Worker.Gate.GONE) {
            return;
        }
        worker.gate(Worker.Gate.GONE);
        worker.forgetHeld();
        worker.cancelGrace();
        for (String id : worker.functionIds()) {
            functions.release(worker.namespace(), id, worker);
        }
        triggers.gone(worker);
        workers.remove(worker);
        lifecycle.afterwards(() -> {
            engine.calls().stop(worker);
            listeners.forEach(listener -> listener.disconnected(worker));
        });
        log.debug("Worker {} is gone: {}", worker, reason);
    }
}
