package dev.iii.sdk.internal.runtime;

import static dev.iii.sdk.internal.runtime.Schedules.check;

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
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs a session with its lock, its pending calls and its drain in many schedules of several threads. The connection takes
 * no frames, so that the inputs are the only events.
 */
@Tag("schedules")
class SessionSchedulesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final UUID CALL = new UUID(9, 1);
    private static final UUID INVOCATION = new UUID(3, 1);

    /** A worker whose connection is ready, except for its sockets and threads. */
    private static final class ReadyWorker
            implements SessionIo, SessionListener, NoOpCallbacks, LongSupplier, Supplier<UUID> {

        final SessionRunner runner;
        private volatile long now = SECOND;
        private long ids;
        final AtomicInteger invoked = new AtomicInteger();
        private final AtomicInteger reporting = new AtomicInteger();
        private SessionState reported = SessionState.IDLE;

        ReadyWorker() {
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
                    10,
                    10,
                    1 << 20,
                    new FrameLimit(1 << 20));
            runner = new SessionRunner(new Session(config, this, new SplittableRandom(1)), this, this, this);
            runner.on(new Input.Started());
            runner.on(new Input.Opened(1));
            runner.on(new Input.Received(1, new WorkerRegistered("worker", "token")));
            returns(ids);
            check(runner.state() == SessionState.READY, "ready");
        }

        /** Registers the function and confirms it. */
        void serve() {
            runner.registerNew(new SessionRegistration(new RegisterFunction("f", null, null, null, null, null), this));
            returns(ids);
        }

        /** The engine calls the function. */
        void invoke() {
            runner.on(new Input.Received(
                    1, new InvokeFunction(INVOCATION, "f", RawJson.NULL, null, null, null, null, null)));
        }

        void returns(long id) {
            runner.on(result(new UUID(0, id)));
        }

        /** The engine returns the result of the newest call of the session itself, which is a fence. */
        void returnFence() {
            returns(ids);
        }

        static Input result(UUID id) {
            return new Input.Received(1, new InvocationResult(id, "f", RawJson.NULL, null, null, null));
        }

        PendingCall call(Completion completion) {
            InvokeFunction frame = new InvokeFunction(CALL, "g", RawJson.NULL, null, null, null, null, null);
            return new PendingCall(CALL, frame, now + SECOND, completion);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Only one thread of a test advances the time.
        Input afterTheDeadline() {
            now += 2 * SECOND;
            return new Input.Tick(Input.Tick.UNKNOWN);
        }

        @Override
        public long getAsLong() {
            return now;
        }

        @Override
        public UUID get() {
            ids++;
            return new UUID(0, ids);
        }

        @Override
        public void connect(SessionConnection connection) {}

        @Override
        public void scheduleAt(long nanos, Runnable task) {}

        @Override
        public void cancelInvocations(int generation, boolean interrupt) {}

        @Override
        public void unbind(int generation, String triggerId) {}

        @Override
        public void unbindAll(int generation) {}

        @Override
        public void event(Event event) {
            check(reporting.incrementAndGet() == 1, "events are reported one at a time");
            if (event instanceof Event.StateChanged changed) {
                check(changed.from() == reported, "events are reported in their order");
                reported = changed.to();
            }
            reporting.decrementAndGet();
        }

        SessionState reported() {
            return reported;
        }

        @Override
        public void invoke(int generation, InvokeFunction call) {
            invoked.incrementAndGet();
        }
    }

    private static final class Completion implements CallCompletion {

        private final AtomicInteger count = new AtomicInteger();
        private volatile @Nullable Outcome outcome;

        @Override
        public void done(Outcome ended) {
            outcome = ended;
            count.incrementAndGet();
        }

        void assertOnce() {
            check(count.get() == 1, "a call ends once; outcomes: " + count.get() + ", the last one: " + outcome);
        }
    }

    /** Passes inputs on another thread. */
    private static final class Inputs implements Runnable {

        private final SessionRunner runner;
        private final List<Input> inputs;
        private final Thread thread = new Thread(this);
        private volatile @Nullable Throwable failure;

        Inputs(SessionRunner runner, Input... inputs) {
            this.runner = runner;
            this.inputs = List.of(inputs);
        }

        Inputs start() {
            thread.start();
            return this;
        }

        @Override
        public void run() {
            try {
                for (Input input : inputs) {
                    runner.on(input);
                }
            } catch (Throwable e) {
                failure = e;
            }
        }

        void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Throwable thrown = failure;
            if (thrown != null) {
                throw new AssertionError(thrown);
            }
        }
    }

    @Test
    void aCallEndsOnceWhateverComesFirst() {
        Schedules.run(new ResultCancelAndLoss());
    }

    private static final class ResultCancelAndLoss implements Runnable {
        @Override
        public void run() {
            ReadyWorker worker = new ReadyWorker();
            Completion completion = new Completion();
            PendingCall call = worker.call(completion);
            worker.runner.on(new Input.Trigger(call));
            Inputs result = new Inputs(worker.runner, ReadyWorker.result(CALL));
            Inputs cancel = new Inputs(worker.runner, new Input.Cancel(call));
            result.start();
            cancel.start();
            worker.runner.on(new Input.Closed(1, "lost"));
            result.awaitEnd();
            cancel.awaitEnd();
            completion.assertOnce();
            check(worker.reported() == SessionState.BACKING_OFF, "the loss is reported");
        }
    }

    @Test
    void aCallEndsOnceAtItsDeadline() {
        Schedules.run(new CallResultAndDeadline());
    }

    private static final class CallResultAndDeadline implements Runnable {
        @Override
        public void run() {
            ReadyWorker worker = new ReadyWorker();
            Completion completion = new Completion();
            Inputs call = new Inputs(worker.runner, new Input.Trigger(worker.call(completion)));
            Inputs result = new Inputs(worker.runner, ReadyWorker.result(CALL));
            call.start();
            result.start();
            worker.runner.on(worker.afterTheDeadline());
            call.awaitEnd();
            result.awaitEnd();
            worker.runner.on(worker.afterTheDeadline());
            completion.assertOnce();
        }
    }

    @Test
    void aDrainEndsThoughCallsAreMadeMeanwhile() {
        Schedules.run(new CallsDuringDrain());
    }

    private static final class CallsDuringDrain implements Runnable {
        @Override
        public void run() {
            ReadyWorker worker = new ReadyWorker();
            Completion completion = new Completion();
            Inputs call =
                    new Inputs(worker.runner, new Input.Trigger(worker.call(completion)), ReadyWorker.result(CALL));
            call.start();
            worker.runner.on(new Input.Drain(worker.getAsLong() + 100 * SECOND));
            worker.returnFence();
            call.awaitEnd();
            completion.assertOnce();
            assertClosed(worker);
        }
    }

    @Test
    void aDrainEndsWithItsLastHandler() {
        Schedules.run(new HandlersDuringDrain());
    }

    private static final class HandlersDuringDrain implements Runnable {
        @Override
        public void run() {
            ReadyWorker worker = new ReadyWorker();
            worker.serve();
            worker.invoke();
            Inputs handler = new Inputs(worker.runner, new Input.HandlerDone(1, null, 0));
            handler.start();
            worker.runner.on(new Input.Drain(worker.getAsLong() + 100 * SECOND));
            worker.returnFence();
            handler.awaitEnd();
            check(worker.invoked.get() == 1, "the handler was invoked");
            assertClosed(worker);
        }
    }

    private static void assertClosed(ReadyWorker worker) {
        check(worker.runner.state() == SessionState.CLOSED, "the drain has ended");
        check(worker.reported() == SessionState.CLOSED, "the end is reported");
        try {
            check(worker.runner.awaitDisconnected(1), "nothing remains to wait for");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
