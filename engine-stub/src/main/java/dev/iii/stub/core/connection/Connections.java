package dev.iii.stub.core.connection;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterService;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.AnnouncementResult;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.connection.WorkerConnection.Gate;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.Ids;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.registry.Functions;
import dev.iii.stub.core.registry.Triggers;
import dev.iii.stub.core.routing.Calls;
import dev.iii.stub.core.worker.EngineLock;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.stub.core.worker.Worker;
import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.transport.LogLimiter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The connections of workers: their ids, announcements and names (engine behaviour, section 2). Receives every frame.
 * Calls and results take no lock; everything else happens under the {@link EngineLock}.
 */
public final class Connections implements WorkerConnection.FrameHandler {

    private static final Logger log = BoundedLogger.of(Connections.class);
    private static final Pong PONG = new Pong();

    private final StubClock clock;
    private final Ids ids;
    private final Duration namespaceGrace;
    private final WorkerMemory memory;
    private final WorkerMemory pending;
    private final EngineLock lock;
    private final Functions functions;
    private final Triggers triggers;
    private final Calls calls;
    private final Registrations registrations;
    private final ConnectedWorkers workers = new ConnectedWorkers();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final LogLimiter refusals;

    /**
     * Creates an engine's connections.
     *
     * @param namespaceGrace how long registrations wait for an announcement
     * @param memory the limit of what is kept for all workers together
     * @param pending the limit of what waits for all workers together
     */
    public Connections(
            StubClock clock,
            Ids ids,
            Duration namespaceGrace,
            WorkerMemory memory,
            WorkerMemory pending,
            EngineLock lock,
            Functions functions,
            Triggers triggers,
            Calls calls,
            Registrations registrations) {
        this.clock = clock;
        this.ids = ids;
        this.namespaceGrace = namespaceGrace;
        this.memory = memory;
        this.pending = pending;
        this.lock = lock;
        this.functions = functions;
        this.triggers = triggers;
        this.calls = calls;
        this.registrations = registrations;
        this.refusals = Registrations.refusalLimiter(clock);
    }

    /** Adds a listener for connections. */
    public void listen(EngineListener listener) {
        listeners.add(listener);
    }

    /** Returns all connected workers. */
    public List<ConnectedWorker> workers() {
        return workers.workers();
    }

    /** Adds a worker whose connection is open, and sends its id to it. */
    public WorkerConnection connect(OutboundConnection outbound, Access access) {
        WorkerConnection connection = new WorkerConnection(outbound, access, clock, ids, memory, pending, this);
        Worker worker = connection.worker();
        lock.run(() -> {
            workers.add(connection);
            worker.send(new WorkerRegistered(worker.id(), connection.reattachToken()));
            connection.grace(clock.after(namespaceGrace, () -> graceOver(connection)));
            lock.afterwards(() -> listeners.forEach(listener -> listener.connected(worker)));
        });
        log.debug("Worker {} has connected from {}", worker, outbound.address());
        return connection;
    }

    // ---------------------------------------------------------------- frames

    @Override
    public void received(WorkerConnection connection, Frame frame, int bytes) {
        Worker worker = connection.worker();
        if (frame instanceof InvokeFunction call) {
            if (connection.gate() == Gate.ASKING) {
                registrations.receive(connection, call, bytes);
            } else {
                calls.fromWorker(worker, call);
            }
        } else if (frame instanceof InvocationResult result) {
            calls.answered(worker, result);
        } else if (frame instanceof RegisterFunction
                || frame instanceof UnregisterFunction
                || frame instanceof RegisterTrigger
                || frame instanceof UnregisterTrigger
                || frame instanceof RegisterTriggerType
                || frame instanceof RegisterService) {
            registrations.receive(connection, frame, bytes);
        } else if (frame instanceof TriggerRegistrationResult result) {
            registrations.answered(worker, result);
        } else if (frame instanceof Reattach reattach) {
            reattach(connection, reattach);
        } else if (frame instanceof Ping) {
            worker.send(PONG);
        } else {
            log.debug("Worker {} sent a frame that only the engine sends; it is ignored", worker);
        }
    }

    // ---------------------------------------------------------------- announcements

    private void graceOver(WorkerConnection connection) {
        lock.run(() -> {
            if (connection.gate() != Gate.UNDECLARED) {
                return;
            }
            if (connection.holdsFrames()) {
                log.warn(
                        "Worker {} has not announced itself within {} ms; its registrations count in the namespace {}",
                        connection,
                        namespaceGrace.toMillis(),
                        Namespaces.DEFAULT);
            }
            registrations.open(connection);
        });
    }

