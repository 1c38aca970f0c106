package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls between workers (engine behaviour, section 5). */
class CallsTest {

    private static final String CALL_ID = "11111111-1111-4111-8111-111111111111";

    private final TestEngine test = new TestEngine();
    private final TestPeer caller = test.worker("caller");
    private final TestPeer owner = test.worker("owner");

    CallsTest() {
        owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
    }

    private static String call(String members) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + CALL_ID + "\",\"function_id\":\"f\"" + members
                + "}";
    }

    private static String result(String members) {
        return "{\"type\":\"invocationresult\",\"invocation_id\":\"" + CALL_ID + "\",\"function_id\":\"f\"" + members
                + "}";
    }

    private String forwarded(String members) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + CALL_ID + "\",\"function_id\":\"f\""
                + ",\"data\":{\"_caller_worker_id\":\"" + caller.id() + "\"}" + members + "}";
    }

    @Test
    void callReachesTheOwnerWithItsIdAndTheResultComesBack() {
        caller.says(call(",\"data\":{\"x\":1}"));
        owner.hears(call(",\"data\":{\"_caller_worker_id\":\"" + caller.id() + "\",\"x\":1}"));
        owner.says(result(",\"result\":{\"y\":2}"));
        caller.hears(result(",\"result\":{\"y\":2}"));
        assertThat(test.engine.callsInFlight()).isZero();
    }

    @Test
    void resultThatComesWhileTheCallIsBeingSentIsNotLost() {
        owner.reacting(frame -> owner.says(result(",\"result\":1")));
        caller.says(call(",\"data\":{}"));
        caller.hears(result(",\"result\":1"));
    }

    @Test
    void nullAndAbsentResultsReachTheCallerAsNothing() {
        for (String nothing : List.of(",\"result\":null", "", ",\"error\":null")) {
            caller.says(call(",\"data\":{}"));
            owner.says(result(nothing));
            caller.hears(result(""));
        }
    }

    @Test
    void errorWinsOverResultAndPassesUnchanged() {
        caller.says(call(",\"data\":{}"));
        owner.says(result(",\"result\":1,\"error\":{\"code\":\"E\",\"message\":\"m\",\"stacktrace\":\"s\"}"));
        caller.hears(result(",\"error\":{\"code\":\"E\",\"message\":\"m\",\"stacktrace\":\"s\"}"));
    }

    @Test
    void onlyTheFirstAnswerCountsWhoeverGivesIt() {
        TestPeer stranger = test.worker("stranger");
        caller.says(call(",\"data\":{}"));
        stranger.says(result(",\"result\":\"stolen\""));
        owner.says(result(",\"result\":\"late\""));
        caller.hears(result(",\"result\":\"stolen\""));
    }

    @Test
    void voidCallIsForwardedUnderANewIdAndNeverAnswered() {
        caller.says(call(",\"data\":{},\"action\":{\"type\":\"void\"}"));
        InvokeFunction forwarded = (InvokeFunction) owner.heard().get(0);
        assertThat(forwarded.invocationId())
                .isNotNull()
                .hasToString(TestEngine.id(5).toString());
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + forwarded.invocationId()
                + "\",\"function_id\":\"f\",\"result\":1}");
        caller.hearsNothing();
        assertThat(test.engine.callsInFlight()).isZero();
    }

    @Test
    void unknownFunctionIsAnsweredWithTheNamespacesThatHaveIt() {
        TestPeer elsewhere = test.worker("elsewhere", "n2");
        elsewhere.says("{\"type\":\"registerfunction\",\"id\":\"g\"}");
        caller.fails("nope", "{}", "function_not_found", "Function nope not found in namespace default.");
        caller.fails(
                "g",
                "{}",
                "function_not_found",
                "Function g not found in namespace default. It is registered in namespace(s): n2.");
    }

    @Test
    void blankNamespaceIsRefused() {
        caller.says(call(",\"data\":{},\"namespace\":\" \""));
        caller.hears(
                result(
                        ",\"error\":{\"code\":\"INVALID_NAMESPACE\",\"message\":"
                                + "\"`namespace` is empty: it was named and left blank. Give it a name, or omit it to use `default`.\"}"));
    }

    @Test
    void traceFieldsAreHandedOnAndTheCallerGetsItsOwnBack() {
        caller.says(
                call(
                        ",\"data\":{},\"metadata\":{\"m\":1},\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"baggage\":\"k=v\""));
        owner.hears(
                forwarded(
                        ",\"metadata\":{\"m\":1},\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"baggage\":\"k=v,iii.function.id=f\""));
        owner.says(result(",\"result\":1,\"traceparent\":\"other\",\"baggage\":\"o=1\""));
        caller.hears(
                result(
                        ",\"result\":1,\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"baggage\":\"k=v\""));
    }

    @Test
    void ownerThatLeavesStopsTheCallsItWasAnswering() {
        caller.says(call(",\"data\":{}"));
        owner.leaves();
        caller.hears(result(",\"error\":{\"code\":\"invocation_stopped\",\"message\":\"Invocation stopped\"}"));
        assertThat(test.engine.callsInFlight()).isZero();
    }

    @Test
    void callerThatLeavesIsForgottenAndTheOwnerNotTold() {
        caller.says(call(",\"data\":{}"));
        owner.heard();
        caller.leaves();
        owner.hearsNothing();
        assertThat(test.engine.callsInFlight()).isZero();
        owner.says(result(",\"result\":1"));
        owner.hearsNothing();
    }

    @Test
    void secondCallOfTheSameIdEndsTheFirst() {
        TestPeer second = test.worker("second");
        caller.says(call(",\"data\":{}"));
        second.says(call(",\"data\":{}"));
        caller.hears(result(",\"error\":{\"code\":\"invocation_error\",\"message\":\"channel closed\"}"));
        owner.says(result(",\"result\":2"));
        second.hears(result(",\"result\":2"));
        assertThat(owner.worker().activeInvocations()).isZero();
    }

    @Test
    void callsInFlightAreCountedAtBothEnds() {
        caller.says(call(",\"data\":{}"));
        assertThat(caller.worker().activeInvocations()).isEqualTo(1);
        assertThat(owner.worker().activeInvocations()).isEqualTo(1);
        owner.says(result(""));
        assertThat(caller.worker().activeInvocations()).isZero();
        assertThat(owner.worker().activeInvocations()).isZero();
    }

    @Test
    void workerThatDoesNotReadIsDroppedAndItsCallersAreTold() {
        owner.stopReading();
        caller.says(call(",\"data\":{}"));
        caller.hearsNothing();
        test.clock.advance(Duration.ofMillis(1));
        assertThat(owner.closed()).isEqualTo("the worker does not read");
        caller.hears(result(",\"error\":{\"code\":\"invocation_stopped\",\"message\":\"Invocation stopped\"}"));
        caller.fails("f", "{}", "function_not_found", "Function f not found in namespace default.");
    }

    @Test
    void callOfTheEngineHasNoCallerAndGetsTheOutcome() {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of("f", RawJson.parse("{\"x\":1}")).withMetadata(RawJson.parse("7")), outcomes::add);
        InvokeFunction forwarded = (InvokeFunction) owner.heard().get(0);
        assertThat(forwarded.data().text()).isEqualTo("{\"x\":1}");
        assertThat(forwarded.metadata()).isEqualTo(RawJson.parse("7"));
        assertThat(outcomes).isEmpty();
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + forwarded.invocationId()
                + "\",\"function_id\":\"f\",\"result\":[1]}");
        assertThat(outcomes).containsExactly(Outcome.value(RawJson.parse("[1]")));
    }

    @Test
    void callOfTheEngineToAMissingFunctionFailsWithoutAHint() {
        List<Outcome> outcomes = new ArrayList<>();
        test.engine.invoke(Call.of("nope", RawJson.NULL).in("n"), outcomes::add);
        assertThat(outcomes)
                .containsExactly(Outcome.failure("function_not_found", "Function nope not found in namespace n"));
    }

    @Test
    void answerHandlerThatFailsHarmsNobody() {
        test.engine.invoke(Call.of("f", RawJson.NULL), outcome -> {
            throw new IllegalStateException("on purpose");
        });
        InvokeFunction forwarded = (InvokeFunction) owner.heard().get(0);
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + forwarded.invocationId()
                + "\",\"function_id\":\"f\"}");
        caller.says(call(",\"data\":{}"));
        assertThat(owner.heard()).hasSize(1);
    }

    @Test
    void enqueueAsksTheProviderAndAnswersWithAReceipt() {
        owner.says("{\"type\":\"registerfunction\",\"id\":\"engine::queue::enqueue\"}");
        caller.says(
                call(",\"data\":{\"x\":1},\"namespace\":\"n2\",\"action\":{\"type\":\"enqueue\",\"queue\":\"work\"}"));
        InvokeFunction job = (InvokeFunction) owner.heard().get(0);
        assertThat(job.data().text())
                .isEqualTo("{\"queue\":\"work\",\"function_id\":\"f\",\"data\":{\"x\":1},\"messageReceiptId\":\""
                        + TestEngine.id(5)
                        + "\",\"traceparent\":null,\"baggage\":\"iii.function.id=f\",\"namespace\":\"n2\"}");
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + job.invocationId()
                + "\",\"function_id\":\"x\",\"result\":\"whatever\"}");
        caller.hears(result(",\"result\":{\"messageReceiptId\":\"" + TestEngine.id(5) + "\"}"));
    }

    @Test
    void enqueueWithoutAProviderOrWithAFailingOneIsAnError() {
        caller.says(call(",\"data\":{},\"action\":{\"type\":\"enqueue\",\"queue\":\"work\"}"));
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(answer.error()).isNotNull().satisfies(error -> {
            assertThat(error.code()).isEqualTo("enqueue_error");
            assertThat(error.message()).startsWith("No queue provider is installed");
        });
        owner.says("{\"type\":\"registerfunction\",\"id\":\"engine::queue::enqueue\"}");
        caller.says(call(",\"data\":{},\"action\":{\"type\":\"enqueue\",\"queue\":\"work\"}"));
        InvokeFunction job = (InvokeFunction) owner.heard().get(0);
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + job.invocationId()
                + "\",\"function_id\":\"x\",\"error\":{\"code\":\"full\",\"message\":\"no room\"}}");
        caller.hears(result(",\"error\":{\"code\":\"enqueue_error\",\"message\":\"full: no room\"}"));
    }
}
