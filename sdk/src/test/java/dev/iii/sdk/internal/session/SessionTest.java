package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.Play.ANNOUNCE_1;
import static dev.iii.sdk.internal.session.Play.SECOND;
import static dev.iii.sdk.internal.session.Play.failed;
import static dev.iii.sdk.internal.session.Play.fence;
import static dev.iii.sdk.internal.session.Play.function;
import static dev.iii.sdk.internal.session.Play.ok;
import static dev.iii.sdk.internal.session.Play.received;
import static dev.iii.sdk.internal.session.Play.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.WorkerRegistered;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a session connects, is refused, stays alive and ends: frames in, frames out. */
class SessionTest {

    private final Play play = new Play();

    @Nested
    class Connecting {

        @Test
        void beginsWithAConnection() {
            assertThat(play.on(new Input.Started()).did()).containsExactly("Connect[generation=1]");
        }

        @Test
        void announcesBeforeItRegistersTypesThenFunctionsThenTriggers() {
            play.on(new Input.Register(trigger("t")));
            play.on(new Input.Register(function("f")));
            play.on(new Input.Register(new SessionRegistration(
                    new RegisterTriggerType("tt", "d", null, null, null), new Play.Owner("tt"))));
            play.on(new Input.Started());
            assertThat(play.on(new Input.Opened(1)).did())
                    .containsExactly(
                            ANNOUNCE_1,
                            "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}",
                            "{\"type\":\"registerfunction\",\"id\":\"f\"}",
                            "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}");
        }

        @Test
        void isReadyWhenTheAnnouncementIsAnsweredAndSettledWhenTheFenceIs() {
            SessionRegistration f = function("f");
            play.on(new Input.Register(f));
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            assertThat(play.on(received(1, ok(1))).did()).containsExactly(fence(2));
            assertThat(play.session.state()).isEqualTo(SessionState.READY);
            assertThat(play.news()).noneMatch(Event.Settled.class::isInstance);
            play.on(received(1, failed(2, "function_not_found")));
            assertThat(play.news()).containsExactly(new Event.Confirmed(f), new Event.Settled());
        }

        @Test
        void isSettledAtOnceWithNothingRegistered() {
            play.ready();
            assertThat(play.news()).contains(new Event.Settled());
            assertThat(play.did()).isEmpty();
        }

        @Test
        void reattachesFirstWhenItHadAConnectionBefore() {
            play.ready();
            play.on(new Input.Closed(1, "gone"));
            play.after(SECOND);
            assertThat(play.did()).containsExactly("Connect[generation=2]");
            assertThat(play.on(new Input.Opened(2)).did().get(0))
                    .isEqualTo(
                            "{\"type\":\"reattach\",\"previous_worker_id\":\"worker-1\",\"reattach_token\":\"token-1\"}");
        }

        @Test
        void goesOnWithoutAnAnswerToTheAnnouncementWhenTheEngineHasGreeted() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.on(received(1, new WorkerRegistered("w", "t")));
            play.after(5 * SECOND);
            assertThat(play.session.state()).isEqualTo(SessionState.READY);
            assertThat(play.news()).anyMatch(Event.Warning.class::isInstance);
        }

