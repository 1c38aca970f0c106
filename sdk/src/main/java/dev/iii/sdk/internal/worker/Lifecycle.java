package dev.iii.sdk.internal.worker;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.SilentSubscriptions;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.internal.registration.RegistrationEvents;
import dev.iii.sdk.internal.registration.RegistrationHandle;
import dev.iii.sdk.internal.registration.RegistrationSubject;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.runtime.FutureWait;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.SessionState;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state of a session: status, futures, listeners, log.
 *
 * <p>Session events arrive in order. Listeners are called in the same order, on callback threads, one call at a time. The
 * futures of this class complete immediately, on the thread of the event; a user gets a separate future that completes on a
 * callback thread. So a listener or a completion may wait for another future.
 *
 * <p>When the session has ended for any reason, a separate thread ({@code iii-NAME-closer}) stops the worker's threads and
 * closes its sockets.
 */
final class Lifecycle implements RegistrationEvents {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Worker worker;
    private final String name;
    private final ConnectionReport connection;
    private final WorkerThreads threads;
    private final SessionRunner runner;
    private final Function<String, CompletableFuture<String>> owners;
    private final Closer closer;
    private final SerialExecutor callbacks;
    private final List<WorkerListener> listeners = new CopyOnWriteArrayList<>();
    private final OpenRegistrations registrations = new OpenRegistrations();
    /** Keeps changes of the status and their notifications in one order. Held for memory work only. */
    private final ReentrantLock changes = new ReentrantLock();

    private volatile WorkerStatus status = WorkerStatus.CONNECTING;
    private volatile CompletableFuture<Void> ready = new CompletableFuture<>();
    /** The future that is completed, or is about to be, because everything is accepted or refused. */
    private volatile @Nullable CompletableFuture<Void> settled;

    private volatile @Nullable WorkerRefusedException failure;
    private volatile @Nullable String workerId;

    /**
     * Creates the life cycle of a worker that is connecting.
     *
     * @param owners describes the worker with an id, for messages; never fails and always ends
     * @param release stops the threads and closes the sockets; returns {@code true} if that succeeded in time
     * @param starter starts a thread: {@link Thread#start}, or a fake in tests
     * @param later runs a task after a short delay
     */
    Lifecycle(
            Worker worker,
            String name,
            ConnectionDescription connection,
            WorkerThreads threads,
            SessionRunner runner,
            Function<String, CompletableFuture<String>> owners,
            BooleanSupplier release,
            Consumer<Thread> starter,
            Consumer<Runnable> later) {
        this.worker = worker;
        this.name = name;
        this.connection = new ConnectionReport(name, connection);
        this.threads = threads;
        this.runner = runner;
        this.owners = owners;
        this.closer = new Closer(name, release, starter, later);
        this.callbacks = new SerialExecutor(threads.callbacks());
    }

    WorkerStatus status() {
        return status;
    }

    @Nullable
    WorkerRefusedException failure() {
        return failure;
    }

    @Nullable
    String workerId() {
        return workerId;
    }

    /** Returns a future for: connected, and everything that is registered now is accepted or refused. */
    CompletableFuture<Void> ready() {
        return published(readyNow());
    }

