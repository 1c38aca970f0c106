package dev.iii.sdk.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.CallCompletion;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.NoOpCallbacks;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.session.SessionRegistration;
import dev.iii.sdk.internal.session.SessionState;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.transport.Closing;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Runs a session with its runner in virtual time. Everything that the runner calls back fails with errors from time to time:
 * completions of calls, listeners, handlers, and the start of a connection. No error may reach the thread that passes an
 * input, and none may keep another effect from being performed. Sometimes handlers hang from some time on. Everything follows
 * from the seed.
 */
final class RunnerSimulation {

    private static final long SECOND = 1_000_000_000L;

    /** Code of the user, or the JVM, fails. */
    private static final class PlannedError extends Error {
        private static final long serialVersionUID = 1;
    }

    private record Scheduled(long at, long order, Runnable action) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** A call, and how often its completion was called. */
    private final class Call implements CallCompletion {

        private int completions;

        @Override
        public void done(Outcome outcome) {
            completions++;
            if (random.nextInt(8) == 0) {
                call();
            }
            mayFail();
        }
    }

    private final class Io implements SessionIo {

        @Override
        public void connect(SessionConnection started) {
            int generation = started.generation();
            connection = generation;
            mayFail();
            if (random.nextInt(4) == 0) {
                at(SECOND / 10, () -> started.onClosed(closing()));
                return;
            }
            at(SECOND / 10, () -> {
                runner.on(new Input.Opened(generation));
                received(generation, new WorkerRegistered("worker-" + generation, "token"));
                if (random.nextInt(3) == 0) {
                    at(random.nextLong(20 * SECOND), () -> started.onClosed(closing()));
                }
            });
        }

        @Override
        public void scheduleAt(long nanos, Runnable task) {
            at(nanos - now, task);
        }
    }

    private final class Listener implements SessionListener {

        private SessionState state = SessionState.IDLE;

        @Override
        public void cancelInvocations(int generation, boolean interrupt) {
            mayFail();
        }

        @Override
        public void unbind(int generation, String triggerId) {}

        @Override
        public void unbindAll(int generation) {
            mayFail();
        }

        @Override
        public void event(Event event) {
            if (event instanceof Event.StateChanged changed) {
                assertThat(changed.from()).as("events come in their order").isEqualTo(state);
                state = changed.to();
            }
            mayFail();
        }
    }

    private final class Function implements NoOpCallbacks {

        @Override
        public void invoke(int generation, InvokeFunction call) {
            if (now < handlersHangFrom) {
                at(random.nextLong(3 * SECOND), () -> runner.on(new Input.HandlerDone(generation, null, now)));
            } else {
                hanging++;
            }
            mayFail();
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Scheduled> future = new PriorityQueue<>();
    private final List<Call> calls = new ArrayList<>();
    private final Listener listener = new Listener();
    private final SessionRunner runner;
    private long now = SECOND;
    private long order;
    private long ids;
    private int connection;
    private int errors;
    /** From this time on, no handler returns. */
    private long handlersHangFrom = Long.MAX_VALUE;

    private int hanging;

    RunnerSimulation(long seed) {
        random = new SplittableRandom(seed);
        SessionConfig config = new SessionConfig(
                RawJson.EMPTY_OBJECT,
                RawJson.EMPTY_OBJECT,
                Reconnect.DEFAULT,
                Heartbeat.DEFAULT,
                5 * SECOND,
                false,
                SECOND,
                TriggerRetry.NEVER,
                true,
                20,
                10,
                1 << 20,
                new FrameLimit(1 << 20));
        runner = new SessionRunner(new Session(config, this::nextId, random.split()), new Io(), listener, () -> now);
    }

    /** Every id belongs to an announcement or to a fence, which the engine answers. */
    private UUID nextId() {
        UUID id = new UUID(0, ++ids);
        if (random.nextInt(10) > 0) {
            result(id);
        }
        return id;
    }

    int errors() {
        return errors;
    }

    /** Returns the number of handlers that never return. */
    int hanging() {
        return hanging;
    }

    int calls() {
        return calls.size();
    }

    void run() {
        if (random.nextInt(4) == 0) {
            handlersHangFrom = now + random.nextLong(60 * SECOND);
        }
        runner.on(new Input.Started());
        for (int i = 0; i < 6; i++) {
            runner.registerNew(new SessionRegistration(
                    new RegisterFunction("f" + i, null, null, null, null, null), new Function()));
        }
        for (int i = 0; i < 40; i++) {
            at(random.nextLong(60 * SECOND), random.nextInt(3) > 0 ? this::call : this::invoke);
        }
        if (random.nextInt(4) == 0) {
            at(
                    random.nextLong(60 * SECOND),
                    () -> received(connection, new ConnectionRefused(new ErrorBody("refused", "no"))));
        }
        advance(now + 61 * SECOND);
        runner.on(new Input.Drain(now + 5 * SECOND));
        advance(now + 20 * SECOND);
        assertThat(runner.state()).isEqualTo(SessionState.CLOSED);
        assertThat(listener.state).as("the state that was reported").isEqualTo(SessionState.CLOSED);
        assertThat(calls).as("every call ends once").allMatch(call -> call.completions == 1);
    }

    private void call() {
        Call call = new Call();
        calls.add(call);
        UUID id = new UUID(1, calls.size());
        InvokeFunction frame = new InvokeFunction(id, "remote", RawJson.NULL, null, null, null, null, null);
        if (random.nextInt(4) > 0) {
            result(id);
        }
        runner.on(new Input.Trigger(new PendingCall(id, frame, now + 1 + random.nextLong(10 * SECOND), call)));
    }

    private void invoke() {
        received(
                connection,
                new InvokeFunction(
                        new UUID(2, order), "f" + random.nextInt(6), RawJson.NULL, null, null, null, null, null));
    }

    private void result(UUID id) {
        at(
                random.nextLong(SECOND),
                () -> received(connection, new InvocationResult(id, "remote", RawJson.NULL, null, null, null)));
    }

    private void received(int generation, Frame frame) {
        runner.on(new Input.Received(generation, frame));
    }

    private void mayFail() {
        if (random.nextInt(5) == 0) {
            errors++;
            throw new PlannedError();
        }
    }

    private static Closing closing() {
        return new Closing(Closing.ABNORMAL, "lost", false, false);
    }

    private void at(long delay, Runnable action) {
        future.add(new Scheduled(now + Math.max(0, delay), order++, action));
    }

    private void advance(long until) {
        Scheduled next;
        while ((next = future.peek()) != null && next.at() <= until) {
            future.poll();
            now = Math.max(now, next.at());
            next.action().run();
        }
        now = until;
    }
}