        @Test
        void dropsAConnectionOnWhichTheEngineSaysNothing() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.after(5 * SECOND);
            assertThat(play.did().get(0)).startsWith("Disconnect[generation=1, ending=ABORT");
            assertThat(play.session.state()).isEqualTo(SessionState.BACKING_OFF);
        }

        @Test
        void waitsLongerAfterEachFailure() {
            play.on(new Input.Started());
            long[] waits = {1, 2, 4, 8, 16, 30, 30};
            for (int i = 0; i < waits.length; i++) {
                play.on(new Input.Closed(i + 1, "refused"));
                assertThat(play.news()).contains(new Event.WillReconnect(i + 1, waits[i] * SECOND, "refused"));
                play.after(waits[i] * SECOND - 1);
                assertThat(play.did()).isEmpty();
                play.after(1);
                assertThat(play.did()).containsExactly("Connect[generation=" + (i + 2) + "]");
            }
        }

        @Test
        void anOpenSocketAloneDoesNotResetTheBackoff() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.on(received(1, new WorkerRegistered("w", "t")));
            play.on(received(1, ok(1)));
            play.after(9 * SECOND);
            play.on(new Input.Closed(1, "gone"));
            play.after(SECOND);
            play.on(new Input.Closed(2, "gone"));
            assertThat(play.news()).contains(new Event.WillReconnect(2, 2 * SECOND, "gone"));
        }

        @Test
        void aStableConnectionResetsTheBackoff() {
            play.on(new Input.Started());
            play.on(new Input.Closed(1, "refused"));
            play.after(SECOND);
            play.on(new Input.Opened(2));
            play.on(received(2, ok(1)));
            play.after(10 * SECOND);
            play.on(new Input.Closed(2, "gone"));
            assertThat(play.news()).contains(new Event.WillReconnect(1, SECOND, "gone"));
        }
    }

    @Nested
    class Refusals {

        @Test
        void anAuthErrorIsTheEnd() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.on(received(1, new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no token"))));
            assertThat(play.news()).contains(new Event.Fatal("AUTH_ERROR", "no token"));
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
            play.on(new Input.Closed(1, "closed"));
            play.after(100 * SECOND);
            assertThat(play.did()).isEmpty();
        }

        @Test
        void aNameConflictIsTheEndAndNamesTheOwner() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.on(received(1, new RegistrationRejected("WORKER_NAMESPACE_CONFLICT", "default", "other", "w", null)));
            assertThat(play.news())
                    .contains(
                            new Event.Fatal(
                                    "WORKER_NAMESPACE_CONFLICT",
                                    "the worker name w belongs to worker other in namespace default; every worker needs a unique name"));
        }

        @Test
        void anAnnouncementThatFailsIsTheEnd() {
            play.on(new Input.Started());
            play.on(new Input.Opened(1));
            play.on(received(1, failed(1, "FORBIDDEN")));
            assertThat(play.news()).contains(new Event.Fatal("FORBIDDEN", "no"));
        }

        @Test
        void aFunctionConflictReachesTheFunctionAndIsNotConfirmedByTheFence() {
            play.ready();
            SessionRegistration f = function("f");
            assertThat(play.on(new Input.Register(f)).did())
                    .containsExactly("{\"type\":\"registerfunction\",\"id\":\"f\"}", fence(2));
            play.on(received(1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "o", null, "f")));
            assertThat(play.news())
                    .containsExactly(new Event.Refused(
                            f,
                            new ErrorBody(
                                    "FUNCTION_NAMESPACE_CONFLICT",
                                    "the function id belongs to worker o in namespace default")));
            assertThat(play.on(received(1, ok(2))).news()).noneMatch(Event.Confirmed.class::isInstance);
        }

        @Test
        void aTriggerThatWasRefusedLateIsToldToo() {
            play.ready();
            SessionRegistration t = trigger("t");
            play.on(new Input.Register(t));
            assertThat(play.on(received(1, ok(2))).news()).contains(new Event.Confirmed(t));
            ErrorBody error = new ErrorBody("trigger_registration_failed", "later");
            assertThat(play.on(received(1, new TriggerRegistrationResult("t", "http", "f", error)))
                            .news())
                    .containsExactly(new Event.Refused(t, error));
        }

        @Test
        void whatWasRefusedIsOfferedAgainOnTheNextConnection() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.on(received(1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "o", null, "f")));
            play.on(new Input.Closed(1, "gone"));
            play.after(SECOND);
            assertThat(play.on(new Input.Opened(2)).did()).contains("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        }
    }

    @Nested
    class Heartbeat {

        @Test
        void pingsAndDropsASilentConnection() {
            play.ready();
            assertThat(play.after(20 * SECOND).did()).containsExactly("Ping[generation=1]");
            assertThat(play.after(20 * SECOND).did()).containsExactly("Ping[generation=1]");
            play.after(20 * SECOND);
            assertThat(play.did().get(0))
                    .startsWith("Disconnect[generation=1, ending=ABORT, reason=no data from the engine");
            assertThat(play.session.state()).isEqualTo(SessionState.BACKING_OFF);
        }

        @Test
        void anythingReceivedIsASignOfLife() {
            play.ready();
            play.after(20 * SECOND);
            play.now += 20 * SECOND;
            play.on(new Input.Tick(play.now - SECOND));
            play.now += 20 * SECOND;
            assertThat(play.on(new Input.Tick(play.now - 21 * SECOND)).did()).containsExactly("Ping[generation=1]");
        }
    }

    @Nested
    class Draining {

        private final InvokeFunction frame =
                new InvokeFunction(new UUID(3, 3), "f", RawJson.NULL, null, null, null, null, null);

        @Test
        void takesTriggersAndFunctionsBackAndWaitsForTheFence() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.on(new Input.Register(trigger("t")));
            play.on(received(1, ok(2)));
            play.on(received(1, ok(3)));
            assertThat(play.on(new Input.Drain(play.now + 10 * SECOND)).did())
                    .containsExactly(
                            "{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}",
                            "{\"type\":\"unregisterfunction\",\"id\":\"f\"}",
                            fence(4));
            assertThat(play.session.state()).isEqualTo(SessionState.DRAINING);
            assertThat(play.on(received(1, ok(4))).did().get(0)).startsWith("Disconnect[generation=1, ending=CLOSE");
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void aCallThatWasUnderWayIsStillRunAndWaitedFor() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.on(received(1, ok(2)));
            play.on(new Input.Drain(play.now + 10 * SECOND));
            assertThat(play.on(received(1, frame)).effects).anyMatch(Effect.Invoke.class::isInstance);
            play.on(received(1, ok(3)));
            assertThat(play.session.state()).isEqualTo(SessionState.DRAINING);
            play.on(new Input.HandlerDone(1, new InvocationResult(new UUID(3, 3), "f", null, null, null, null)));
            assertThat(play.did().get(0)).contains("invocationresult");
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void aHandlerMayStillCall() {
            play.ready();
            play.on(new Input.Drain(play.now + 10 * SECOND));
            assertThat(play.on(new Input.Trigger(play.call(1, "a", SECOND))).did())
                    .hasSize(1);
            play.on(received(1, ok(2)));
            assertThat(play.session.state()).isEqualTo(SessionState.DRAINING);
            play.on(received(1, new InvocationResult(new UUID(9, 1), "a", null, null, null, null)));
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void theDeadlineInterruptsWhatRuns() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.on(received(1, frame));
            play.on(new Input.Drain(play.now + 10 * SECOND));
            assertThat(play.after(10 * SECOND).did()).contains("CancelInvocations[generation=1, interrupt=true]");
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void withoutAConnectionItEndsAtOnceAndTellsTheCallers() {
            play.on(new Input.Started());
            play.on(new Input.Trigger(play.call(1, "a", 30 * SECOND)));
            assertThat(play.on(new Input.Drain(play.now + SECOND)).did())
                    .contains("a WorkerClosed[reason=the worker was closed before it was connected]");
            assertThat(play.session.state()).isEqualTo(SessionState.CLOSED);
            assertThat(play.on(new Input.Trigger(play.call(2, "b", SECOND))).did())
                    .containsExactly("b WorkerClosed[reason=the worker is closed]");
        }

        @Test
        void nothingIsRegisteredAfterTheEnd() {
            play.on(new Input.Started());
            play.on(new Input.Drain(play.now));
            SessionRegistration f = function("f");
            assertThat(play.on(new Input.Register(f)).news())
                    .isEqualTo(List.of(new Event.Refused(f, new ErrorBody("worker_closed", "the worker is closed"))));
        }
    }
}
