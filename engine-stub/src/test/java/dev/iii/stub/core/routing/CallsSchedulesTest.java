package dev.iii.stub.core.routing;

import static dev.iii.stub.core.Schedules.check;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.core.Schedules;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.stub.core.registry.Function;
import dev.iii.stub.core.registry.Functions;
import dev.iii.stub.core.worker.OutboundConnection;
import dev.iii.stub.core.worker.PendingMemory;
import dev.iii.stub.core.worker.Worker;
import dev.iii.transport.LogLimiter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs calls between workers in many schedules of results, connections that end, and calls with the same id. */
@Tag("schedules")
class CallsSchedulesTest {

    private static final UUID CALL = new UUID(7, 7);

    /** A connection that counts the results that it is sent. */
    private static final class Line implements OutboundConnection {

        final AtomicInteger results = new AtomicInteger();

        @Override
        public Sent send(Frame frame) {
            if (frame instanceof InvocationResult) {
                results.incrementAndGet();
            }
            return Sent.QUEUED;
        }

        @Override
        public long maxFrameBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close(String reason) {}

        @Override
        public void abort(String reason) {}

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public String address() {
            return "test";
        }
    }

    /** An engine with one function. */
    private static final class Fixture {

        final Line callerLine = new Line();
        final PendingMemory pending = new PendingMemory(bytes -> {}, Long.MAX_VALUE);
        final Worker caller;
        final Worker owner;
        final Calls calls;

        Fixture() {
            ManualClock clock = new ManualClock();
            caller = new Worker(new UUID(0, 1), callerLine, Access.OPEN, clock, bytes -> {}, pending, () -> {});
            owner = new Worker(new UUID(0, 2), new Line(), Access.OPEN, clock, bytes -> {}, pending, () -> {});
            Functions functions = new Functions();
            functions.claim(Function.ofWorker(owner, Namespaces.DEFAULT, FunctionSpec.of("f", ""), "f"), owner);
            calls = new Calls(
                    clock,
                    new RandomIds(1),
                    functions,
                    () -> Tracing.NONE,
                    Long.MAX_VALUE,
                    new LogLimiter(clock::nanoTime, 1, Duration.ofMinutes(1)));
        }

        void call() {
            calls.fromWorker(caller, new InvokeFunction(CALL, "f", RawJson.EMPTY_OBJECT, null, null, null, null, null));
        }

        void result() {
            calls.answered(owner, new InvocationResult(CALL, "f", RawJson.NULL, null, null, null));
        }

        void leave(Worker worker) {
            worker.markGone();
            calls.stop(worker);
        }

        void assertNothingInFlight() {
            check(calls.inFlight() == 0, "no call is in flight");
            check(owner.activeInvocations() == 0, "the owner runs nothing: " + owner.activeInvocations());
            check(pending.heldBytes() == 0, "no memory is counted: " + pending.heldBytes());
        }

        void assertOneResult() {
            assertNothingInFlight();
            check(callerLine.results.get() == 1, "the caller gets one result: " + callerLine.results.get());
            check(caller.activeInvocations() == 0, "the caller waits for nothing: " + caller.activeInvocations());
        }
    }

    /** The step of another thread. */
    private enum Step {
        CALL,
        RESULT,
        OWNER_LEAVES,
        CALLER_LEAVES;

        void on(Fixture fixture) {
            switch (this) {
                case CALL -> fixture.call();
                case RESULT -> fixture.result();
                case OWNER_LEAVES -> fixture.leave(fixture.owner);
                case CALLER_LEAVES -> fixture.leave(fixture.caller);
            }
        }
    }

    private static final class OtherThread implements Runnable {

        private final Fixture fixture;
        private final Step step;
        private final Thread thread = new Thread(this);

        OtherThread(Fixture fixture, Step step) {
            this.fixture = fixture;
            this.step = step;
        }

        @Override
        public void run() {
            step.on(fixture);
        }

        OtherThread start() {
            thread.start();
            return this;
        }

        void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A call in flight, and two steps at the same time. */
    private static final class CallInFlight implements Runnable {

        private final Step one;
        private final Step other;

        CallInFlight(Step one, Step other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void run() {
            Fixture fixture = new Fixture();
            fixture.call();
            OtherThread thread = new OtherThread(fixture, other).start();
            one.on(fixture);
            thread.awaitEnd();
            fixture.assertOneResult();
        }
    }

    @Test
    void theFirstOfTwoResultsEndsTheCall() {
        Schedules.run(new CallInFlight(Step.RESULT, Step.RESULT));
    }

    @Test
    void aResultOrTheEndOfTheOwnerEndsTheCall() {
        Schedules.run(new CallInFlight(Step.RESULT, Step.OWNER_LEAVES));
    }

    /** A call is made while the other thread does its step. */
    private static final class CallMeanwhile implements Runnable {

        private final Step other;

        CallMeanwhile(Step other) {
            this.other = other;
        }

        @Override
        public void run() {
            Fixture fixture = new Fixture();
            OtherThread thread = new OtherThread(fixture, other).start();
            fixture.call();
            thread.awaitEnd();
            if (other == Step.CALLER_LEAVES) {
                fixture.assertNothingInFlight();
            } else {
                fixture.assertOneResult();
            }
        }
    }

    @Test
    void aCallWhileItsOwnerLeavesEndsOnce() {
        Schedules.run(new CallMeanwhile(Step.OWNER_LEAVES));
    }

    @Test
    void aCallWhileItsCallerLeavesIsForgotten() {
        Schedules.run(new CallMeanwhile(Step.CALLER_LEAVES));
    }

    @Test
    void twoCallsOfTheSameIdEndOnceEach() {
        Schedules.run(new SameId());
    }

    private static final class SameId implements Runnable {
        @Override
        public void run() {
            Fixture fixture = new Fixture();
            OtherThread thread = new OtherThread(fixture, Step.CALL).start();
            fixture.call();
            thread.awaitEnd();
            fixture.result();
            fixture.assertNothingInFlight();
            check(fixture.callerLine.results.get() == 2, "both calls end: " + fixture.callerLine.results.get());
            check(fixture.caller.activeInvocations() == 0, "the caller waits for nothing");
        }
    }
}