    private CompletableFuture<Void> readyNow() {
        List<CompletableFuture<Void>> open = registrations.unsettled();
        return open.isEmpty()
                ? ready
                : ready.thenCompose(connected -> CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)));
    }

    void awaitReady(Duration timeout) {
        await(readyNow(), timeout, () -> connection.notReadyWithin(timeout, status == WorkerStatus.READY));
    }

    @Override
    public void await(CompletableFuture<Void> future, Duration timeout, Supplier<String> onTimeout) {
        if (EventLoop.isLoopCode() && !future.isDone()) {
            throw new IllegalStateException(
                    "waiting for the engine is not allowed on the I/O thread, which receives its"
                            + " frames; use ready() or confirmed()");
        }
        if (!future.isDone()) {
            connection.requireMayWait();
        }
        HandlerThreads counted = future.isDone() ? null : threads.beginWait();
        try {
            FutureWait.await(future, timeout, onTimeout);
        } finally {
            if (counted != null) {
                counted.endWait();
            }
        }
    }

    @Override
    public CompletableFuture<Void> published(CompletableFuture<Void> future) {
        if (future.isDone()) {
            return future.copy();
        }
        CompletableFuture<Void> published = new CompletableFuture<>();
        var unused = future.whenComplete((done, failure) -> threads.callbacks().execute(() -> {
            if (failure == null) {
                published.complete(null);
            } else {
                published.completeExceptionally(Causes.root(failure));
            }
        }));
        return published;
    }

    /** Returns a future that completes when the worker has shut down; it fails if the engine refused the worker. */
    CompletableFuture<Void> ended() {
        return closer.ended(() -> {
            WorkerRefusedException refusal = failure;
            if (refusal != null) {
                throw refusal;
            }
        });
    }

    /** Returns the registrations that have not ended. */
    OpenRegistrations registrations() {
        return registrations;
    }

    void addListener(WorkerListener listener) {
        listeners.add(listener);
    }

    /**
     * Checks that a registration can still reach the engine.
     *
     * @param what the registration, for the message
     * @throws WorkerRefusedException if the engine has refused this worker
     * @throws WorkerClosedException if this worker is closed, or is being closed
     */
    void requireOpen(Object what) {
        WorkerStatus now = status;
        if (now == WorkerStatus.CLOSED || now == WorkerStatus.DRAINING) {
            WorkerRefusedException refusal = failure;
            throw refusal != null
                    ? refusal
                    : new WorkerClosedException(what + " was not registered: the worker is closed", null);
        }
    }

    /** Waits until this time of {@link System#nanoTime}. Must not be called on a thread of this worker. */
    boolean awaitReleased(long deadline) {
        return closer.await(deadline);
    }

    void report(SilentSubscriptions silent) {
        notifyListeners(listener -> listener.onSilentSubscriptions(silent));
    }

    // ---------------------------------------------------------------- events of the session

    void on(Event event) {
        if (event instanceof Event.StateChanged e) {
            stateChanged(e);
        } else if (event instanceof Event.WillReconnect e) {
            connection.failed(e);
        } else if (event instanceof Event.InFlightLost e) {
            connection.lost(e);
        } else if (event instanceof Event.Identified e) {
            workerId = e.workerId();
        } else if (event instanceof Event.Settled) {
            everythingSettled();
        } else if (event instanceof Event.Unconfirmed) {
            log.warn(
                    "Worker {}: the engine has not confirmed in time that it has processed the registrations; it is"
                            + " probably overloaded. The worker continues, and its functions work when the engine has"
                            + " processed them",
                    name);
            registrations.forEach(this::settle);
        } else if (event instanceof Event.Fatal e) {
            WorkerRefusedException refusal = new WorkerRefusedException(e.code(), e.message());
            failure = refusal;
            log.error("Worker {}: {}", name, refusal.getMessage());
        } else if (event instanceof Event.Warning e) {
            log.warn("Worker {}: {}", name, e.message());
        } else if (event instanceof Event.Confirmed e) {
            e.what().callbacks().onConfirmed();
        } else if (event instanceof Event.Standby e) {
            e.what().callbacks().onStandby(e.owner());
        } else if (event instanceof Event.Held e) {
            e.what().callbacks().onHeld();
        } else if (event instanceof Event.Refused e) {
            e.what().callbacks().onRefused(e.error());
        } else if (event instanceof Event.Conflict e) {
            e.what().callbacks().onConflict(e.namespace(), e.owner());
        } else if (event instanceof Event.RefusedAgain e) {
            e.what().callbacks().onRefusedAgain(e.error(), e.last());
        } else {
            throw new IllegalStateException("no listener for " + event);
        }
    }

    private void everythingSettled() {
        CompletableFuture<Void> waiting = ready;
        settled = waiting;
        waiting.complete(null);
    }

    private void stateChanged(Event.StateChanged change) {
        WorkerStatus now = statusOf(change.to());
        if (change.to() == SessionState.READY) {
            connection.ready(workerId);
        }
        if (change.from() == SessionState.READY) {
            connection.notReady();
        }
        if (change.from() == SessionState.READY && settled == ready) {
            ready = new CompletableFuture<>();
        }
        if (change.to() == SessionState.BACKING_OFF) {
            registrations.forEach(handle -> changeStatus(handle, RegistrationStatus.PENDING));
        }
        if (now == status) {
            return;
        }
        status = now;
        String reason = change.reason();
        notifyListeners(listener -> listener.onStatus(now, reason));
        if (now == WorkerStatus.CLOSED) {
            closed();
        }
    }

    private static WorkerStatus statusOf(SessionState state) {
        return switch (state) {
            case IDLE, CONNECTING, REGISTERING -> WorkerStatus.CONNECTING;
            case READY -> WorkerStatus.READY;
            case BACKING_OFF -> WorkerStatus.RECONNECTING;
            case DRAINING -> WorkerStatus.DRAINING;
            case CLOSED -> WorkerStatus.CLOSED;
        };
    }

    private void closed() {
        try {
            WorkerRefusedException refusal = failure;
            IiiException reason = refusal != null ? refusal : new WorkerClosedException("the worker is closed", null);
            ready.completeExceptionally(reason);
            registrations.forEach(handle -> {
                IiiException refused = handle.refusal().orElse(null);
                changeStatus(handle, RegistrationStatus.ENDED);
                handle.confirmation().completeExceptionally(refused != null ? refused : reason);
            });
        } finally {
            closer.start();
        }
        log.info("Worker {}: closed", name);
    }

    // ---------------------------------------------------------------- registrations

    @Override
    public void confirmed(RegistrationHandle handle) {
        if (handle.subject() instanceof RegistrationSubject.RemoteFunction remote) {
            long number = handle.beginCheck();
            threads.callbacks().execute(() -> check(handle, remote, number));
        } else if (handle.subject() instanceof RegistrationSubject.Trigger trigger) {
            trigger.confirmation().confirmed(handle, trigger);
        } else {
            accepted(handle);
        }
    }

    private void accepted(RegistrationHandle handle) {
        RegistrationStatus before = handle.status();
        // The status is set first, so that it is up to date when the future completes.
        changeStatus(handle, RegistrationStatus.ACTIVE);
        handle.confirmation().complete(null);
        if (before == RegistrationStatus.STANDBY) {
            log.info("Worker {} took over {} from its previous owner", name, handle);
        } else {
            log.debug("Worker {}: {} is registered", name, handle);
        }
    }

    /**
     * A check of a trigger that the engine has accepted has ended.
     *
     * @param number the number of the check
     * @param active whether the trigger has an effect
     * @param problem what is wrong with it
     * @return the number of the next check, or -1 if this one is outdated and was ignored
     */
    long checked(RegistrationHandle handle, long number, boolean active, @Nullable String problem) {
        long next;
        changes.lock();
        try {
            if (!handle.isCurrent(number)) {
                return -1;
            }
            changeStatus(handle, active ? RegistrationStatus.ACTIVE : RegistrationStatus.INACTIVE, problem);
            next = handle.beginCheck();
        } finally {
            changes.unlock();
        }
        handle.confirmation().complete(null);
        return next;
    }

    /** The engine drops such a function silently, so the worker asks for it. */
    private void check(RegistrationHandle handle, RegistrationSubject.RemoteFunction remote, long number) {
        CompletableFuture<Boolean> exists;
        try {
            exists = remote.exists().apply(handle.id());
        } catch (Throwable e) {
            // The engine was not asked, so no answer will confirm the function.
            accepted(handle);
            throw e;
        }
        var unused = exists.whenComplete((found, failure) -> {
            if (!handle.isCurrent(number)) {
                return;
            }
            if (failure != null || found) {
                accepted(handle);
            } else {
                String reason = "the engine has dropped it: its configuration does not allow the address, or the"
                        + " environment variable for its authentication is missing";
                refused(handle, new ErrorBody("dropped", reason));
            }
        });
    }

    @Override
    public void standby(RegistrationHandle handle, String ownerWorkerId) {
        changeStatus(handle, RegistrationStatus.STANDBY);
        whenDescribed(
                ownerWorkerId, owner -> log.info("Worker {}: {} belongs to {}; standing by", name, handle, owner));
    }

    @Override
    public void held(RegistrationHandle handle) {
        settle(handle);
    }

    @Override
    public void refused(RegistrationHandle handle, ErrorBody error) {
        RegistrationRefusedException refusal = RefusedRegistrations.of(handle, error);
        handle.setRefusal(refusal);
        changeStatus(handle, RegistrationStatus.REFUSED);
        report(handle, refusal);
    }

    private void report(RegistrationHandle handle, RegistrationRefusedException refusal) {
        handle.confirmation().completeExceptionally(refusal);
        notifyListeners(listener -> listener.onRefused(handle, refusal));
        log.error("Worker {}: {}", name, refusal.getMessage());
    }

    /**
     * The engine gives only the id of the connection of the owner. A user knows workers by their names, so the refusal is
     * reported when the name is known. The status changes at once, so that {@link #ready} does not wait for the name.
     */
    @Override
    public void conflict(RegistrationHandle handle, String namespace, String ownerWorkerId) {
        handle.setRefusal(RefusedRegistrations.ofConflict(handle, WorkerDescriptions.byId(ownerWorkerId), namespace));
        long number = changeStatus(handle, RegistrationStatus.REFUSED, null);
        whenDescribed(ownerWorkerId, owner -> {
            RegistrationRefusedException refusal = RefusedRegistrations.ofConflict(handle, owner, namespace);
            if (handle.isCurrent(number)) {
                handle.setRefusal(refusal);
            }
            report(handle, refusal);
        });
    }

    private void whenDescribed(String workerId, Consumer<String> action) {
        var unused = owners.apply(workerId).thenAccept(action);
    }

    /** Listeners were notified of the first refusal. */
    @Override
    public void refusedAgain(RegistrationHandle handle, ErrorBody error, boolean last) {
        RegistrationRefusedException refusal = RefusedRegistrations.of(handle, error);
        handle.setRefusal(refusal);
        changeStatus(handle, RegistrationStatus.REFUSED);
        if (last) {
            log.warn("Worker {}: {}; it is registered again on the next connection", name, refusal.getMessage());
        } else {
            log.debug("Worker {}: {}", name, refusal.getMessage());
        }
    }

    @Override
    public void unregister(RegistrationHandle handle) {
        registrations.remove(handle);
        runner.on(new Input.Unregister(handle.what()));
        changeStatus(handle, RegistrationStatus.ENDED);
        if (!handle.confirmation().isDone()) {
            handle.confirmation().completeExceptionally(new WorkerClosedException(handle + " was unregistered", null));
        }
    }

    private void changeStatus(RegistrationHandle handle, RegistrationStatus now) {
        changeStatus(handle, now, null);
    }

    /** Returns the number of the check that is current while the status does not change again. */
    private long changeStatus(RegistrationHandle handle, RegistrationStatus now, @Nullable String problem) {
        changes.lock();
        try {
            long number = handle.beginCheck();
            boolean changed = handle.status() != now;
            handle.setStatus(now, problem);
            if (changed) {
                if (now != RegistrationStatus.PENDING) {
                    settle(handle);
                }
                notifyListeners(listener -> listener.onRegistrationStatus(handle, now));
            }
            return number;
        } finally {
            changes.unlock();
        }
    }

    /** {@link #ready} no longer waits for this registration. */
    void settle(RegistrationHandle handle) {
        handle.settled().complete(null);
    }

    // ---------------------------------------------------------------- listeners

    private void notifyListeners(Consumer<WorkerListener> change) {
        callbacks.execute(() -> {
            for (WorkerListener listener : listeners) {
                try {
                    change.accept(listener);
                } catch (RuntimeException | Error e) {
                    log.error("A listener of {} failed", worker, e);
                }
            }
        });
    }
}
