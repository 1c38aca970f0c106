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
import dev.iii.sdk.internal.connection.ConnectionKeeper;
import dev.iii.sdk.internal.connection.Deadlines;
import dev.iii.sdk.internal.session.Effect.Ending;
import dev.iii.sdk.internal.session.Effect.Urgency;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one worker: its connection, its frames and its shutdown. {@link RegistrationProtocol}, {@link Calling} and
 * {@link Serving} are its other parts. A {@link ConnectionKeeper} decides when to connect, to ping and to drop.
 *
 * <p>Not thread-safe: one call of {@link #on} at a time.
 */
public final class Session {

    /** The code of the error for a registration that comes after the shutdown has begun. */
    public static final String WORKER_CLOSED = "worker_closed";

    /** The maximum length of a message of the engine in the log. */
    private static final int LONGEST_REASON = 1000;

    private static final String NAME_CONFLICT = "WORKER_NAMESPACE_CONFLICT";

    private final EffectSink effects;
    private final ConnectionKeeper keeper;
    private final SessionDeadlines deadlines = new SessionDeadlines();
    private final RegistrationProtocol registering;
    private final Calling calling;
    private final Serving serving;

    private SessionState state = SessionState.IDLE;
    /** The connection on which the engine has sent an error that does not end the worker; one warning for each. */
    private int warnedOfGeneration;

    /**
     * Creates a session that is idle until {@link Input.Started}.
     *
     * @param ids creates invocation ids
     * @param random the source of the jitter of delays
     */
    public Session(SessionConfig config, Supplier<UUID> ids, RandomGenerator random) {
        this.effects = new EffectSink(ids, config.frameLimit());
        this.keeper = new ConnectionKeeper(config.reconnect(), config.heartbeat(), random);
        this.registering = new RegistrationProtocol(effects, deadlines, config, random);
        this.calling = new Calling(effects, config);
        this.serving = new Serving(effects, registering, config.repeatQuickResults(), calling::isSent);
    }

    /** Returns the current state. */
    public SessionState state() {
        return state;
    }

    /** Returns {@code true} if the worker has registered something of this kind and id. */
    public boolean isRegistered(Kind kind, String id) {
        return registering.isRegistered(kind, id);
    }

    /** Returns the number of calls that have not ended. */
    public int openCalls() {
        return calling.size();
    }

    /** Returns {@code true} if the call with this id was sent and has not ended. */
    public boolean awaitsResult(UUID invocationId) {
        return calling.isSent(invocationId);
    }

    /** Returns how often results of quick handlers have been sent again. */
    public long repeatedResults() {
        return serving.quickResults().repeated();
    }

    /** Returns the number of handlers that were started and have not reported their end. */
    public int runningInvocations() {
        return serving.running();
    }

    /** Processes one input. The caller must perform the effects in their order. */
    public void on(Input in, long nowNanos, Consumer<Effect> out) {
        effects.begin(nowNanos, out);
        // Test the input types of every call first; this is the hot path.
        if (in instanceof Input.Received i) {
            if (effects.isConnected() && i.generation() == effects.generation()) {
                received(i.frame());
            }
        } else if (in instanceof Input.Trigger i) {
            calling.trigger(i.call(), callMode());
        } else if (in instanceof Input.HandlerDone i) {
            serving.handlerDone(i);
        } else if (in instanceof Input.Tick i) {
            tick(i.lastReceivedNanos());
        } else {
            onInfrequent(in);
        }
        if (state == SessionState.DRAINING) {
            finishDrain();
        }
        long work = Deadlines.earlier(
                calling.firstDeadline(), serving.quickResults().nextDeadline());
        deadlines.request(keeper.nextDeadline(), work, out);
    }

    private void onInfrequent(Input in) {
        if (in instanceof Input.Started) {
            if (state == SessionState.IDLE) {
                connect();
            }
        } else if (in instanceof Input.Opened i) {
            if (i.generation() == effects.generation() && state == SessionState.CONNECTING) {
                opened();
            }
        } else if (in instanceof Input.Closed i) {
            if (i.generation() == effects.generation()) {
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
                registering.resubscribe(i.unregisterFirst());
            }
        } else if (in instanceof Input.Cancel i) {
            calling.complete(i.call(), new Outcome.Cancelled());
        } else if (in instanceof Input.SendRefused i) {
            if (i.generation() == effects.generation()) {
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

    private Calling.CallMode callMode() {
        return switch (state) {
            case READY -> Calling.CallMode.SEND;
            // Handlers may call other functions while their worker drains.
            case DRAINING -> effects.isConnected() ? Calling.CallMode.SEND : Calling.CallMode.REFUSE;
            case CLOSED -> Calling.CallMode.REFUSE;
            case IDLE, CONNECTING, REGISTERING, BACKING_OFF -> Calling.CallMode.QUEUE;
        };
    }

    private void register(SessionRegistration what) {
        if (state == SessionState.DRAINING || state == SessionState.CLOSED) {
            effects.notify(new Event.Refused(what, new ErrorBody(WORKER_CLOSED, "the worker is closed")));
        } else {
            registering.register(what, state == SessionState.READY);
        }
    }

    // ---------------------------------------------------------------- connection

    private void connect() {
        moveTo(SessionState.CONNECTING, null);
        effects.connecting();
    }

    private void opened() {
        effects.connected();
        keeper.opened(effects.now());
        moveTo(SessionState.REGISTERING, null);
        registering.registerAll();
    }

    private void ready() {
        keeper.ready(effects.now());
        moveTo(SessionState.READY, null);
        registering.announced();
        calling.sendQueued();
    }

    /** The connection was lost or an attempt failed. The session may know this before the socket reports it. */
    private void connectionLost(String reason) {
        if (state == SessionState.DRAINING) {
            disconnected(reason);
            keeper.closed();
        } else if (state == SessionState.CONNECTING
                || state == SessionState.REGISTERING
                || state == SessionState.READY) {
            disconnected(reason);
            long delay = keeper.lost(effects.now());
            moveTo(SessionState.BACKING_OFF, reason);
            effects.notify(new Event.WillReconnect(keeper.failures(), delay, reason));
        }
    }

    private void disconnected(String reason) {
        int calls = calling.sentCount();
        int invocations = serving.runningForConnection();
        if (calls + invocations > 0 && state != SessionState.CLOSED) {
            effects.notify(new Event.InFlightLost(calls, invocations));
        }
        effects.disconnected();
        deadlines.disconnected();
        registering.disconnected();
        effects.emit(new Effect.CancelInvocations(effects.generation(), false));
        effects.emit(new Effect.UnbindAll(effects.generation()));
        serving.disconnected();
        calling.loseSent(reason);
    }

    private void drop(String reason) {
        effects.emit(new Effect.Disconnect(effects.generation(), Ending.ABORT, reason));
        connectionLost(reason);
    }

    private void fatal(String code, String message) {
        effects.notify(new Event.Fatal(code, message));
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
            refused(f.error());
        } else if (frame instanceof Ping) {
            effects.send(new Pong(), Urgency.RESPONSE);
        } else if (!(frame instanceof Pong)) {
            effects.notify(new Event.Warning("the engine sent a frame that is not meant for workers: "
                    + frame.getClass().getSimpleName()));
        }
    }

    /**
     * The engine sends this frame instead of accepting a connection, and closes the connection after it. To a worker that is
     * registered it says nothing that ends the worker; if the engine closes the connection, the next attempt is refused.
     */
    private void refused(ErrorBody error) {
        if (state == SessionState.CONNECTING || state == SessionState.REGISTERING) {
            fatal(error.code(), error.message());
        } else if (warnedOfGeneration != effects.generation()) {
            warnedOfGeneration = effects.generation();
            effects.notify(new Event.Warning("the engine sent an error to a worker that it has accepted; the worker"
                    + " continues: "
                    + FrameLimit.shortened(error.code() + ": " + error.message(), LONGEST_REASON)));
        }
    }

    private void result(InvocationResult result) {
        if (calling.completed(result)) {
            serving.quickResults().arrived(result.invocationId());
            return;
        }
        if (registering.isFence(result.invocationId())) {
            registering.fenceReturned(state == SessionState.READY);
        } else if (registering.isAnnouncement(result.invocationId()) && state == SessionState.REGISTERING) {
            ErrorBody error = result.error();
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
                        + " in namespace " + rejection.namespace()
                        + "; every worker needs a unique name: stop that worker, or set another name with"
                        + " WorkerOptions.name or III_WORKER_NAME"
                : "refused in namespace " + rejection.namespace();
        fatal(rejection.code(), message);
    }

    // ---------------------------------------------------------------- time

    private void tick(long lastReceivedNanos) {
        long now = effects.now();
        deadlines.fired(now);
        calling.expire();
        if (deadlines.drainIsDue(now) && state == SessionState.DRAINING) {
            effects.emit(new Effect.CancelInvocations(effects.generation(), true));
            close("the worker was closed and its drain time is over");
        }
        switch (keeper.poll(now, lastReceivedNanos)) {
            case CONNECT -> connect();
            case PING -> effects.emit(new Effect.Ping(effects.generation()));
            case DROP ->
                drop("no data from the engine, or no reply to a ping, for " + keeper.silenceNanos() / 1_000_000_000.0
                        + " s");
            case NONE -> {}
        }
        if (effects.isConnected()) {
            tickConnected(now);
        }
    }

    private void tickConnected(long now) {
        serving.quickResults().repeat();
        if (deadlines.standbyIsDue(now) && state == SessionState.READY) {
            registering.takeOver();
        }
        if (deadlines.triggerRetryIsDue(now) && state == SessionState.READY) {
            registering.retryTriggers();
        }
        if (deadlines.responseIsDue(now)) {
            deadlines.responseBy(SessionDeadlines.NEVER);
            responseOverdue();
        }
    }

    private void responseOverdue() {
        if (state == SessionState.REGISTERING && registering.isIdentified()) {
            effects.notify(new Event.Warning(
                    "the engine has not responded to the announcement of this worker, and may not list it; continuing"
                            + " without it"));
            ready();
        } else if (state == SessionState.REGISTERING) {
            drop("the engine has not responded to the announcement");
        } else if (registering.isFencePending()) {
            registering.fenceTimedOut();
        }
    }

    // ---------------------------------------------------------------- shutdown

    private void drain(long deadlineNanos) {
        if (state == SessionState.CLOSED) {
            return;
        }
        if (state == SessionState.IDLE) {
            close("the worker was closed before it was started");
            return;
        }
        deadlines.drainBy(deadlineNanos);
        if (state == SessionState.DRAINING) {
            return;
        }
        if (!effects.isConnected()) {
            if (state == SessionState.CONNECTING) {
                effects.emit(new Effect.Disconnect(effects.generation(), Ending.ABORT, "the worker is closed"));
            }
            keeper.closed();
        }
        deadlines.standbyAt(SessionDeadlines.NEVER);
        deadlines.triggerRetryAt(SessionDeadlines.NEVER);
        // An engine identifies a connection before everything else. Without that, nothing is on its way to this worker;
        // another
        // server, which would never answer the fence, may listen there.
        boolean known = state != SessionState.REGISTERING || registering.isIdentified();
        moveTo(SessionState.DRAINING, null);
        if (effects.isConnected() && known) {
            registering.unregisterAll();
        }
        calling.refuseQueued("the worker was closed before it was connected");
    }

    private void finishDrain() {
        boolean served = serving.running() == 0 && !serving.quickResults().awaitFirstRepetition();
        if (served && !registering.isFencePending() && !calling.anySent()) {
            close("the worker is closed");
        }
    }

    private void close(String reason) {
        boolean wasConnected = effects.isConnected() || state == SessionState.CONNECTING;
        moveTo(SessionState.CLOSED, reason);
        if (wasConnected) {
            effects.emit(new Effect.Disconnect(effects.generation(), Ending.CLOSE, reason));
        }
        disconnected(reason);
        calling.refuseQueued(reason);
        keeper.closed();
        deadlines.clear();
    }

    private void moveTo(SessionState next, @Nullable String reason) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("no transition from " + state + " to " + next);
        }
        SessionState from = state;
        state = next;
        effects.notify(new Event.StateChanged(from, next, reason));
    }
}
