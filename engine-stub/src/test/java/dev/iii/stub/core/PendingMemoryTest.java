package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.worker.PendingMemory;
import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.stub.net.SharedWorkerMemory;
import dev.iii.transport.SharedLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests that calls which are never answered use a limited part of the heap, and that other workers do not notice. */
class PendingMemoryTest {

    private static final int LIMIT = 1 << 20;
    private static final int FAR_TOO_MANY = LIMIT / 100;
    private static final String LARGE = "x".repeat(LIMIT / 20);

    private final List<Frame> results = new ArrayList<>();
    private final TestEngine test = engine(LIMIT);
    private final TestPeer silent = test.worker("silent");
    private final TestPeer other = test.worker("other");
    /** Far from the ids that the engine gives. */
    private long ids = 1_000_000;

    PendingMemoryTest() {
        silent.says("{\"type\":\"registerfunction\",\"id\":\"never\"}");
        other.says("{\"type\":\"registerfunction\",\"id\":\"echo\"}");
        other.reacting(frame -> {
            if (frame instanceof InvokeFunction call && call.invocationId() != null) {
                other.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + call.invocationId()
                        + "\",\"function_id\":\"echo\",\"result\":1}");
            } else {
                results.add(frame);
            }
        });
    }

    private static TestEngine engine(long maxPendingBytes) {
        return new TestEngine(new EngineSettings(
                Duration.ofSeconds(5),
                LIMIT,
                WorkerMemory.UNLIMITED,
                SharedWorkerMemory.ofPending(SharedLimits.forHeap(4 * maxPendingBytes))));
    }

    private String call(String function, String members) {
        String data = members.contains("data") ? members : members + ",\"data\":{}";
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(++ids) + "\",\"function_id\":\""
                + function + "\"" + data + "}";
    }

    /** Calls until the engine refuses a call, and returns how many it has accepted. */
    private int callUntilRefused(TestPeer caller, String function, String members) {
        for (int accepted = 0; accepted < FAR_TOO_MANY; accepted++) {
            caller.says(call(function, members));
            List<Frame> heard = caller.heard();
            if (!heard.isEmpty()) {
                ErrorBody error = Objects.requireNonNull(((InvocationResult) heard.get(0)).error());
                assertThat(error.code()).isEqualTo("overloaded");
                assertThat(error.message()).startsWith("The function " + function + " was not called: ");
                assertThat(error.stacktrace()).as("the mark").isEqualTo("iii:not-run");
                return accepted;
            }
        }
        throw new AssertionError("no call was refused");
    }

    private void othersAreServed() {
        other.says(call("echo", ""));
        assertThat(results).as("the result for another worker").hasSize(1);
        results.clear();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        test.engine.invoke(Call.of("echo", RawJson.NULL), outcome::complete);
        assertThat(outcome).isCompletedWithValue(new Outcome.Value(RawJson.parse("1")));
    }

    @Test
    void callsOfOneWorkerAreRefusedAtTheLimitAndOthersAreServed() {
        TestPeer caller = test.worker("caller");
        int accepted = callUntilRefused(caller, "never", "");
        assertThat(accepted).isBetween(2_000, 5_000);
        assertThat(silent.heard()).hasSize(accepted);
        assertThat(test.engine.callsInFlight()).isEqualTo(accepted);
        othersAreServed();
        caller.says(call("echo", ""));
        assertThat(((InvocationResult) caller.heard().get(0)).error())
                .as("also to other functions")
                .isNotNull();
        assertThat(caller.closed()).isNull();
        assertThat(silent.closed()).isNull();
    }

    @Test
    void endedCallsCountNoMore() {
        TestPeer caller = test.worker("caller");
        int accepted = callUntilRefused(caller, "never", "");
        for (Frame frame : silent.heard()) {
            silent.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + ((InvokeFunction) frame).invocationId()
                    + "\",\"function_id\":\"never\"}");
        }
        caller.heard();
        assertThat(callUntilRefused(caller, "never", "")).as("after results").isEqualTo(accepted);

        caller.leaves();
        TestPeer next = test.worker("next");
        assertThat(callUntilRefused(next, "never", ""))
                .as("after the caller has left")
                .isEqualTo(accepted);

        silent.leaves();
        next.heard();
        TestPeer again = test.worker("again");
        again.says("{\"type\":\"registerfunction\",\"id\":\"never\"}");
        assertThat(callUntilRefused(next, "never", ""))
                .as("after the owner has left")
                .isEqualTo(accepted);
        assertThat(test.engine.callsInFlight()).isEqualTo(accepted);
    }

    @Test
    void aCallThatReplacesAnotherOneCountsOnce() {
        TestPeer caller = test.worker("caller");
        String same = call("never", "");
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            caller.says(same);
        }
        assertThat(caller.heard())
                .hasSize(FAR_TOO_MANY - 1)
                .allSatisfy(frame -> assertThat(Objects.requireNonNull(((InvocationResult) frame).error())
                                .code())
                        .isEqualTo("invocation_error"));
    }

    @Test
    void theTraceFieldsThatAreKeptForTheResultCount() {
        TestPeer caller = test.worker("caller");
        assertThat(callUntilRefused(caller, "never", ",\"baggage\":\"" + LARGE + "\""))
                .isBetween(5, 20);
        othersAreServed();
    }

    @Test
    void theWorkerWithMostIsDroppedWhenAllTogetherExceedTheLimit() {
        TestPeer first = test.worker("first");
        TestPeer second = test.worker("second");
        for (int i = 0; i < LIMIT / 2 / 200; i++) {
            first.says(call("never", ""));
        }
        int accepted = callUntilRefused(second, "never", "");
        test.clock.advance(Duration.ZERO);
        assertThat(accepted).isBetween(2_000, 5_000);
        assertThat(List.of(String.valueOf(first.closed()), String.valueOf(second.closed())))
                .containsExactlyInAnyOrder(
                        "null", "its calls without a result, and its channels, need too much memory");
        assertThat(silent.closed()).isNull();
        othersAreServed();
    }

    @Test
    void memoryOfAWorkerThatHasLeftIsReleasedBeforeThatOfOthers() {
        List<ConnectedWorker> evicted = new ArrayList<>();
        test.extend(installer -> installer.listen(new EngineListener() {
            @Override
            public void evicted(ConnectedWorker worker) {
                evicted.add(worker);
            }
        }));
        TestPeer leaving = test.worker("leaving");
        TestPeer caller = test.worker("caller");
        assertThat(leaving.worker().hold(LIMIT / 2)).isTrue();
        assertThat(leaving.worker().hold(LIMIT / 2)).isFalse();
        leaving.leaves();
        for (int i = 0; i < LIMIT / 2 / 200 - 100; i++) {
            caller.says(call("never", ""));
        }
        test.clock.advance(Duration.ZERO);
        assertThat(evicted).isEmpty();

        assertThat(other.worker().hold(LIMIT / 4)).isTrue();
        test.clock.advance(Duration.ZERO);
        assertThat(evicted).containsExactly(leaving.worker());
        assertThat(caller.closed()).isNull();
        assertThat(other.closed()).isNull();
    }

    @Test
    void aWorkerThatDoesNotAnswerTheEngineIsDroppedBeforeOthers() {
        TestPeer caller = test.worker("caller");
        for (int i = 0; i < LIMIT / 3 / 200; i++) {
            caller.says(call("never", ""));
        }
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            test.engine.invoke(Call.of("never", RawJson.NULL), outcome -> {});
        }
        test.clock.advance(Duration.ZERO);
        assertThat(silent.closed()).isEqualTo("its calls without a result, and its channels, need too much memory");
        assertThat(caller.closed()).isNull();
        assertThat(caller.heard()).as("its calls have ended").hasSize(LIMIT / 3 / 200);
        assertThat(test.engine.callsInFlight()).isZero();
        othersAreServed();
    }

    @Test
    void callsForWhoseOutcomeNoCallerWaitsAreAllSent() {
        TestPeer caller = test.worker("caller");
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            caller.says("{\"type\":\"invokefunction\",\"function_id\":\"never\",\"data\":{},"
                    + "\"action\":{\"type\":\"void\"}}");
        }
        assertThat(silent.heard()).hasSize(FAR_TOO_MANY);
        assertThat(caller.heard()).isEmpty();
        assertThat(test.engine.callsInFlight()).isLessThan(1_000);
        othersAreServed();
        assertThat(callUntilRefused(caller, "never", "")).isGreaterThan(2_000);
    }

    private static void assertRefused(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.error().code()).isEqualTo("overloaded"));
    }

    @Test
    void callsOfTheEngineCountForTheWorkerThatDoesNotAnswer() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            test.engine.invoke(Call.of("never", RawJson.NULL), outcomes::add);
        }
        assertThat(test.engine.callsInFlight()).isBetween(2_000, 5_000);
        assertThat(outcomes)
                .hasSize(FAR_TOO_MANY - test.engine.callsInFlight())
                .allSatisfy(PendingMemoryTest::assertRefused);
        othersAreServed();
        silent.says(call("echo", ""));
        assertThat(silent.heard())
                .filteredOn(InvocationResult.class::isInstance)
                .as("its own calls are served")
                .singleElement()
                .isInstanceOfSatisfying(
                        InvocationResult.class,
                        result -> assertThat(result.error()).isNull());
    }

    @Test
    void payloadsThatWaitForAConditionCount() {
        Trigger trigger = new Trigger("t", "state", "echo", "default", RawJson.NULL, null, null, "default");
        RawJson payload = RawJson.parse("\"" + LARGE + "\"");
        List<Condition> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            test.engine.ask(trigger, "never", payload, TraceContext.NONE, answers::add);
        }
        assertThat(test.engine.callsInFlight()).isBetween(5, 20);
        assertThat(answers).hasSize(100 - test.engine.callsInFlight()).allMatch(Condition.Failed.class::isInstance);
        othersAreServed();
    }

    @Test
    void callsThatTheEngineAnswersLaterCountWithTheirPayloads() {
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        test.extend(installer -> installer.asyncFunction(FunctionSpec.of("later", ""), call -> {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        }));
        TestPeer caller = test.worker("caller");
        int accepted = callUntilRefused(caller, "later", ",\"data\":\"" + LARGE + "\"");
        assertThat(accepted).isBetween(5, 20);
        assertThat(waiting).hasSize(accepted);
        othersAreServed();

        List.copyOf(waiting).forEach(answer -> answer.complete(Outcome.NONE));
        caller.heard();
        assertThat(callUntilRefused(caller, "later", ",\"data\":\"" + LARGE + "\""))
                .isEqualTo(accepted);
    }

    @Test
    void aHeapOf128MegabytesHasMemoryFor100000CallsOfOneWorker() {
        TestEngine quarter = engine(32 << 20);
        TestPeer caller = quarter.worker("caller");
        TestPeer owner = quarter.worker("owner");
        owner.says("{\"type\":\"registerfunction\",\"id\":\"shop::never\"}");
        owner.heard();
        for (int i = 0; i < 100_000; i++) {
            caller.says(call("shop::never", ""));
            owner.heard();
        }
        assertThat(caller.heard()).isEmpty();
        assertThat(quarter.engine.callsInFlight()).isEqualTo(100_000);
    }

    @Test
    void theLimitOfAllIsToldAboutLargeChangesAndAboutTheEnd() {
        List<Long> reported = new ArrayList<>();
        PendingMemory memory = new PendingMemory(reported::add, LIMIT);
        for (int i = 0; i < 10; i++) {
            assertThat(memory.made().tryAdd(1_000)).isTrue();
            assertThat(memory.served().tryAdd(1_000)).isTrue();
        }
        assertThat(reported).containsExactly(5_000L, 10_000L, 15_000L, 20_000L);
        assertThat(memory.heldBytes()).isEqualTo(20_000);
        assertThat(memory.made().tryAdd(LIMIT)).isFalse();
        assertThat(memory.heldBytes()).isEqualTo(20_000);
        for (int i = 0; i < 10; i++) {
            memory.made().remove(1_000);
            memory.served().remove(1_000);
        }
        assertThat(reported).endsWith(5_000L, 0L);
    }
}
