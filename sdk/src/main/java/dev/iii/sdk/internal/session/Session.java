package dev.iii.sdk.internal.session;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.Effect.Ending;
import dev.iii.sdk.internal.session.Effect.Urgency;
import dev.iii.sdk.internal.session.PendingCall.Place;
import dev.iii.sdk.internal.session.Registrable.Kind;
import dev.iii.sdk.internal.session.Registrable.Standing;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one worker.
 *
 * <p>Two things of the protocol shape it. The engine acknowledges no registration, it only refuses; so after the
 * announcement has been answered, a <em>fence</em> is called, any built-in function: frames of one connection are
 * worked on in order, hence its answer proves that everything sent before has been taken or refused. And the engine
 * forgets all calls of a connection that ends; so a call that was sent ends with it, its outcome unknown, and a call that
 * waits for a connection is sent once and only while its time is not up.
 *
 * <p>Not thread-safe: one call of {@link #on} at a time.
 */
public final class Session {

    private static final String ANNOUNCE = "engine::workers::register";
    private static final String FENCE = "engine::baggage::get_all";
    private static final String NAME_CONFLICT = "WORKER_NAMESPACE_CONFLICT";
    private static final String FUNCTION_CONFLICT = "FUNCTION_NAMESPACE_CONFLICT";

    private final SessionConfig config;
    private final Supplier<UUID> ids;
    private final RandomGenerator random;
    private final Registry registry = new Registry();
    private final Calls calls;
    private final Wakeups wakeups = new Wakeups();

    private SessionState state = SessionState.IDLE;
    /** Of the current connection, or of the last one while there is none. */
    private int generation;

    private boolean connected;
    private int failures;
    /** Handlers that run, of all connections. */
    private int running;

    private @Nullable WorkerRegistered identity;
    private boolean identified;
    private @Nullable UUID announceId;
    private @Nullable UUID fenceId;
    private long fence;
    private boolean settled;
    private long readySince;
    private long lastReceived;

    // Of the input that is being worked on.
    private long now;
    private Consumer<Effect> out = effect -> {};

    /**
     * @param ids for invocation ids
     * @param random for the jitter of the backoff
     */
    public Session(SessionConfig config, Supplier<UUID> ids, RandomGenerator random) {
        this.config = config;
        this.ids = ids;
        this.random = random;
        this.calls = new Calls(config.maxInFlight(), config.maxQueuedCalls(), config.maxQueuedBytes());
    }

    public SessionState state() {
        return state;
    }

    /** Whether the worker has something of this kind and id. */
    public boolean isRegistered(Kind kind, String id) {
        return registry.find(kind, id) != null;
    }

    /** Calls that have not ended. */
    public int openCalls() {
        return calls.size();
    }

    /** Handlers that have been asked for and have not reported their end. */
    public int runningInvocations() {
        return running;
    }

    /** Works on one input. Effects are to be carried out in their order. */
    public void on(Input in, long nowNanos, Consumer<Effect> effects) {
        now = nowNanos;
        out = effects;
        // The four of every call come first.
        if (in instanceof Input.Received i) {
            if (connected && i.generation() == generation) {
                received(i.frame());
            }
        } else if (in instanceof Input.Trigger i) {
            trigger(i.call());
        } else if (in instanceof Input.HandlerDone i) {
            handlerDone(i);
        } else if (in instanceof Input.Tick i) {
            tick(i.lastReceivedNanos());
        } else {
            rare(in);
        }
        wakeups.request(calls.firstDeadline(), effects);
    }

    private void rare(Input in) {
        if (in instanceof Input.Started) {
            if (state == SessionState.IDLE) {
                connect();
            }
        } else if (in instanceof Input.Opened i) {
            opened(i.generation());
        } else if (in instanceof Input.Closed i) {
            if (i.generation() == generation) {
                connectionLost(i.reason());
            }
        } else if (in instanceof Input.Register i) {
            register(i.what());
        } else if (in instanceof Input.Unregister i) {
            unregister(i.what());
        } else if (in instanceof Input.Cancel i) {
            complete(i.call(), new Outcome.Cancelled());
        } else if (in instanceof Input.SendRefused i) {
            sendRefused(i);
        } else if (in instanceof Input.Drain i) {
            drain(i.deadlineNanos());
        } else {
            throw new IllegalStateException("no transition for " + in);
        }
    }

    // ---------------------------------------------------------------- connection

    private void connect() {
        moveTo(SessionState.CONNECTING, null);
        generation++;
        out.accept(new Effect.Connect(generation));
    }

    private void opened(int openedGeneration) {
        if (openedGeneration != generation || state != SessionState.CONNECTING) {
            return;
        }
        connected = true;
        lastReceived = now;
        settled = false;
        wakeups.pingAt(now + config.pingEveryNanos());
        wakeups.silentAt(now + config.silenceNanos());
        wakeups.answerBy(now + config.announceNanos());
        moveTo(SessionState.REGISTERING, null);
        WorkerRegistered previous = identity;
        if (previous != null) {
            send(new Reattach(previous.workerId(), previous.reattachToken()), Urgency.WORK);
        }
        identified = false;
        announceId = callEngine(ANNOUNCE, config.announcement());
        for (Registrable what : registry.inOrder()) {
            offer(what);
        }
    }

    private void offer(Registrable what) {
        registry.sent(what, fence + 1);
        send(what.frame(), Urgency.WORK);
    }

    private UUID callEngine(String functionId, RawJson data) {
        UUID id = ids.get();
        send(new InvokeFunction(id, functionId, data, null, null, null, null, null), Urgency.WORK);
        return id;
    }

    private void ready() {
        announceId = null;
        wakeups.answerBy(Wakeups.NEVER);
        readySince = now;
        moveTo(SessionState.READY, null);
        raiseFence();
        for (PendingCall call : calls.allQueued()) {
            calls.finish(call);
            call.place = Place.NEW;
            trigger(call);
        }
    }

    /** Asks the engine whether it has seen what was sent; at most one such question at a time. */
    private void raiseFence() {
        if (!registry.anyOffered()) {
            settle();
        } else if (fenceId == null) {
            sendFence();
        }
    }

    private void sendFence() {
        fence++;
        fenceId = callEngine(FENCE, RawJson.EMPTY_OBJECT);
        wakeups.answerBy(now + config.announceNanos());
    }

    private void fenceAnswered() {
        fenceId = null;
        wakeups.answerBy(Wakeups.NEVER);
        for (Registrable what : registry.confirmUpTo(fence)) {
            notify(new Event.Confirmed(what));
        }
        if (state == SessionState.DRAINING) {
            finishDrain(false);
        } else {
            raiseFence();
        }
    }

    private void settle() {
        if (!settled) {
            settled = true;
            notify(new Event.Settled());
        }
    }

    /** The connection is gone or was not made; also when we drop it ourselves, before the socket knows. */
    private void connectionLost(String reason) {
        if (state == SessionState.DRAINING) {
            disconnected(reason);
            finishDrain(false);
        } else if (state == SessionState.CONNECTING
                || state == SessionState.REGISTERING
                || state == SessionState.READY) {
            boolean stable = state == SessionState.READY && now - readySince >= config.stableNanos();
            disconnected(reason);
            failures = stable ? 1 : failures + 1;
            long delay = config.backoff().delayNanos(failures, random);
            wakeups.tryAt(now + delay);
            moveTo(SessionState.BACKING_OFF, reason);
            notify(new Event.WillReconnect(failures, delay, reason));
        }
    }

    private void disconnected(String reason) {
        connected = false;
        announceId = null;
        fenceId = null;
        wakeups.disconnected();
        registry.disconnected();
        out.accept(new Effect.CancelInvocations(generation, false));
        for (PendingCall call : calls.allSent()) {
            complete(call, new Outcome.Lost(reason));
        }
    }

    private void drop(String reason) {
        out.accept(new Effect.Disconnect(generation, Ending.ABORT, reason));
        connectionLost(reason);
    }

    private void fatal(String code, String message) {
        notify(new Event.Fatal(code, message));
        close(code + ": " + message);
    }

    // ---------------------------------------------------------------- frames

    private void received(Frame frame) {
        if (frame instanceof InvokeFunction f) {
            invoke(f);
        } else if (frame instanceof InvocationResult f) {
            result(f);
        } else if (frame instanceof WorkerRegistered f) {
            identity = f;
            identified = true;
            notify(new Event.Identified(f.workerId()));
        } else if (frame instanceof RegistrationRejected f) {
            rejected(f);
        } else if (frame instanceof TriggerRegistrationResult f) {
            ErrorBody error = f.error();
            if (error != null) {
                refused(registry.find(Kind.TRIGGER, f.id()), error);
            }
        } else if (frame instanceof ConnectionRefused f) {
            fatal(f.error().code(), f.error().message());
        } else if (frame instanceof Ping) {
            send(new Pong(), Urgency.ANSWER);
        } else if (!(frame instanceof Pong)) {
            notify(new Event.Odd("the engine sent a frame that is not for workers: "
                    + frame.getClass().getSimpleName()));
        }
    }

    private void invoke(InvokeFunction call) {
        Registrable function = registry.function(call.functionId());
        // While the fence of a drain is out, the engine may not yet have read that the function is taken back.
        boolean takesCalls = state != SessionState.DRAINING || fenceId != null;
        if (function != null && takesCalls) {
            running++;
            out.accept(new Effect.Invoke(generation, call, function));
            return;
        }
        UUID id = call.invocationId();
        if (id != null) {
            ErrorBody error = function == null
                    ? new ErrorBody(
                            "function_not_found", "Function " + call.functionId() + " is not registered by this worker")
                    : new ErrorBody("invocation_stopped", "The worker is shutting down; the function was not run");
            send(new InvocationResult(id, call.functionId(), null, error, null, null), Urgency.ANSWER);
        }
    }

    private void result(InvocationResult answer) {
        UUID id = answer.invocationId();
        PendingCall call = calls.sent(id);
        if (call != null) {
            ErrorBody error = answer.error();
            RawJson result = answer.result();
            complete(
                    call,
                    error != null
                            ? new Outcome.Failed(error)
                            : new Outcome.Answered(result == null ? RawJson.NULL : result));
        } else if (id.equals(fenceId)) {
            // Any answer will do, an error too: it shows that the frames before were read.
            fenceAnswered();
        } else if (id.equals(announceId)) {
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
            String owner = rejection.ownerWorkerId().isEmpty() ? "the engine" : "worker " + rejection.ownerWorkerId();
            String message = rejection.code().equals(FUNCTION_CONFLICT)
                    ? "the function id belongs to " + owner + " in namespace " + rejection.namespace()
                    : "refused in namespace " + rejection.namespace() + " by " + owner;
            refused(registry.function(functionId), new ErrorBody(rejection.code(), message));
        } else {
            String message = rejection.code().equals(NAME_CONFLICT)
                    ? "the worker name " + rejection.workerName() + " belongs to worker " + rejection.ownerWorkerId()
                            + " in namespace " + rejection.namespace()
                    : "refused in namespace " + rejection.namespace();
            fatal(rejection.code(), message);
        }
    }

    private void refused(@Nullable Registrable what, ErrorBody error) {
        if (what != null && what.standing != Standing.REFUSED) {
            registry.refused(what);
            notify(new Event.Refused(what, error));
        }
    }

    // ---------------------------------------------------------------- the user's wishes

    private void register(Registrable what) {
        if (state == SessionState.DRAINING || state == SessionState.CLOSED) {
            notify(new Event.Refused(what, new ErrorBody("worker_closed", "the worker is closed")));
            return;
        }
        registry.add(what);
        if (connected) {
            offer(what);
        }
        if (state == SessionState.READY) {
            raiseFence();
        }
    }

    private void unregister(Registrable what) {
        boolean known = what.standing != Standing.REFUSED;
        Frame frame = what.unregister();
        if (registry.remove(what) && connected && known && frame != null) {
            send(frame, Urgency.WORK);
        }
    }

    private void trigger(PendingCall call) {
        if (call.deadlineNanos() - now <= 0) {
            complete(call, new Outcome.TimedOut(false));
        } else if (state == SessionState.READY || (state == SessionState.DRAINING && connected)) {
            if (!call.wantsAnswer()) {
                calls.finish(call);
                out.accept(new Effect.SendCall(generation, call));
            } else if (calls.inFlightFull()) {
                complete(call, new Outcome.Overloaded("calls in flight"));
            } else {
                calls.sent(call);
                out.accept(new Effect.SendCall(generation, call));
            }
        } else if (state == SessionState.DRAINING || state == SessionState.CLOSED) {
            complete(call, new Outcome.WorkerClosed("the worker is closed"));
        } else if (calls.queueTakes(call)) {
            calls.queue(call);
        } else {
            complete(call, new Outcome.Overloaded("calls that wait for a connection"));
        }
    }

    private void sendRefused(Input.SendRefused refusal) {
        PendingCall call = calls.sent(refusal.callId());
        if (call != null && refusal.generation() == generation) {
            complete(call, new Outcome.Overloaded("bytes that wait to be sent"));
        }
    }

    private void handlerDone(Input.HandlerDone done) {
        running--;
        InvocationResult result = done.result();
        if (result != null && connected && done.generation() == generation) {
            send(result, Urgency.ANSWER);
        }
        if (state == SessionState.DRAINING) {
            finishDrain(false);
        }
    }

    /** The only end of a call that waits. */
    private void complete(PendingCall call, Outcome outcome) {
        if (calls.finish(call)) {
            out.accept(new Effect.Complete(call, outcome));
            if (state == SessionState.DRAINING) {
                finishDrain(false);
            }
        }
    }

    // ---------------------------------------------------------------- time

    private void tick(long lastReceivedNanos) {
        wakeups.fired(now);
        PendingCall due;
        while ((due = calls.firstDeadline()) != null && due.deadlineNanos() - now <= 0) {
            complete(due, new Outcome.TimedOut(due.place == Place.SENT));
        }
        if (wakeups.tryIsDue(now) && state == SessionState.BACKING_OFF) {
            wakeups.tryAt(Wakeups.NEVER);
            connect();
        }
        if (wakeups.drainIsDue(now) && state == SessionState.DRAINING) {
            finishDrain(true);
        }
        if (connected) {
            tickConnected(lastReceivedNanos);
        }
    }

    private void tickConnected(long lastReceivedNanos) {
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
            out.accept(new Effect.Ping(generation));
        }
        if (wakeups.answerIsDue(now)) {
            wakeups.answerBy(Wakeups.NEVER);
            if (state == SessionState.REGISTERING && identified) {
                notify(new Event.Odd("the engine has not answered the announcement; going on without"));
                ready();
            } else if (state == SessionState.REGISTERING) {
                drop("the engine has not answered the announcement");
            } else if (fenceId != null) {
                fenceId = null;
                notify(new Event.Odd("the engine has not answered whether it has read what was sent"));
                settle();
                finishDrain(false);
            }
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
            out.accept(new Effect.Disconnect(generation, Ending.ABORT, "the worker is closed"));
        }
        wakeups.tryAt(Wakeups.NEVER);
        moveTo(SessionState.DRAINING, null);
        if (connected) {
            // Triggers first, so that nothing fires at a function that is gone; the fence tells when no call is under
            // way.
            for (Registrable what : registry.inOrder()) {
                if (what.kind() == Kind.TRIGGER) {
                    unregister(what);
                }
            }
            registry.inOrder().forEach(this::takeBack);
            sendFence();
        }
        for (PendingCall call : calls.allQueued()) {
            complete(call, new Outcome.WorkerClosed("the worker was closed before it was connected"));
        }
        finishDrain(false);
    }

    /** The function stays known here: a call that is on its way is to be answered. */
    private void takeBack(Registrable what) {
        Frame frame = what.unregister();
        if (frame != null && what.standing != Standing.REFUSED) {
            send(frame, Urgency.WORK);
        }
    }

    private void finishDrain(boolean force) {
        if (state != SessionState.DRAINING) {
            return;
        }
        if (force) {
            out.accept(new Effect.CancelInvocations(generation, true));
            close("the worker was closed and its drain time is over");
        } else if (running == 0 && fenceId == null && !calls.anySent()) {
            close("the worker is closed");
        }
    }

    private void close(String reason) {
        boolean wasConnected = connected || state == SessionState.CONNECTING;
        moveTo(SessionState.CLOSED, reason);
        if (wasConnected) {
            out.accept(new Effect.Disconnect(generation, Ending.CLOSE, reason));
        }
        disconnected(reason);
        for (PendingCall call : calls.allQueued()) {
            complete(call, new Outcome.WorkerClosed(reason));
        }
        wakeups.clear();
    }

    private void moveTo(SessionState next, @Nullable String reason) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("no transition from " + state + " to " + next);
        }
        SessionState from = state;
        state = next;
        notify(new Event.StateChanged(from, next, reason));
    }

    private void send(Frame frame, Urgency urgency) {
        out.accept(new Effect.Send(generation, frame, urgency));
    }

    private void notify(Event event) {
        out.accept(new Effect.Notify(event));
    }
}
