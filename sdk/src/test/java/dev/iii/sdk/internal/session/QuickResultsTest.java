package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.QuickResults.CARRIED;
import static dev.iii.sdk.internal.session.QuickResults.FIRST_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.GRACE_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.MAX_BATCH;
import static dev.iii.sdk.internal.session.QuickResults.MIN_SECOND_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.PAUSE_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.QUICK_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.SECOND_NANOS;
import static dev.iii.sdk.internal.session.SessionScript.REPEATING;
import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static dev.iii.sdk.internal.session.SessionScript.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuickResultsTest {

    private final SessionScript script = new SessionScript(REPEATING);

    @BeforeEach
    void serve() {
        script.ready();
        script.on(new Input.Register(function("f")));
    }

    private void arrive(long id) {
        arrive(new UUID(3, id));
    }

    private void arrive(UUID id) {
        script.on(received(1, new InvokeFunction(id, "f", RawJson.NULL, null, null, null, null, null)));
    }

    private static InvocationResult result(long id, RawJson value) {
        return new InvocationResult(new UUID(3, id), "f", value, null, null, null);
    }

    private void answer(@Nullable InvocationResult result, long receivedNanos) {
        script.on(new Input.HandlerDone(1, result, receivedNanos));
    }

    private List<String> sentAfter(long nanos) {
        return script.after(nanos).actions();
    }

    @Test
    void aQuickResultIsSentTwiceAgainOnTheSameConnection() {
        arrive(1);
        InvocationResult quick = result(1, RawJson.NULL);
        answer(quick, script.now - QUICK_NANOS);
        assertThat(script.actions()).containsExactly(text(quick));
        assertThat(sentAfter(FIRST_NANOS - 1)).isEmpty();
        assertThat(sentAfter(1 + GRACE_NANOS)).containsExactly(text(quick));
        assertThat(script.effects).contains(new Effect.WakeAt(script.now + SECOND_NANOS + GRACE_NANOS));
        assertThat(sentAfter(SECOND_NANOS - 1)).isEmpty();
        assertThat(sentAfter(1)).containsExactly(text(quick));
        assertThat(sentAfter(SECOND)).doesNotContain(text(quick));
        assertThat(script.session.repeatedResults()).isEqualTo(2);
    }

    /** With competing processes, an engine has noted calls only 70 ms after it had sent them. */
    @Test
    void anEngineMayNoteACallLate() {
        arrive(1);
        InvocationResult result = result(1, RawJson.NULL);
        answer(result, script.now - 50_000_000);
        assertThat(sentAfter(100_000_000)).contains(text(result));
        script.now += 300_000_000;
        script.after(0);
        assertThat(sentAfter(SECOND)).contains(text(result));
    }

    @Test
    void theWakeUpForARepetitionIsRequested() {
        arrive(1);
        answer(result(1, RawJson.NULL), script.now);
        assertThat(script.effects).contains(new Effect.WakeAt(script.now + FIRST_NANOS + GRACE_NANOS));
    }

    @Test
    void errorsAreRepeatedToo() {
        arrive(1);
        InvocationResult error =
                new InvocationResult(new UUID(3, 1), "f", null, new ErrorBody("sold_out", "no"), null, null);
        answer(error, script.now);
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactly(text(error));
    }

    @Test
    void slowResultsAndCallsWithoutAResultAreNotRepeated() {
        arrive(1);
        answer(result(1, RawJson.NULL), script.now - QUICK_NANOS - 1);
        arrive(2);
        answer(null, script.now);
        assertThat(sentAfter(SECOND)).isEmpty();
        assertThat(script.session.repeatedResults()).isZero();
    }

    @Test
    void aRepetitionThatIsDueLeavesWithTheNextResult() {
        arrive(1);
        answer(result(1, RawJson.NULL), script.now);
        arrive(2);
        script.now += FIRST_NANOS;
        InvocationResult slow = result(2, RawJson.NULL);
        answer(slow, script.now - QUICK_NANOS - 1);
        assertThat(script.actions()).containsExactly(text(slow), text(result(1, RawJson.NULL)));
        assertThat(sentAfter(GRACE_NANOS)).isEmpty();
        assertThat(sentAfter(SECOND_NANOS)).containsExactly(text(result(1, RawJson.NULL)));
    }

    @Test
    void aFewRepetitionsLeaveWithEachResult() {
        List<String> sent = answers(CARRIED + 1);
        script.now += FIRST_NANOS;
        arrive(100);
        answer(null, script.now);
        assertThat(script.actions()).isEmpty();
        arrive(101);
        answer(result(101, RawJson.NULL), script.now - QUICK_NANOS - 1);
        assertThat(script.actions()).hasSize(1 + CARRIED).containsAll(sent.subList(0, CARRIED));
        assertThat(script.after(0).actions()).containsExactly(sent.get(CARRIED));
    }

    @Test
    void manyRepetitionsWithoutAnotherResultLeaveInBatchesWithPauses() {
        List<String> sent = answers(MAX_BATCH + 1);
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactlyElementsOf(sent.subList(0, MAX_BATCH));
        assertThat(script.effects).contains(new Effect.WakeAt(script.now + PAUSE_NANOS));
        assertThat(sentAfter(PAUSE_NANOS)).containsExactly(sent.get(MAX_BATCH));
    }

    /** Answers calls immediately. Returns the frames. */
    private List<String> answers(int count) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrive(i);
            answer(result(i, RawJson.NULL), script.now);
            sent.addAll(script.actions());
        }
        return sent;
    }

    @Test
    void nothingIsRepeatedOnAnotherConnection() {
        arrive(1);
        answer(result(1, RawJson.NULL), script.now);
        script.on(new Input.Closed(1, "gone"));
        script.after(SECOND);
        script.on(new Input.Opened(2));
        script.on(received(2, SessionScript.ok(2)));
        assertThat(sentAfter(SECOND)).isEmpty();
        assertThat(script.session.repeatedResults()).isZero();
    }

    @Test
    void aResultThatHasArrivedAtThisWorkerIsNotRepeated() {
        callOfThisWorker(1);
        assertThat(sentAfter(SECOND)).isEmpty();
        assertThat(script.session.repeatedResults()).isZero();
    }

    @Test
    void aResultThatArrivesBetweenItsRepetitionsIsNotRepeatedAgain() {
        UUID id = trigger(1);
        InvocationResult own = new InvocationResult(id, "f", RawJson.NULL, null, null, null);
        arrive(id);
        answer(own, script.now);
        script.actions();
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactly(text(own));
        script.on(received(1, own));
        assertThat(sentAfter(SECOND_NANOS)).doesNotContain(text(own));
        assertThat(script.session.repeatedResults()).isEqualTo(1);
    }

    @Test
    void resultsThatHaveArrivedDoNotDelayOrPreventTheOthers() {
        callOfThisWorker(1);
        arrive(1);
        answer(result(1, RawJson.NULL), script.now);
        callOfThisWorker(2);
        arrive(2);
        answer(result(2, RawJson.NULL), script.now);
        callOfThisWorker(3);
        script.actions();
        List<String> others = List.of(text(result(1, RawJson.NULL)), text(result(2, RawJson.NULL)));
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactlyElementsOf(others);
        assertThat(sentAfter(SECOND_NANOS)).containsExactlyElementsOf(others);
    }

    @Test
    void aResultThatHasArrivedNeedsNoMemory() {
        RawJson large = RawJson.parse('"' + "x".repeat(60_000) + '"');
        for (int i = 1; i <= 100; i++) {
            callOfThisWorker(i, large);
        }
        arrive(1);
        answer(result(1, large), script.now);
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactly(text(result(1, large)));
    }

    @Test
    void shutdownDoesNotWaitForAResultThatHasArrived() {
        callOfThisWorker(1);
        script.on(new Input.Drain(script.now + SECOND));
        // The fences of the registration and of the shutdown.
        script.on(received(1, SessionScript.ok(2)));
        script.on(received(1, SessionScript.ok(3)));
        assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
    }

    /** The worker calls its own function, and the result arrives. */
    private void callOfThisWorker(long call) {
        callOfThisWorker(call, RawJson.NULL);
    }

    private void callOfThisWorker(long call, RawJson value) {
        UUID id = trigger(call);
        arrive(id);
        InvocationResult own = new InvocationResult(id, "f", value, null, null, null);
        answer(own, script.now);
        script.on(received(1, own));
    }

    private UUID trigger(long call) {
        PendingCall pending = script.call(call, "f", SECOND * 10);
        script.on(new Input.Trigger(pending));
        return pending.id();
    }

    @Test
    void aLargeResultIsNotRepeated() {
        arrive(1);
        answer(result(1, RawJson.parse('"' + "x".repeat(QuickResults.MAX_RESULT_BYTES) + '"')), script.now);
        assertThat(sentAfter(SECOND)).isEmpty();
    }

    @Test
    void theMemoryForRepetitionsIsBoundedAndFreed() {
        RawJson large = RawJson.parse('"' + "x".repeat(60_000) + '"');
        int fitting = QuickResults.MAX_BYTES / 60_130;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < fitting + 5; i++) {
                arrive(i);
                answer(result(i, large), script.now);
            }
            assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).hasSize(fitting);
            assertThat(sentAfter(SECOND_NANOS)).hasSize(fitting);
        }
    }

    @Test
    void aNewResultTakesTheMemoryOfAnOlderOneWhoseSecondRepetitionLeavesEarly() {
        RawJson large = RawJson.parse('"' + "x".repeat(60_000) + '"');
        int fitting = QuickResults.MAX_BYTES / 60_130;
        for (int i = 0; i < fitting; i++) {
            arrive(i);
            answer(result(i, large), script.now);
        }
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).hasSize(fitting);
        script.now += MIN_SECOND_NANOS - 1;
        arrive(1000);
        answer(result(1000, large), script.now);
        assertThat(script.actions()).containsExactly(text(result(1000, large)));
        script.now += 1;
        arrive(1001);
        answer(result(1001, large), script.now);
        assertThat(script.actions()).containsExactlyInAnyOrder(text(result(0, large)), text(result(1001, large)));
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).containsExactly(text(result(1001, large)));
        assertThat(sentAfter(SECOND))
                .hasSize(fitting)
                .contains(text(result(1001, large)))
                .doesNotContain(text(result(0, large)));
    }

    @Test
    void shutdownWaitsForTheFirstRepetition() {
        arrive(1);
        InvocationResult quick = result(1, RawJson.NULL);
        answer(quick, script.now);
        script.on(new Input.Drain(script.now + SECOND));
        // The fences of the registration and of the shutdown.
        script.on(received(1, SessionScript.ok(2)));
        script.on(received(1, SessionScript.ok(3)));
        assertThat(script.session.state()).isEqualTo(SessionState.DRAINING);
        assertThat(sentAfter(FIRST_NANOS + GRACE_NANOS)).startsWith(text(quick));
        assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void aWorkerThatDoesNotRepeatClosesImmediately() {
        SessionScript plain = new SessionScript();
        plain.ready();
        plain.on(new Input.Register(function("f")));
        plain.on(received(1, new InvokeFunction(new UUID(3, 1), "f", RawJson.NULL, null, null, null, null, null)));
        plain.on(new Input.HandlerDone(1, result(1, RawJson.NULL), plain.now));
        assertThat(plain.after(SECOND).actions()).isEmpty();
        assertThat(plain.session.repeatedResults()).isZero();
    }
}
