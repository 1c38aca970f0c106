package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.QuickResults.BATCH_NANOS;
import static dev.iii.sdk.internal.session.QuickResults.FIRST_NANOS;
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
        script.on(received(1, new InvokeFunction(new UUID(3, id), "f", RawJson.NULL, null, null, null, null, null)));
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
        assertThat(sentAfter(FIRST_NANOS)).isEmpty();
        assertThat(sentAfter(BATCH_NANOS)).containsExactly(text(quick));
        assertThat(sentAfter(SECOND_NANOS - 1)).isEmpty();
        assertThat(sentAfter(1)).containsExactly(text(quick));
        assertThat(sentAfter(SECOND)).doesNotContain(text(quick));
        assertThat(script.session.repeatedResults()).isEqualTo(2);
    }

    @Test
    void theWakeUpForARepetitionIsRequested() {
        arrive(1);
        answer(result(1, RawJson.NULL), script.now);
        assertThat(script.effects).contains(new Effect.WakeAt(script.now + FIRST_NANOS + BATCH_NANOS));
    }

    @Test
    void errorsAreRepeatedToo() {
        arrive(1);
        InvocationResult error =
                new InvocationResult(new UUID(3, 1), "f", null, new ErrorBody("sold_out", "no"), null, null);
        answer(error, script.now);
        assertThat(sentAfter(FIRST_NANOS + BATCH_NANOS)).containsExactly(text(error));
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
    void resultsOfOnePeriodAreRepeatedTogether() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            arrive(i);
            answer(result(i, RawJson.NULL), script.now);
            sent.addAll(script.actions());
            assertThat(sentAfter(BATCH_NANOS / 5)).isEmpty();
        }
        assertThat(sentAfter(FIRST_NANOS)).containsExactlyElementsOf(sent);
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
            assertThat(sentAfter(FIRST_NANOS + BATCH_NANOS)).hasSize(fitting);
            assertThat(sentAfter(SECOND_NANOS)).hasSize(fitting);
        }
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
        assertThat(sentAfter(FIRST_NANOS + BATCH_NANOS)).startsWith(text(quick));
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
