package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.ok;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static dev.iii.sdk.internal.session.SessionScript.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.RawJson;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Calls of other functions, and invocations of the functions of the worker. */
class SessionCallsTest {

    private final SessionScript script = new SessionScript();

    @Nested
    class Calling {

        @Test
        void waitsOfflineAndIsSentWhenReady() {
            assertThat(script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)))
                            .actions())
                    .isEmpty();
            script.ready();
            assertThat(script.actions())
                    .containsExactly("{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(9, 1)
                            + "\",\"function_id\":\"a\",\"data\":null}");
            script.on(received(1, new InvocationResult(new UUID(9, 1), "a", RawJson.parse("1"), null, null, null)));
            assertThat(script.actions()).containsExactly("a Completed[result=RawJson[1 bytes]]");
        }

        @Test
        void isNotSentAfterItsDeadline() {
            script.on(new Input.Trigger(script.call(1, "a", SECOND)));
            script.after(SECOND);
            assertThat(script.actions()).containsExactly("a TimedOut[sent=false]");
            assertThat(script.ready().actions()).isEmpty();
        }

        @Test
        void isNotSentIfTheWorkerIsReadyAfterItsDeadlineAndBeforeTheTimer() {
            script.on(new Input.Trigger(script.call(1, "a", SECOND)));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.now += SECOND;
            script.on(received(1, ok(1)));
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
            assertThat(script.actions()).containsExactly("a TimedOut[sent=false]");
            assertThat(script.session.openCalls()).isZero();
        }

        @Test
        void endsImmediatelyIfTheEngineRefusesTheWorkerWhileItWaits() {
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no token"))));
            assertThat(script.actions()).contains("a WorkerClosed[reason=AUTH_ERROR: no token]");
            assertThat(script.session.openCalls()).isZero();
        }

        @Test
        void endsImmediatelyIfTheNameIsTakenWhileItWaits() {
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, SessionScript.failed(1, "WORKER_NAMESPACE_CONFLICT")));
            assertThat(script.actions()).contains("a WorkerClosed[reason=WORKER_NAMESPACE_CONFLICT: no]");
            assertThat(script.session.openCalls()).isZero();
        }

        @Test
        void theOfflineQueueIsBounded() {
            for (int i = 0; i < 3; i++) {
                script.on(new Input.Trigger(script.call(i, "a", 30 * SECOND)));
            }
            assertThat(script.on(new Input.Trigger(script.call(9, "b", 30 * SECOND)))
                            .actions())
                    .containsExactly("b Overloaded[bound=calls that wait for a connection]");
        }

        @Test
        void timesOutAndALateResultIsIgnored() {
            script.ready();
            script.on(new Input.Trigger(script.call(1, "a", SECOND)));
            script.after(SECOND);
            assertThat(script.actions()).containsExactly("a TimedOut[sent=true]");
            script.on(received(1, new InvocationResult(new UUID(9, 1), "a", null, null, null, null)));
            assertThat(script.effects).isEmpty();
        }

        @Test
        void isLostImmediatelyWhenTheConnectionBreaks() {
            script.ready();
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            assertThat(script.on(new Input.Closed(1, "reset")).actions()).contains("a Lost[reason=reset]");
        }

        @Test
        void aVoidCallLeavesTheSessionWhenItIsSent() {
            script.ready();
            PendingCall call = new PendingCall(
                    new UUID(9, 1),
                    new InvokeFunction(null, "a", RawJson.NULL, Action.VOID, null, null, null, null),
                    script.now + SECOND,
                    new SessionScript.Completion("a"));
            script.on(new Input.Trigger(call));
            assertThat(script.effects).contains(new Effect.SendCall(1, call));
            assertThat(script.session.openCalls()).isZero();
        }

        @Test
        void failsIfTheOutboxIsFull() {
            script.ready();
            script.on(new Input.Trigger(script.call(1, "a", SECOND)));
            assertThat(script.on(new Input.SendRefused(1, new UUID(9, 1))).actions())
                    .containsExactly("a Overloaded[bound=bytes that wait to be sent]");
        }

        @Test
        void aCancelledCallEndsOnce() {
            script.ready();
            PendingCall call = script.call(1, "a", SECOND);
            script.on(new Input.Trigger(call));
            assertThat(script.on(new Input.Cancel(call)).actions()).containsExactly("a Cancelled[]");
            assertThat(script.on(new Input.Cancel(call)).actions()).isEmpty();
            assertThat(script.after(SECOND).actions()).isEmpty();
        }

        @Test
        void resultOfAnOldConnectionIsDropped() {
            script.ready();
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            script.on(new Input.Opened(2));
            script.on(received(2, ok(2)));
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            InvocationResult late = new InvocationResult(new UUID(9, 1), "a", null, null, null, null);
            assertThat(script.on(received(1, late)).effects).isEmpty();
            assertThat(script.session.openCalls()).isEqualTo(1);
        }
    }

    @Nested
    class Invoking {

        private final InvokeFunction frame =
                new InvokeFunction(new UUID(3, 3), "f", RawJson.NULL, null, null, null, null, null);

        @Test
        void runsTheHandlerAndSendsItsResult() {
            script.ready();
            SessionRegistration f = function("f");
            script.on(new Input.Register(f));
            assertThat(script.on(received(1, frame)).effects).containsExactly(new Effect.Invoke(1, frame, f));
            InvocationResult answer = new InvocationResult(new UUID(3, 3), "f", RawJson.NULL, null, null, null);
            script.on(new Input.HandlerDone(1, answer, script.now));
            assertThat(script.effects).containsExactly(new Effect.Send(1, answer, Effect.Urgency.RESPONSE));
        }

        @Test
        void aLostConnectionWithoutCallsInFlightLosesNone() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(received(1, frame));
            script.on(new Input.HandlerDone(1, null, script.now));
            assertThat(script.on(new Input.Closed(1, "gone")).events()).noneMatch(Event.InFlightLost.class::isInstance);
            script.after(SECOND);
            script.on(new Input.Opened(2));
            script.on(received(2, frame));
            assertThat(script.on(new Input.Closed(2, "gone")).events()).contains(new Event.InFlightLost(0, 1));
            script.on(new Input.HandlerDone(2, null, script.now));
            script.after(2 * SECOND);
            script.on(new Input.Opened(3));
            assertThat(script.on(new Input.Closed(3, "gone")).events()).noneMatch(Event.InFlightLost.class::isInstance);
        }

        @Test
        void theResultOfAnInvocationOfAnOldConnectionIsDropped() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(received(1, frame));
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            assertThat(script.on(new Input.Closed(1, "gone")).actions())
                    .contains("CancelInvocations[generation=1, interrupt=false]");
            assertThat(script.events()).contains(new Event.InFlightLost(1, 1));
            script.after(SECOND);
            script.on(new Input.Opened(2));
            script.on(received(2, ok(3)));
            script.on(new Input.HandlerDone(1, ok(3), script.now));
            assertThat(script.actions()).isEmpty();
        }

        @Test
        void anInvocationOfAnUnknownFunctionIsRefused() {
            script.ready();
            assertThat(script.on(received(1, frame)).actions())
                    .containsExactly("{\"type\":\"invocationresult\",\"invocation_id\":\"" + new UUID(3, 3)
                            + "\",\"function_id\":\"f\",\"error\":{\"code\":\"function_not_found\",\"message\":"
                            + "\"Function f is not registered by this worker\",\"stacktrace\":\"iii:not-run\"}}");
        }

        @Test
        void aPingIsAnsweredWithAPong() {
            script.ready();
            assertThat(script.on(received(1, new Ping())).actions()).containsExactly("{\"type\":\"pong\"}");
        }
    }
}
