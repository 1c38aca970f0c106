package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.session.SimulatedEngine.Peer;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session in virtual time against an engine in memory. The network between them delays messages, breaks and becomes
 * silent. The engine may refuse the worker permanently. Wake-ups may come late, handlers may have to wait for a thread or be
 * refused, and code of the user fails with errors and makes calls where it is called back. Everything follows from the seed.
 * The invariants are checked at every step.
 */
final class Simulation {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long STABLE = 5 * SECOND;
    /** The maximum delay of a wake-up. */
    private static final long LATE = 300 * MILLI;

    private static final SessionConfig CONFIG = new SessionConfig(
            RawJson.parse("{\"name\":\"w\",\"pid\":7}"),
            RawJson.parse("{\"name\":\"w\"}"),
            new Reconnect(new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(8), 0.3), Duration.ofNanos(STABLE)),
            new Heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(6)),
            3 * SECOND,
            false,
            SECOND,
            new TriggerRetry(3, new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(4), 0.3)),
            true,
            20,
            8,
            4096,
            new FrameLimit(1 << 20));

    /** Code of the user has failed with an error that is not an exception. */
    private static final class UserError extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SplittableRandom random;
    private final Session session;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedEngine engine;
    private final SimulationCounts counts = new SimulationCounts();
    private final Map<PendingCall, Outcome> ended = new HashMap<>();
    private final List<PendingCall> made = new ArrayList<>();
    private final Map<String, SessionRegistration> registered = new LinkedHashMap<>();
    private final Set<String> unregistered = new HashSet<>();
    private final List<Effect.Invoke> handlers = new ArrayList<>();
    private long ids;
    private boolean draining;
    private boolean settled;
    private int depth;
    private @Nullable PendingCall newest;
    private long shortageUntil;
    /** The session knows that it was refused. */
    private boolean refused;
    /** The time since which the connection is ready; {@code -1} if it is not. */
    private long readySince = -1;

    private int expectedFailures;
    private long nextAttempt;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        session = new Session(CONFIG, () -> new UUID(1, ++ids), random.split());
        engine = new SimulatedEngine(random, time, this::pass);
    }

    /** Disturbs the session for a minute, then waits until it has recovered, then shuts it down. */
    void run(int steps) {
        pass(new Input.Started());
        for (int i = 0; i < steps; i++) {
            time.at(random.nextLong(60 * SECOND), this::disturb);
        }
        boolean refusedAtTheEnd = random.nextInt(4) == 0;
        if (refusedAtTheEnd) {
            time.at(random.nextLong(60 * SECOND), this::refuseTheWorker);
        }
        time.advance(time.now() + 61 * SECOND);
        engine.calmDown();
        time.advance(time.now() + SECOND);
        long deadline = time.now() + 120 * SECOND;
        while (time.now() < deadline && !(refusedAtTheEnd ? refused : hasRecovered())) {
            time.advance(time.now() + SECOND);
        }
        assertThat(refused).as("the refusal has reached the worker").isEqualTo(refusedAtTheEnd);
        if (!refused) {
            assertRecovered();
        }
        end();
    }

    private void end() {
        draining = true;
        long deadline = time.now() + 5 * SECOND;
        pass(new Input.Drain(deadline));
        time.advance(deadline + SECOND);
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        for (Effect.Invoke handler : List.copyOf(handlers)) {
            finish(handler);
        }
        assertThat(session.runningInvocations()).isZero();
        assertThat(session.openCalls()).isZero();
        assertThat(ended.keySet()).containsExactlyInAnyOrderElementsOf(made);
    }

    /** Returns how often each event has happened. */
    SimulationCounts counts() {
        return counts;
    }

    // ---------------------------------------------------------------- disturbances

    private void disturb() {
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> call();
            case 4 -> register();
            case 5 -> unregister();
            case 6, 7 -> engineCalls();
            case 8 -> drop();
            case 9 -> goSilent();
            case 10 -> cancel();
            case 11 -> pass(new Input.Resubscribe(random.nextBoolean()));
            case 12 -> shortageUntil = time.now() + random.nextLong(8 * SECOND);
            default -> lateFrame();
        }
    }

    private void call() {
        UUID id = new UUID(2, made.size());
        long timeout = 1 + random.nextLong(15 * SECOND);
        boolean isVoid = random.nextInt(8) == 0;
        InvokeFunction frame = new InvokeFunction(
                isVoid ? null : id, "remote", RawJson.NULL, isVoid ? Action.VOID : null, null, null, null, null);
        PendingCall call =
                new PendingCall(id, frame, time.now() + timeout, new SessionScript.Completion(id.toString()));
        made.add(call);
        newest = call;
        pass(new Input.Trigger(call));
    }

    private void register() {
        String id = (random.nextBoolean() ? "f" : "t") + random.nextInt(6);
        if (registered.containsKey(id)) {
            return;
        }
        Frame frame = id.startsWith("f")
                ? new RegisterFunction(id, null, null, null, null, null)
                : new RegisterTrigger(
                        id, id.compareTo("t3") < 0 ? "http" : "subscribe", "f0", RawJson.NULL, null, null, null);
        SessionRegistration what = new SessionRegistration(frame, new SessionScript.Owner(id));
        registered.put(id, what);
        unregistered.remove(id);
        settled = false;
        pass(new Input.Register(what));
    }

    private void unregister() {
        List<String> all = List.copyOf(registered.keySet());
        if (all.isEmpty()) {
            return;
        }
        String id = all.get(random.nextInt(all.size()));
        SessionRegistration what = Objects.requireNonNull(registered.remove(id));
        unregistered.add(id);
        pass(new Input.Unregister(what));
    }

    private void engineCalls() {
        Peer peer = engine.current();
        if (peer != null && peer.announced && !peer.functions.isEmpty()) {
            String id = List.copyOf(peer.functions).get(random.nextInt(peer.functions.size()));
            engine.deliver(
                    peer,
                    new InvokeFunction(new UUID(3, time.order()), id, RawJson.NULL, null, null, null, null, null));
        }
    }

    private void drop() {
        Peer peer = engine.current();
        if (peer != null) {
            engine.closeLater(peer, "dropped");
        }
    }

    /** The engine refuses the worker permanently: on the current connection, or on the next one while calls wait for it. */
    private void refuseTheWorker() {
        engine.refuses = true;
        Peer peer = engine.current();
        if (peer != null && !peer.halfOpen && random.nextInt(4) == 0) {
            engine.deliver(peer, new ConnectionRefused(new ErrorBody("refused", "no")));
            // The engine closes the connection after this frame.
            drop();
        } else {
            drop();
        }
    }

    private void goSilent() {
        Peer peer = engine.current();
        if (peer != null) {
            peer.halfOpen = true;
        }
    }

    private void cancel() {
        if (!made.isEmpty()) {
            pass(new Input.Cancel(made.get(random.nextInt(made.size()))));
        }
    }

    /** A frame of an old connection arrives although that connection has ended. It must change nothing. */
    private void lateFrame() {
        if (engine.latest > 1 && !made.isEmpty()) {
            int before = ended.size();
            PendingCall call = made.get(random.nextInt(made.size()));
            List<Effect> effects = new ArrayList<>();
            session.on(
                    new Input.Received(
                            engine.latest - 1,
                            new InvocationResult(call.id(), "remote", RawJson.NULL, null, null, null)),
                    time.now(),
                    effects::add);
            assertThat(effects).allMatch(Effect.WakeAt.class::isInstance);
            assertThat(ended).hasSize(before);
        }
    }

    // ---------------------------------------------------------------- effects

    private void pass(Input input) {
        List<Effect> effects = new ArrayList<>();
        session.on(input, time.now(), effects::add);
        if (input instanceof Input.Opened) {
            assertThat(effects.stream().filter(Effect.Send.class::isInstance).map(Simulation::rank))
                    .as("reattach, announcement, functions, triggers")
                    .isSorted();
            boolean registers = effects.stream().anyMatch(effect -> effect instanceof Effect.Send && rank(effect) > 1);
            boolean listed = effects.stream()
                    .anyMatch(effect -> effect instanceof Effect.Send e
                            && e.frame() instanceof InvokeFunction f
                            && f.data().text().contains("pid"));
            assertThat(listed).as("listed before its registrations").isNotEqualTo(registers);
        }
        depth++;
        // As in the runner: the frames first, under the lock; then everything that may call the user.
        effects.stream().filter(Simulation::isFrame).forEach(this::perform);
        for (Effect effect : effects) {
            try {
                afterwards(effect);
            } catch (UserError e) {
                counts.userErrors++;
            }
        }
        depth--;
        if (depth == 0) {
            checkStep();
        }
    }

    private void checkStep() {
        assertThat(session.openCalls()).as("calls that have not ended").isEqualTo(made.size() - ended.size());
        assertThat(session.runningInvocations()).as("running handlers").isEqualTo(handlers.size());
        if (refused) {
            assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        }
        if (session.state() == SessionState.CLOSED) {
            assertThat(session.openCalls()).as("calls of a closed session").isZero();
        }
    }

    private static boolean isFrame(Effect effect) {
        return effect instanceof Effect.Send || effect instanceof Effect.SendCall;
    }

    private void afterwards(Effect effect) {
        if (effect instanceof Effect.SendCall e) {
            if (!e.call().expectsResult()) {
                end(e.call(), new Outcome.Sent());
            }
        } else if (effect instanceof Effect.Notify e) {
            event(e.event());
        } else if (!isFrame(effect)) {
            perform(effect);
        }
    }

    private void event(Event event) {
        if (event instanceof Event.Settled) {
            settled = true;
        } else if (event instanceof Event.Fatal) {
            assertThat(engine.refuses).as("the engine has refused the worker").isTrue();
            refused = true;
        } else if (event instanceof Event.StateChanged changed && changed.to() == SessionState.READY) {
            readySince = time.now();
        } else if (event instanceof Event.WillReconnect e) {
            willReconnect(e);
        }
    }

    /** Only a connection that was ready for long enough resets the delays. */
    private void willReconnect(Event.WillReconnect event) {
        boolean stable = readySince >= 0 && time.now() - readySince >= STABLE;
        if (readySince >= 0 && !stable && expectedFailures > 0) {
            counts.shortConnections++;
        }
        readySince = -1;
        expectedFailures = stable ? 1 : expectedFailures + 1;
        assertThat(event.failures())
                .as("attempts that failed one after the other")
                .isEqualTo(expectedFailures);
        double delay = SECOND * Math.min(8, Math.pow(2, expectedFailures - 1));
        assertThat((double) event.delayNanos()).as("the delay").isBetween(0.7 * delay - 1, 1.3 * delay + 1);
        nextAttempt = time.now() + event.delayNanos();
    }

    private static int rank(Effect effect) {
        Frame frame = ((Effect.Send) effect).frame();
        return frame instanceof Reattach
                ? 0
                : frame instanceof InvokeFunction ? 1 : frame instanceof RegisterFunction ? 2 : 3;
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Connect e) {
            connect(e.generation());
        } else if (effect instanceof Effect.Send e) {
            send(e.generation(), e.frame());
        } else if (effect instanceof Effect.SendCall e) {
            assertThat(e.call().deadlineNanos())
                    .as("no call is sent after its deadline")
                    .isGreaterThan(time.now());
            send(e.generation(), e.call().frame());
        } else if (effect instanceof Effect.Complete e) {
            end(e.call(), e.outcome());
        } else if (effect instanceof Effect.Invoke e) {
            assertThat(registered.containsKey(e.call().functionId()) || draining)
                    .isTrue();
            handlers.add(e);
            run(e);
        } else if (effect instanceof Effect.Disconnect e) {
            Peer peer = engine.peer(e.generation());
            if (peer != null) {
                engine.closeLater(peer, "dropped by the worker");
            }
        } else if (effect instanceof Effect.WakeAt e) {
            long late = engine.calm || random.nextInt(3) > 0 ? 0 : random.nextLong(LATE);
            time.at(e.nanos() - time.now() + late, () -> pass(new Input.Tick(engine.lastReceived())));
        } else if (effect instanceof Effect.Ping e) {
            Peer peer = engine.peer(e.generation());
            if (peer != null && peer.open && !peer.halfOpen) {
                time.at(random.nextLong(10 * MILLI), () -> peer.lastReceived = time.now());
            }
        }
    }

    /** Runs a handler. Without a free thread, it is refused immediately or waits. */
    private void run(Effect.Invoke handler) {
        boolean shortage = time.now() < shortageUntil;
        if (shortage && random.nextBoolean()) {
            counts.refusedHandlers++;
            finish(handler);
        } else {
            time.at((shortage ? shortageUntil - time.now() : 0) + random.nextLong(6 * SECOND), () -> finish(handler));
        }
    }

    private void connect(int generation) {
        assertThat(generation).isEqualTo(engine.latest + 1);
        assertThat(refused).as("a refused worker does not connect").isFalse();
        assertThat(time.now()).as("the time of the next attempt").isGreaterThanOrEqualTo(nextAttempt);
        engine.latest = generation;
        counts.reconnects++;
        settled = false;
        int dice = engine.calm ? 9 : random.nextInt(10);
        if (dice < 3) {
            time.at(random.nextLong(2 * SECOND), () -> pass(new Input.Closed(generation, "refused")));
            return;
        }
        time.at(random.nextLong(500 * MILLI), () -> {
            Peer peer = engine.open(generation);
            pass(new Input.Opened(generation));
            engine.deliver(peer, new WorkerRegistered("worker-" + generation, "token"));
        });
    }

    private void send(int generation, Frame frame) {
        assertThat(generation)
                .as("frames are sent only on the newest connection")
                .isEqualTo(engine.latest);
        Peer peer = engine.peer(generation);
        if (peer != null) {
            time.at(0, () -> engine.receive(peer, frame));
        }
    }

    private void end(PendingCall call, Outcome outcome) {
        assertThat(ended).as("a call ends once").doesNotContainKey(call);
        assertThat(time.now()).as("a call ends by its deadline").isLessThanOrEqualTo(call.deadlineNanos() + LATE);
        ended.put(call, outcome);
        if (refused && outcome instanceof Outcome.WorkerClosed && call != newest) {
            counts.refusedWhileWaiting++;
        }
        if (outcome instanceof Outcome.TimedOut late && !late.sent() && time.now() == readySince) {
            counts.expiredBeforeTheirTimer++;
        }
        if (outcome instanceof Outcome.Completed || outcome instanceof Outcome.Failed) {
            counts.answered++;
        } else if (outcome instanceof Outcome.Lost) {
            counts.lost++;
        }
        callBack();
    }

    /** Code of the user that runs where its call ends: it makes another call, or it fails with an error. */
    private void callBack() {
        switch (random.nextInt(16)) {
            case 0 -> call();
            case 1 -> throw new UserError();
            default -> {}
        }
    }

    private void finish(Effect.Invoke handler) {
        if (handlers.remove(handler)) {
            UUID id = handler.call().invocationId();
            String functionId = handler.call().functionId();
            // A handler that fails with an error has a result, too.
            InvocationResult result = id == null
                    ? null
                    : random.nextInt(4) == 0
                            ? new InvocationResult(
                                    id, functionId, null, new ErrorBody("invocation_failed", "e"), null, null)
                            : new InvocationResult(id, functionId, RawJson.NULL, null, null, null);
            pass(new Input.HandlerDone(handler.generation(), result, time.now()));
        }
    }

    // ---------------------------------------------------------------- checks

    private boolean hasRecovered() {
        return session.state() == SessionState.READY && settled;
    }

    private void assertRecovered() {
        assertThat(session.state()).as("connected again").isEqualTo(SessionState.READY);
        Peer peer = Objects.requireNonNull(engine.peer(engine.latest));
        assertThat(peer.listed).as("the engine lists the worker").isTrue();
        Set<String> onTheEngine = new HashSet<>(peer.functions);
        onTheEngine.addAll(peer.triggers);
        assertThat(onTheEngine)
                .as("the engine has the registrations of the worker")
                .isEqualTo(registered.keySet());
        assertThat(onTheEngine)
                .as("unregistered functions and triggers are not registered again")
                .noneMatch(unregistered::contains);
        registered.forEach(
                (id, what) -> assertThat(session.isRegistered(what.kind(), id)).isTrue());
        unregistered.forEach(
                id -> assertThat(session.isRegistered(id.startsWith("f") ? Kind.FUNCTION : Kind.TRIGGER, id))
                        .isFalse());
    }
}
