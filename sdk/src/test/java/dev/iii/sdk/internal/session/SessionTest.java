package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.Play.SECOND;
import static dev.iii.sdk.internal.session.Play.failed;
import static dev.iii.sdk.internal.session.Play.function;
import static dev.iii.sdk.internal.session.Play.ok;
import static dev.iii.sdk.internal.session.Play.received;
import static dev.iii.sdk.internal.session.Play.trigger;
import static dev.iii.sdk.internal.session.Play.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.Registrable.Kind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final String ANNOUNCE_1 = "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, 1)
            + "\",\"function_id\":\"engine::workers::register\",\"data\":{\"name\":\"w\"}}";

    private static String fence(long id) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"" + uuid(0, id)
                + "\",\"function_id\":\"engine::baggage::get_all\",\"data\":{}}";
    }

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
            play.on(new Input.Register(new Registrable(new RegisterTriggerType("tt", "d", null, null, null), "tt")));
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
            Registrable f = function("f");
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
            assertThat(play.news()).anyMatch(Event.Odd.class::isInstance);
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
                                    "the worker name w belongs to worker other in namespace default; a worker needs a name of its own"));
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
            Registrable f = function("f");
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
            Registrable t = trigger("t");
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
    class Registering {

        @Test
        void oneFenceAtATime() {
            play.ready();
            Registrable f = function("f");
            Registrable g = function("g");
            play.on(new Input.Register(f));
            assertThat(play.on(new Input.Register(g)).did())
                    .containsExactly("{\"type\":\"registerfunction\",\"id\":\"g\"}");
            play.on(received(1, ok(2)));
            assertThat(play.news()).containsExactly(new Event.Confirmed(f));
            assertThat(play.did()).containsExactly(fence(3));
            assertThat(play.on(received(1, ok(3))).news()).containsExactly(new Event.Confirmed(g));
        }

        @Test
        void whatWasUnregisteredOfflineStaysDead() {
            Registrable f = function("f");
            play.ready();
            play.on(new Input.Register(f));
            play.on(new Input.Closed(1, "gone"));
            assertThat(play.on(new Input.Unregister(f)).did()).isEmpty();
            play.after(SECOND);
            assertThat(play.on(new Input.Opened(2)).did()).hasSize(2);
            assertThat(play.session.isRegistered(Kind.FUNCTION, "f")).isFalse();
        }

        @Test
        void unregistersWhenConnected() {
            Registrable t = trigger("t");
            play.ready();
            play.on(new Input.Register(t));
            assertThat(play.on(new Input.Unregister(t)).did())
                    .containsExactly("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}");
            assertThat(play.on(new Input.Unregister(t)).did()).isEmpty();
        }

        @Test
        void whatIsKnownLaterIsSentAndReplayed() {
            play.ready();
            Registrable f = function("f");
            play.on(new Input.Register(f));
            RegisterFunction better = new RegisterFunction("f", "better", null, null, null, null);
            String text = "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"better\"}";
            assertThat(play.on(new Input.Amend(f, better)).did()).containsExactly(text);
            play.on(new Input.Closed(1, "gone"));
            play.after(SECOND);
            assertThat(play.on(new Input.Opened(2)).did()).contains(text);
            play.on(new Input.Unregister(f));
            assertThat(play.on(new Input.Amend(f, better)).did()).isEmpty();
        }

        @Test
        void aFenceWithoutAnswerIsGivenUp() {
            play.ready();
            play.on(new Input.Register(function("f")));
            play.after(5 * SECOND);
            assertThat(play.news()).contains(new Event.Unanswered());
            assertThat(play.session.state()).isEqualTo(SessionState.READY);
        }
    }

    @Nested
    class StandingBy {

        private final Play standby = new Play(Play.STANDBY);
        private final Registrable f = function("f");
        private final Registrable t = trigger("t");
        private final RegistrationRejected conflict =
                new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "owner", null, "f");
        private final String registersF = "{\"type\":\"registerfunction\",\"id\":\"f\"}";
        private final String registersT =
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}";

        private void connect() {
            standby.on(new Input.Register(f));
            standby.on(new Input.Register(t));
            standby.on(new Input.Started());
            standby.on(new Input.Opened(1));
        }

        @Test
        void aTriggerWaitsUntilItsFunctionIsOurs() {
            connect();
            assertThat(standby.did()).contains(registersF).doesNotContain(registersT);
            standby.on(received(1, ok(1)));
            assertThat(standby.on(received(1, ok(2))).did()).containsExactly(registersT, fence(3));
        }

        @Test
        void aFunctionOfAnotherIsOfferedAgainAndTakenOverWithItsTriggers() {
            connect();
            standby.on(received(1, conflict));
            assertThat(standby.news()).containsExactly(new Event.StandsBy(f, "owner"), new Event.Held(t));
            standby.on(received(1, ok(1)));
            assertThat(standby.news()).contains(new Event.Settled());
            assertThat(standby.after(SECOND).did()).containsExactly(registersF, fence(2));
            standby.on(received(1, conflict));
            assertThat(standby.news()).isEmpty();
            standby.on(received(1, ok(2)));
            assertThat(standby.after(SECOND).did()).containsExactly(registersF, fence(3));
            assertThat(standby.on(received(1, ok(3))).did()).containsExactly(registersT, fence(4));
            assertThat(standby.news()).contains(new Event.Confirmed(f));
        }

        @Test
        void aTriggerThatComesLaterIsHeldAtOnce() {
            standby.on(new Input.Register(f));
            standby.on(new Input.Started());
            standby.on(new Input.Opened(1));
            standby.on(received(1, conflict));
            standby.on(new Input.Register(t));
            assertThat(standby.news()).contains(new Event.Held(t));
        }

        @Test
        void whatWasNeverOursIsNotTakenBack() {
            connect();
            standby.on(received(1, conflict));
            standby.on(received(1, ok(1)));
            assertThat(standby.on(new Input.Drain(standby.now + SECOND)).did()).containsExactly(fence(2));
        }
    }

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
            assertThat(play.did()).containsExactly("a Answered[result=RawJson[1 bytes]]");
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
                    "a");
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
            Registrable f = function("f");
            play.on(new Input.Register(f));
            assertThat(play.on(received(1, frame)).effects).containsExactly(new Effect.Invoke(1, frame, f));
            InvocationResult answer = new InvocationResult(new UUID(3, 3), "f", RawJson.NULL, null, null, null);
            play.on(new Input.HandlerDone(1, answer));
            assertThat(play.effects).containsExactly(new Effect.Send(1, answer, Effect.Urgency.ANSWER));
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

    @Nested
    class Heartbeat {

        @Test
        void pingsAndDropsASilentConnection() {
            play.ready();
            assertThat(play.after(20 * SECOND).did()).containsExactly("Ping[generation=1]");
            assertThat(play.after(20 * SECOND).did()).containsExactly("Ping[generation=1]");
            play.after(20 * SECOND);
            assertThat(play.did().get(0)).startsWith("Disconnect[generation=1, ending=ABORT, reason=no sign of life");
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
            Registrable f = function("f");
            assertThat(play.on(new Input.Register(f)).news())
                    .isEqualTo(List.of(new Event.Refused(f, new ErrorBody("worker_closed", "the worker is closed"))));
        }
    }
}