    /** Applies the announcement of a worker. */
    public AnnouncementResult announce(ConnectedWorker worker, Announcement announcement) {
        if (Namespaces.isBlank(announcement.namespace())) {
            return AnnouncementResult.BLANK_NAMESPACE;
        }
        AnnouncementResult[] outcome = {AnnouncementResult.GONE};
        lock.run(() -> {
            WorkerConnection connection = workers.find(worker.id());
            if (connection != null && connection.gate() != Gate.GONE) {
                outcome[0] = announceUnderLock(connection, announcement);
            }
        });
        return outcome[0];
    }

    private AnnouncementResult announceUnderLock(WorkerConnection connection, Announcement announcement) {
        Worker worker = connection.worker();
        boolean fixed = connection.gate() != Gate.UNDECLARED;
        String declared = Namespaces.orDefault(announcement.namespace());
        String namespace = fixed ? worker.namespace() : declared;
        if (!namespace.equals(declared)) {
            log.warn("Worker {} declares the namespace {} but stays in {}", worker, declared, namespace);
        }
        String name = Announcement.clean(announcement.name());
        WorkerConnection owner = name == null ? null : workers.lease(namespace, name, connection);
        if (name != null && owner != null) {
            nameTaken(connection, namespace, name, owner.worker());
            return AnnouncementResult.NAME_TAKEN;
        }
        worker.announcement(announcement.after(worker.announcement(), name, namespace));
        if (!fixed) {
            connection.cancelGrace();
            registrations.open(connection);
        }
        logConnected(connection);
        lock.afterwards(() -> listeners.forEach(listener -> listener.announced(worker)));
        return AnnouncementResult.ACCEPTED;
    }

    /**
     * Logs a worker as soon as it has a name and a process id, once. A Java worker announces its process id after the
     * registrations with which it connects, so its functions and triggers are complete then.
     */
    private void logConnected(WorkerConnection connection) {
        Worker worker = connection.worker();
        Announcement announcement = worker.announcement();
        if (announcement.name() == null || announcement.pid() == null || connection.isLogged()) {
            return;
        }
        connection.logged();
        int functionCount = worker.functionCount();
        int triggerCount = worker.triggerIds().size();
        lock.afterwards(() -> log.info(
                "Worker {} is connected; functions so far: {}, triggers: {}", worker, functionCount, triggerCount));
    }

    private void nameTaken(WorkerConnection connection, String namespace, String name, Worker owner) {
        refusals.log(note -> log.warn(
                "Worker {} is refused: the name {} in namespace {} belongs to worker {}, which is connected{}",
                connection,
                name,
                namespace,
                owner,
                note));
        connection
                .worker()
                .send(new RegistrationRejected("WORKER_NAMESPACE_CONFLICT", namespace, owner.id(), name, null));
        end(connection, "another worker has its name");
        connection.outbound().close("another worker of this name is connected");
    }

    // ---------------------------------------------------------------- closing

    /** Closes the previous connection of a worker that has reconnected, if the token proves that it is the same worker. */
    private void reattach(WorkerConnection successor, Reattach frame) {
        WorkerConnection old = workers.find(frame.previousWorkerId());
        if (old == null || old == successor) {
            log.debug("Worker {} has nothing to reattach to", successor);
            return;
        }
        String token = frame.reattachToken();
        if (token == null || !sameSecret(token, old.reattachToken())) {
            log.warn("Worker {} may not retire worker {}: wrong or missing token", successor, old);
            return;
        }
        ended(old, "it came back as worker " + successor.worker().id());
        old.outbound().close("the worker has connected again");
    }

    private static boolean sameSecret(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void ended(WorkerConnection connection, String reason) {
        lock.run(() -> end(connection, reason));
    }

    @Override
    public void evicted(WorkerConnection connection) {
        listeners.forEach(listener -> listener.evicted(connection.worker()));
    }

    /** Closes all connections. */
    public void closeAll() {
        for (WorkerConnection connection : workers.connections()) {
            ended(connection, "the engine is closed");
            connection.outbound().close("the engine is closed");
        }
    }

    /** Removes everything that the worker has registered. Called under the lock; only the first call has an effect. */
    private void end(WorkerConnection connection, String reason) {
        if (connection.gate() == Gate.GONE) {
            return;
        }
        Worker worker = connection.worker();
        connection.gate(Gate.GONE);
        connection.forgetHeld();
        connection.cancelGrace();
        for (String id : worker.functionIds()) {
            functions.release(worker.namespace(), id, worker);
        }
        triggers.gone(worker);
        workers.remove(connection);
        lock.afterwards(() -> {
            calls.stop(worker);
            listeners.forEach(listener -> listener.disconnected(worker));
        });
        Level level = connection.isLogged() ? Level.INFO : Level.DEBUG;
        lock.afterwards(() -> log.atLevel(level).log("Worker {} has disconnected: {}", worker, reason));
    }
}
