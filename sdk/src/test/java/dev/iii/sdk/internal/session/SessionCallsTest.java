package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.Play.SECOND;
import static dev.iii.sdk.internal.session.Play.function;
import static dev.iii.sdk.internal.session.Play.ok;
import static dev.iii.sdk.internal.session.Play.received;
import static dev.iii.sdk.internal.session.Play.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.RawJson;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Calls that a session makes and takes. */
class SessionCallsTest {

    private final Play play = new Play();

    @Nested
    class Calling {

        @Test
        void waitsOfflineAndIsSentWhenReady() {
            assertThat(play.on(new Input.Trigger(play.call(1, "a", 30 * SECOND)))
                            .did())
                    .isEmpty();
            play.ready();
            assertThat(play.did())
                    .containsExactly("{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(9, 1)
                            + "\",\"function_id\":\"a\",\"data\":null}");
            play.on(received(1, new InvocationResult(new UUID(9, 1), "a", RawJson.parse("1"), null, null, null)));
            assertThat(play.did()).containsExactly("a Completed[result=RawJson[1 bytes]]");
        }

        @Test
        void isNeverSentWhenItsTimeIsUp() {
            play.on(new Input.Trigger(play.call(1, "a", SECOND)));
            play.after(SECOND);
            assertThat(play.did()).containsExactly("a TimedOut[sent=false]");
            assertThat(play.ready().did()).isEmpty();
        }

        @Test
        void theOfflineQueueIsBounded() {
            for (int i = 0; i < 3; i++) {
                play.on(new Input.Trigger(play.call(i, "a", 30 * SECOND)));
            }
            assertThat(play.on(new Input.Trigger(play.call(9, "b", 30 * SECOND)))
                            .did())
                    .containsExactly("b Overloaded[bound=calls that wait for a connection]");
        }

        @Test
        void timesOutAndALateResultIsIgnored() {
            play.ready();
            play.on(new Input.Trigger(play.call(1, "a", SECOND)));
            play.after(SECOND);
            assertThat(play.did()).containsExactly("a TimedOut[sent=true]");
            play.on(received(1, new InvocationResult(new UUID(9, 1), "a", null, null, null, null)));
            assertThat(play.effects).isEmpty();
        }

        @Test
        void isLostAtOnceWhenTheConnectionBreaks() {
            play.ready();
            play.on(new Input.Trigger(play.call(1, "a", 30 * SECOND)));
            assertThat(play.on(new Input.Closed(1, "reset")).did()).contains("a Lost[reason=reset]");
        }

        @Test
        void aVoidCallIsGivenToTheSenderAndForgotten() {
            play.ready();
            PendingCall call = new PendingCall(
                    new UUID(9, 1),
                    new InvokeFunction(null, "a", RawJson.NULL, Action.VOID, null, null, null, null),
                    play.now + SECOND,
                    new Play.Completion("a"));
            play.on(new Input.Trigger(call));
            assertThat(play.effects).contains(new Effect.SendCall(1, call));
            assertThat(play.session.openCalls()).isZero();
        }

        @Test
        void endsWhenItDoesNotFitIntoTheOutbox() {
            play.ready();
            play.on(new Input.Trigger(play.call(1, "a", SECOND)));
            assertThat(play.on(new Input.SendRefused(1, new UUID(9, 1))).did())
                    .containsExactly("a Overloaded[bound=bytes that wait to be sent]");
        }

        @Test
        void aCancelledCallEndsOnce() {
            play.ready();
            PendingCall call = play.call(1, "a", SECOND);
            play.on(new Input.Trigger(call));
            assertThat(play.on(new Input.Cancel(call)).did()).containsExactly("a Cancelled[]");
            assertThat(play.on(new Input.Cancel(call)).did()).isEmpty();
            assertThat(play.after(SECOND).did()).isEmpty();
        }

        @Test
        void resultOfAnOldConnectionIsDropped() {
            play.ready();
            play.on(new Input.Closed(1, "gone"));
            play.after(SECOND);
            play.on(new Input.Opened(2));
            play.on(received(2, ok(2)));
            play.on(new Input.Trigger(play.call(1, "a", 30 * SECOND)));
            InvocationResult late = new InvocationResult(new UUID(9, 1), "a", null, null, null, null);
            assertThat(play.on(received(1, late)).effects).isEmpty();
            assertThat(play.session.openCalls()).isEqualTo(1);
        }
    }

    @Nested
    class Invoking {

        private final InvokeFunction frame =
                new InvokeFunction(new UUID(3, 3), "f", RawJson.NULL, null, null, null, null, null);

        @Test
        void runsTheHandlerAndSendsItsAnswer() {
            play.ready();
            SessionRegistration f = function("f");
            play.on(new Input.Register(f));
            assertThat(play.on(received(1, frame)).effects).containsExactly(new Effect.Invoke(1, frame, f));
            InvocationResult answer = new InvocationResult(new UUID(3, 3), "f", RawJson.NULL, null, null, null);
            play.on(new Input.HandlerDone(1, answer));
            assertThat(play.effects).containsExactly(new Effect.Send(1, answer, Effect.Urgency.RESPONSE));
        }

        @Test
        void theAnswerToACallOfAnOldConnectionIsDropped() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.on(received(1, frame));
            assertThat(play.on(new Input.Closed(1, "gone")).did())
                    .contains("CancelInvocations[generation=1, interrupt=false]");
            play.after(SECOND);
            play.on(new Input.Opened(2));
            play.on(received(2, ok(3)));
            play.on(new Input.HandlerDone(1, ok(3)));
            assertThat(play.did()).isEmpty();
        }

        @Test
        void anUnknownFunctionIsAnswered() {
            play.ready();
            assertThat(play.on(received(1, frame)).did())
                    .containsExactly("{\"type\":\"invocationresult\",\"invocation_id\":\"" + new UUID(3, 3)
                            + "\",\"function_id\":\"f\",\"error\":{\"code\":\"function_not_found\",\"message\":"
                            + "\"Function f is not registered by this worker\"}}");
        }

        @Test
        void pingIsAnswered() {
            play.ready();
            assertThat(play.on(received(1, new Ping())).did()).containsExactly("{\"type\":\"pong\"}");
        }
    }
}
