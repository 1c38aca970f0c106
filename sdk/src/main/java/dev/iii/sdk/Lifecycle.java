package dev.iii.sdk;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.internal.runtime.OneAtATime;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.Registrable;
import dev.iii.sdk.internal.session.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people see of a session: status, futures, listeners, log.
 *
 * <p>News come in order from the session; futures and listeners are served on threads for handlers, in the same order.
 * When the session has ended, a thread of its own ends the worker's threads and sockets, however it ended.
 */
final class Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Worker worker;
    private final String name;
    private final LinkState link;
    private final WorkerThreads threads;
    private final BooleanSupplier release;
    private final List<WorkerListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<RegistrationHandle> handles = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();
    private final AtomicBoolean releasing = new AtomicBoolean();

    private volatile WorkerStatus status = WorkerStatus.CONNECTING;
    private volatile CompletableFuture<Void> ready = new CompletableFuture<>();
    /** The future that is completed, or about to be, since nothing is left to be taken or refused. */
    private volatile @Nullable CompletableFuture<Void> settled;

    private volatile @Nullable WorkerRefusedException failure;
    private volatile @Nullable String workerId;

    private final OneAtATime teller;

    Lifecycle(Worker worker, String name, LinkState link, WorkerThreads threads, BooleanSupplier release) {
        this.worker = worker;
        this.name = name;
        this.link = link;
        this.threads = threads;
        this.teller = new OneAtATime(threads.callbacks());
        this.release = release;
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

    /** Connected, and everything that is registered now has been taken or refused. */
    CompletableFuture<Void> ready() {
        List<CompletableFuture<Void>> open = new ArrayList<>();
        for (RegistrationHandle handle : handles) {
            if (!handle.answered().isDone()) {
                open.add(handle.answered());
            }
        }
        return open.isEmpty()
                ? ready.copy()
                : ready.thenCompose(connected -> CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)));
    }

    void awaitReady(Duration timeout) {
        Waits.await(ready(), timeout, () -> {
            String waiting = status == WorkerStatus.READY ? "; the engine has not answered what was registered" : "";
            return "worker " + name + " is not ready within " + timeout + ": " + link + waiting;
        });
    }

    /** Completes when everything has ended, and fails when that was a refusal. */
    CompletableFuture<Void> ended() {
        return released.thenAccept(inOrder -> {
            WorkerRefusedException refusal = failure;
            if (refusal != null) {
                throw refusal;
            }
        });
    }

    void listen(WorkerListener listener) {
        listeners.add(listener);
    }

    void track(RegistrationHandle handle) {
        handles.add(handle);
    }

    void forget(RegistrationHandle handle) {
        handles.remove(handle);
    }

    /** Ends the wait for a confirmation, if it lasts. */
    void settle(RegistrationHandle handle, IiiException why) {
        stands(handle, Standing.ENDED);
        if (!handle.future().isDone()) {
            tell(() -> handle.future().completeExceptionally(why));
        }
    }

    boolean awaitReleased(Duration timeout) {
        if (threads.areHere()) {
            // A handler that closes its own worker would wait for itself.
            return false;
        }
        try {
            return released.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            log.warn("Worker {}: not everything has ended within {}", name, timeout);
            return false;
        }
    }

    /** The topics of the subscriptions that the engine has, those of the SDK itself left out. */
    Set<String> subscribedTopics() {
        Set<String> topics = new HashSet<>();
        for (RegistrationHandle handle : handles) {
            if (handle.subject() instanceof Registered.Trigger trigger
                    && trigger.topic() != null
                    && !SubscriptionBeat.isOne(trigger.topic())
                    && handle.standing() == Standing.ACTIVE) {
                topics.add(trigger.topic());
            }
        }
        return topics;
    }

    void tell(SilentSubscriptions silent) {
        tell(() -> listeners.forEach(listener -> guarded(() -> listener.onSilentSubscriptions(silent))));
    }

    // ---------------------------------------------------------------- news of the session

    void on(Event event) {
        if (event instanceof Event.StateChanged e) {
            stateChanged(e);
        } else if (event instanceof Event.WillReconnect e) {
            link.failed(e.reason());
            log.warn(
                    "Worker {}: not connected to {}: {}; try {} in {} ms",
                    name,
                    link.address(),
                    e.reason(),
                    e.attempt() + 1,
                    TimeUnit.NANOSECONDS.toMillis(e.delayNanos()));
        } else if (event instanceof Event.Identified e) {
            workerId = e.workerId();
        } else if (event instanceof Event.Settled) {
            settled();
        } else if (event instanceof Event.Unanswered) {
            log.warn("Worker {}: the engine has not answered whether it has read what was registered", name);
            handles.forEach(this::answered);
        } else if (event instanceof Event.Fatal e) {
            WorkerRefusedException refusal = new WorkerRefusedException(e.code(), e.message());
            failure = refusal;
            log.error("Worker {}: {}", name, refusal.getMessage());
        } else if (event instanceof Event.Odd e) {
            log.warn("Worker {}: {}", name, e.what());
        } else {
            onRegistration(event);
        }
    }

    private void onRegistration(Event event) {
        if (event instanceof Event.Confirmed e) {
            RegistrationHandle handle = (RegistrationHandle) e.what().owner();
            if (handle.subject() instanceof Registered.Remote remote) {
                tell(() -> check(handle, remote));
            } else {
                confirmed(handle);
            }
        } else if (event instanceof Event.StandsBy e) {
            log.info("Worker {}: {} belongs to worker {}; standing by", name, e.what(), e.owner());
            stands((RegistrationHandle) e.what().owner(), Standing.STANDBY);
        } else if (event instanceof Event.Held e) {
            answered((RegistrationHandle) e.what().owner());
        } else if (event instanceof Event.Refused e) {
            refused(e.what(), e.error());
        } else if (event instanceof Event.RefusedAgain e) {
            refusedAgain(e);
        } else {
            throw new IllegalStateException("nobody to tell of " + event);
        }
    }

    private void settled() {
        CompletableFuture<Void> waiting = ready;
        settled = waiting;
        tell(() -> waiting.complete(null));
    }

    private void confirmed(RegistrationHandle handle) {
        if (handle.standing() == Standing.STANDBY) {
            log.info("Worker {}: {} is free, taken over", name, handle);
        } else {
            log.debug("Worker {}: {} is registered", name, handle);
        }
        // Who waits for the future finds the standing of it.
        stands(handle, Standing.ACTIVE);
        if (!handle.future().isDone()) {
            tell(() -> handle.future().complete(null));
        }
    }

    /** The engine says nothing when it drops such a function, so it is asked for it. */
    private void check(RegistrationHandle handle, Registered.Remote remote) {
        var unused = remote.isThere().apply(handle.id()).thenAccept(there -> {
            if (there) {
                confirmed(handle);
            } else {
                String why = "the engine has dropped it: its configuration does not allow the address, or the"
                        + " environment variable for its authentication is missing";
                refused(handle.what(), new ErrorBody("dropped", why));
            }
        });
    }

    private void refused(Registrable what, ErrorBody error) {
        RegistrationRefusedException refusal = WorkerCore.refusal(what, error);
        log.error("Worker {}: {}", name, refusal.getMessage());
        RegistrationHandle handle = (RegistrationHandle) what.owner();
        handle.refused(refusal);
        stands(handle, Standing.REFUSED);
        tell(() -> {
            handle.future().completeExceptionally(refusal);
            listeners.forEach(listener -> guarded(() -> listener.onRefused(handle, refusal)));
        });
    }

    /** Who listens has been told of the first refusal. */
    private void refusedAgain(Event.RefusedAgain e) {
        RegistrationRefusedException refusal = WorkerCore.refusal(e.what(), e.error());
        RegistrationHandle handle = (RegistrationHandle) e.what().owner();
        handle.refused(refusal);
        stands(handle, Standing.REFUSED);
        if (e.last()) {
            log.warn("Worker {}: {}; it is offered again on the next connection", name, refusal.getMessage());
        } else {
            log.debug("Worker {}: {}", name, refusal.getMessage());
        }
    }

    private void stands(RegistrationHandle handle, Standing now) {
        if (handle.standing() != now) {
            handle.stand(now);
            if (now != Standing.PENDING) {
                answered(handle);
            }
            tell(() -> listeners.forEach(listener -> guarded(() -> listener.onStanding(handle, now))));
        }
    }

    /** Who waits for it runs on a thread for callbacks. */
    private void answered(RegistrationHandle handle) {
        if (!handle.answered().isDone()) {
            tell(() -> handle.answered().complete(null));
        }
    }

    private void stateChanged(Event.StateChanged change) {
        WorkerStatus now = statusOf(change.to());
        if (change.to() == SessionState.READY) {
            link.connected();
            log.info("Worker {}: {} as {}", name, link, workerId);
        }
        if (change.from() == SessionState.READY) {
            link.disconnected();
        }
        if (change.from() == SessionState.READY && settled == ready) {
            ready = new CompletableFuture<>();
        }
        if (change.to() == SessionState.BACKING_OFF) {
            handles.forEach(handle -> stands(handle, Standing.PENDING));
        }
        if (now == status) {
            return;
        }
        status = now;
        String reason = change.reason();
        tell(() -> listeners.forEach(listener -> guarded(() -> listener.onStatus(now, reason))));
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
        log.info("Worker {}: closed", name);
        WorkerRefusedException refusal = failure;
        IiiException why = refusal != null ? refusal : new WorkerClosedException("the worker is closed", null);
        CompletableFuture<Void> waiting = ready;
        handles.forEach(handle -> stands(handle, Standing.ENDED));
        tell(() -> {
            waiting.completeExceptionally(why);
            handles.forEach(handle -> handle.future().completeExceptionally(why));
        });
        if (releasing.compareAndSet(false, true)) {
            Thread closer = new Thread(() -> released.complete(release.getAsBoolean()), "iii-" + name + "-closer");
            closer.setDaemon(true);
            closer.start();
        }
    }

    // ---------------------------------------------------------------- telling

    private void tell(Runnable news) {
        teller.execute(news);
    }

    private void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            log.error("A listener of {} failed", worker, e);
        }
    }
}
