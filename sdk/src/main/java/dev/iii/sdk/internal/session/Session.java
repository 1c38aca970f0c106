package dev.iii.sdk.internal.session;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.Effect.Ending;
import dev.iii.sdk.internal.session.Effect.Urgency;
import dev.iii.sdk.internal.session.Registrable.Kind;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one worker: its connection, its frames and its end. {@link Registering}, {@link Calling} and
 * {@link Serving} are its other parts.
 *
 * <p>Not thread-safe: one call of {@link #on} at a time.
 */
public final class Session {

    private static final String NAME_CONFLICT = "WORKER_NAMESPACE_CONFLICT";

    private final SessionConfig config;
    private final RandomGenerator random;
    private final Outlet outlet;
    private final Wakeups wakeups = new Wakeups();
    private final Registering registering;
    private final Calling calling;
    private final Serving serving;

    private SessionState state = SessionState.IDLE;
    private int failures;
    private long readySince;
    private long lastReceived;

    /**
     * @param ids for invocation ids
     * @param random for the jitter of the backoff
     */
    public Session(SessionConfig config, Supplier<UUID> ids, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.outlet = new Outlet(ids);
        this.registering = new Registering(outlet, wakeups, config, random);
        this.calling = new Calling(outlet, config);
        this.serving = new Serving(outlet, registering);
    }

    public SessionState state() {
        return state;
    }

    /** Whether the worker has something of this kind and id. */
    public boolean isRegistered(Kind kind, String id) {
        return registering.isRegistered(kind, id);
    }

    /** Calls that have not ended. */
    public int openCalls() {
        return calling.size();
    }

    /** Handlers that have been asked for and have not reported their end. */
    public int runningInvocations() {
        return serving.running();
    }

    /** Works on one input. Effects are to be carried out in their order. */
    public void on(Input in, long nowNanos, Consumer<Effect> effects) {
        outlet.begin(nowNanos, effects);
        // The four of every call come first.
        if (in instanceof Input.Received i) {
            if (outlet.isConnected() && i.generation() == outlet.generation()) {
                received(i.frame());
            }
        } else if (in instanceof Input.Trigger i) {
            calling.trigger(i.call(), door());
        } else if (in instanceof Input.HandlerDone i) {
            serving.handlerDone(i);
        } else if (in instanceof Input.Tick i) {
            tick(i.lastReceivedNanos());
        } else {
            rare(in);
        }
        if (state == SessionState.DRAINING) {
            finishDrain();
        }
        wakeups.request(calling.firstDeadline(), effects);
    }

    private void rare(Input in) {
        if (in instanceof Input.Started) {
            if (state == SessionState.IDLE) {
                connect();
            }
        } else if (in instanceof Input.Opened i) {
            if (i.generation() == outlet.generation() && state == SessionState.CONNECTING) {
                opened();
            }
        } else if (in instanceof Input.Closed i) {
            if (i.generation() == outlet.generation()) {
                connectionLost(i.reason());
            }
        } else if (in instanceof Input.Register i) {
            register(i.what());
        } else if (in instanceof Input.Amend i) {
            registering.amend(i.what(), i.frame());
        } else if (in instanceof Input.Unregister i) {
            registering.unregister(i.what());
        } else if (in instanceof Input.Resubscribe i) {
            if (state == SessionState.READY) {
                registering.resubscribe(i.anew());
            }
        } else if (in instanceof Input.Cancel i) {
            calling.complete(i.call(), new Outcome.Cancelled());
        } else if (in instanceof Input.SendRefused i) {
            if (i.generation() == outlet.generation()) {
                calling.refusedByOutbox(i.callId());
            }
        } else if (in instanceof Input.BindingDone i) {
            serving.bindingDone(i);
        } else if (in instanceof Input.Drain i) {
            drain(i.deadlineNanos());
        } else {
            throw new IllegalStateException("no transition for " + in);
        }
    }

    private Calling.Door door() {
        return switch (state) {
            case READY -> Calling.Door.OPEN;
            // A handler that runs while its worker drains may still call others.
            case DRAINING -> outlet.isConnected() ? Calling.Door.OPEN : Calling.Door.SHUT;
            case CLOSED -> Calling.Door.SHUT;
            case IDLE, CONNECTING, REGISTERING, BACKING_OFF -> Calling.Door.WAIT;
        };
    }

    private void register(Registrable what) {
        if (state == SessionState.DRAINING || state == SessionState.CLOSED) {
            outlet.notify(new Event.Refused(what, new ErrorBody("worker_closed", "the worker is closed")));
        } else {
            registering.register(what, state == SessionState.READY);
        }
    }

    // ---------------------------------------------------------------- connection

    private void connect() {
        moveTo(SessionState.CONNECTING, null);
        outlet.connecting();
    }

    private void opened() {
        outlet.connected();
        lastReceived = outlet.now();
        wakeups.pingAt(outlet.now() + config.pingEveryNanos());
        wakeups.silentAt(outlet.now() + config.silenceNanos());
        moveTo(SessionState.REGISTERING, null);
        registering.furnish();
    }

    private void ready() {
        readySince = outlet.now();
        moveTo(SessionState.READY, null);
        registering.announced();
        calling.sendQueued();
    }

    /** The connection is gone or was not made; also when we drop it ourselves, before the socket knows. */
    private void connectionLost(String reason) {
        if (state == SessionState.DRAINING) {
            disconnected(reason);
        } else if (state == SessionState.CONNECTING
                || state == SessionState.REGISTERING
                || state == SessionState.READY) {
            boolean stable = state == SessionState.READY && outlet.now() - readySince >= config.stableNanos();
            disconnected(reason);
            failures = stable ? 1 : failures + 1;
            long delay = config.backoff().delayNanos(failures, random);
            wakeups.tryAt(outlet.now() + delay);
            moveTo(SessionState.BACKING_OFF, reason);
            outlet.notify(new Event.WillReconnect(failures, delay, reason));
        }
    }

    private void disconnected(String reason) {
        outlet.disconnected();
        wakeups.disconnected();
        registering.disconnected();
        outlet.emit(new Effect.CancelInvocations(outlet.generation(), false));
        outlet.emit(new Effect.UnbindAll(outlet.generation()));
        calling.loseSent(reason);
    }

    private void drop(String reason) {
        outlet.emit(new Effect.Disconnect(outlet.generation(), Ending.ABORT, reason));
        connectionLost(reason);
    }

    private void fatal(String code, String message) {
        outlet.notify(new Event.Fatal(code, message));
        close(code + ": " + message);
    }

    // ---------------------------------------------------------------- frames

    private void received(Frame frame) {
        if (frame instanceof InvokeFunction f) {
            serving.invoke(f, state == SessionState.DRAINING);
        } else if (frame instanceof InvocationResult f) {
            result(f);
        } else if (frame instanceof WorkerRegistered f) {
            registering.identified(f);
        } else if (frame instanceof RegistrationRejected f) {
            rejected(f);
        } else if (frame instanceof TriggerRegistrationResult f) {
            ErrorBody error = f.error();
            if (error != null) {
                registering.triggerRefused(f.id(), error);
            }
        } else if (frame instanceof RegisterTrigger f) {
            serving.bind(f);
        } else if (frame instanceof UnregisterTrigger f) {
            serving.unbind(f);
        } else if (frame instanceof ConnectionRefused f) {
            fatal(f.error().code(), f.error().message());
        } else if (frame instanceof Ping) {
            outlet.send(new Pong(), Urgency.ANSWER);
        } else if (!(frame instanceof Pong)) {
            outlet.notify(new Event.Odd("the engine sent a frame that is not for workers: "
                    + frame.getClass().getSimpleName()));
        }
    }

    private void result(InvocationResult answer) {
        if (calling.answered(answer)) {
            return;
        }
        if (registering.isFence(answer.invocationId())) {
            registering.fenceAnswered(state == SessionState.READY);
        } else if (registering.isAnnouncement(answer.invocationId()) && state == SessionState.REGISTERING) {
            ErrorBody error = answer.error();
            if (error == null) {
                ready();
            } else {
                fatal(error.code(), error.message());
            }
        }
    }

    private void rejected(RegistrationRejected rejection) {
        String functionId = rejection.functionId();
        if (functionId != null) {
            registering.functionRejected(functionId, rejection);
            return;
        }
        String message = rejection.code().equals(NAME_CONFLICT)
                ? "the worker name " + rejection.workerName() + " belongs to worker " + rejection.ownerWorkerId()
                        + " in namespace " + rejection.namespace() + "; a worker needs a name of its own"
                : "refused in namespace " + rejection.namespace();
        fatal(rejection.code(), message);
    }

    // ---------------------------------------------------------------- time

    private void tick(long lastReceivedNanos) {
        long now = outlet.now();
        wakeups.fired(now);
        calling.expire();
        if (wakeups.tryIsDue(now) && state == SessionState.BACKING_OFF) {
            wakeups.tryAt(Wakeups.NEVER);
            connect();
        }
        if (wakeups.drainIsDue(now) && state == SessionState.DRAINING) {
            outlet.emit(new Effect.CancelInvocations(outlet.generation(), true));
            close("the worker was closed and its drain time is over");
        }
        if (outlet.isConnected()) {
            tickConnected(now, lastReceivedNanos);
        }
    }

    private void tickConnected(long now, long lastReceivedNanos) {
        if (lastReceivedNanos != Input.Tick.UNKNOWN && lastReceivedNanos - lastReceived > 0) {
            lastReceived = lastReceivedNanos;
            wakeups.silentAt(lastReceived + config.silenceNanos());
        }
        if (wakeups.silenceIsDue(now)) {
            drop("no sign of life from the engine for " + config.silenceNanos() / 1_000_000_000.0 + " s");
            return;
        }
        if (wakeups.pingIsDue(now)) {
            wakeups.pingAt(now + config.pingEveryNanos());
            outlet.emit(new Effect.Ping(outlet.generation()));
        }
        if (wakeups.standbyIsDue(now) && state == SessionState.READY) {
            registering.tryToTakeOver();
        }
        if (wakeups.upkeepIsDue(now) && state == SessionState.READY) {
            registering.keepUp();
        }
        if (wakeups.answerIsDue(now)) {
            wakeups.answerBy(Wakeups.NEVER);
            answerOverdue();
        }
    }

    private void answerOverdue() {
        if (state == SessionState.REGISTERING && registering.isIdentified()) {
            outlet.notify(new Event.Odd("the engine has not answered the announcement; going on without"));
            ready();
        } else if (state == SessionState.REGISTERING) {
            drop("the engine has not answered the announcement");
        } else if (registering.isFenceOut()) {
            registering.fenceGivenUp();
        }
    }

    // ---------------------------------------------------------------- the end

    private void drain(long deadlineNanos) {
        if (state == SessionState.CLOSED) {
            return;
        }
        wakeups.drainBy(deadlineNanos);
        if (state == SessionState.DRAINING) {
            return;
        }
        if (state == SessionState.CONNECTING) {
            outlet.emit(new Effect.Disconnect(outlet.generation(), Ending.ABORT, "the worker is closed"));
        }
        wakeups.tryAt(Wakeups.NEVER);
        wakeups.standbyAt(Wakeups.NEVER);
        wakeups.upkeepAt(Wakeups.NEVER);
        moveTo(SessionState.DRAINING, null);
        if (outlet.isConnected()) {
            registering.takeAllBack();
        }
        calling.refuseQueued("the worker was closed before it was connected");
    }

    private void finishDrain() {
        if (serving.running() == 0 && !registering.isFenceOut() && !calling.anySent()) {
            close("the worker is closed");
        }
    }

    private void close(String reason) {
        boolean wasConnected = outlet.isConnected() || state == SessionState.CONNECTING;
        moveTo(SessionState.CLOSED, reason);
        if (wasConnected) {
            outlet.emit(new Effect.Disconnect(outlet.generation(), Ending.CLOSE, reason));
        }
        disconnected(reason);
        calling.refuseQueued(reason);
        wakeups.clear();
    }

    private void moveTo(SessionState next, @Nullable String reason) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("no transition from " + state + " to " + next);
        }
        SessionState from = state;
        state = next;
        outlet.notify(new Event.StateChanged(from, next, reason));
    }
}
