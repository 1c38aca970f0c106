package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.ANNOUNCE_1;
import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.announcementWithPid;
import static dev.iii.sdk.internal.session.SessionScript.failed;
import static dev.iii.sdk.internal.session.SessionScript.fence;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.ok;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static dev.iii.sdk.internal.session.SessionScript.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.WorkerRegistered;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The connection, refusals, the heartbeat and the shutdown of a session: frames in, frames out. */
class SessionTest {

    private final SessionScript script = new SessionScript();

    @Nested
    class Connecting {

        @Test
        void startsToConnect() {
            assertThat(script.on(new Input.Started()).actions()).containsExactly("Connect[generation=1]");
        }

        @Test
        void announcesTheWorkerAndThenRegistersTypesFunctionsAndTriggers() {
            script.on(new Input.Register(trigger("t")));
            script.on(new Input.Register(function("f")));
            script.on(new Input.Register(new SessionRegistration(
                    new RegisterTriggerType("tt", "d", null, null, null), new SessionScript.Owner("tt"))));
            script.on(new Input.Started());
            assertThat(script.on(new Input.Opened(1)).actions())
                    .containsExactly(
                            ANNOUNCE_1,
                            "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}",
                            "{\"type\":\"registerfunction\",\"id\":\"f\"}",
                            "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}");
        }

        @Test
        void isReadyAfterTheAnnouncementAndSettledAfterTheFence() {
            SessionRegistration f = function("f");
            script.on(new Input.Register(f));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            assertThat(script.on(received(1, ok(1))).actions()).containsExactly(announcementWithPid(2));
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
            assertThat(script.events()).noneMatch(Event.Settled.class::isInstance);
            script.on(received(1, failed(2, "function_not_found")));
            assertThat(script.events()).containsExactly(new Event.Confirmed(f), new Event.Settled());
        }

        @Test
        void isSettledImmediatelyIfNothingIsRegistered() {
            script.on(new Input.Started());
            assertThat(script.on(new Input.Opened(1)).actions()).containsExactly(announcementWithPid(1));
            script.on(received(1, ok(1)));
            assertThat(script.events()).contains(new Event.Settled());
            assertThat(script.actions()).isEmpty();
        }

        @Test
        void isListedOnEachConnectionOnlyAfterTheRegistrations() {
            script.ready();
            script.on(new Input.Register(function("f")));
            assertThat(script.actions()).last().isEqualTo(fence(2));
            script.on(received(1, ok(2)));
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            assertThat(script.on(new Input.Opened(2)).actions())
                    .containsSubsequence(
                            ANNOUNCE_1.replace(new UUID(0, 1).toString(), new UUID(0, 3).toString()),
                            "{\"type\":\"registerfunction\",\"id\":\"f\"}")
                    .doesNotContain(announcementWithPid(3));
            assertThat(script.on(received(2, ok(3))).actions()).containsExactly(announcementWithPid(4));
            assertThat(script.on(received(2, ok(4))).events()).contains(new Event.Settled());
        }

        @Test
        void isListedAlsoIfEveryRegistrationWasRefusedBefore() {
            script.on(new Input.Register(function("f")));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "o", null, "f")));
            assertThat(script.on(received(1, ok(1))).actions()).containsExactly(announcementWithPid(2));
            assertThat(script.events()).noneMatch(Event.Settled.class::isInstance);
            assertThat(script.on(received(1, ok(2))).events()).containsExactly(new Event.Settled());
        }

        @Test
        void isNotListedIfItIsClosedBeforeTheAnnouncementIsAnswered() {
            script.on(new Input.Register(function("f")));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new WorkerRegistered("worker-1", "token-1")));
            assertThat(script.on(new Input.Drain(script.now + SECOND)).actions())
                    .last()
                    .isEqualTo(fence(2));
        }

        @Test
        void reattachesFirstIfItHadAConnectionBefore() {
            script.ready();
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            assertThat(script.actions()).containsExactly("Connect[generation=2]");
            assertThat(script.on(new Input.Opened(2)).actions().get(0))
                    .isEqualTo(
                            "{\"type\":\"reattach\",\"previous_worker_id\":\"worker-1\",\"reattach_token\":\"token-1\"}");
        }

        @Test
        void continuesWithoutAResponseToTheAnnouncementIfTheEngineHasAssignedAnId() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new WorkerRegistered("w", "t")));
            script.after(5 * SECOND);
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
            assertThat(script.events()).anyMatch(Event.Warning.class::isInstance);
        }

        @Test
        void dropsAConnectionOnWhichTheEngineSendsNothing() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.after(5 * SECOND);
            assertThat(script.actions().get(0)).startsWith("Disconnect[generation=1, ending=ABORT");
            assertThat(script.session.state()).isEqualTo(SessionState.BACKING_OFF);
        }

        @Test
        void waitsLongerAfterEachFailure() {
            script.on(new Input.Started());
            long[] waits = {1, 2, 4, 8, 16, 30, 30};
            for (int i = 0; i < waits.length; i++) {
                script.on(new Input.Closed(i + 1, "refused"));
                assertThat(script.events()).contains(new Event.WillReconnect(i + 1, waits[i] * SECOND, "refused"));
                script.after(waits[i] * SECOND - 1);
                assertThat(script.actions()).isEmpty();
                script.after(1);
                assertThat(script.actions()).containsExactly("Connect[generation=" + (i + 2) + "]");
            }
        }

        @Test
        void anOpenSocketAloneDoesNotResetTheBackoff() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new WorkerRegistered("w", "t")));
            script.on(received(1, ok(1)));
            script.after(9 * SECOND);
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            script.on(new Input.Closed(2, "gone"));
            assertThat(script.events()).contains(new Event.WillReconnect(2, 2 * SECOND, "gone"));
        }

        @Test
        void aShortReadyDoesNotResetTheBackoff() {
            script.on(new Input.Started());
            script.on(new Input.Closed(1, "refused"));
            script.after(SECOND);
            script.on(new Input.Closed(2, "refused"));
            script.after(2 * SECOND);
            script.on(new Input.Opened(3));
            script.on(received(3, ok(1)));
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
            script.after(9 * SECOND);
            script.on(new Input.Closed(3, "gone"));
            assertThat(script.events()).contains(new Event.WillReconnect(3, 4 * SECOND, "gone"));
        }

        @Test
        void aStableConnectionResetsTheBackoff() {
            script.on(new Input.Started());
            script.on(new Input.Closed(1, "refused"));
            script.after(SECOND);
            script.on(new Input.Opened(2));
            script.on(received(2, ok(1)));
            script.after(10 * SECOND);
            script.on(new Input.Closed(2, "gone"));
            assertThat(script.events()).contains(new Event.WillReconnect(1, SECOND, "gone"));
        }
    }

    @Nested
    class Refusals {

        @Test
        void anAuthErrorClosesTheSession() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, new ConnectionRefused(new ErrorBody("AUTH_ERROR", "no token"))));
            assertThat(script.events()).contains(new Event.Fatal("AUTH_ERROR", "no token"));
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
            script.on(new Input.Closed(1, "closed"));
            script.after(100 * SECOND);
            assertThat(script.actions()).isEmpty();
        }

        @Test
        void anErrorWithAnyCodeDoesNotEndAWorkerThatIsReadyAndIsReportedOnce() {
            script.ready();
            List<Event> events = new ArrayList<>();
            for (int error = 0; error < 3; error++) {
                script.on(received(1, new ConnectionRefused(new ErrorBody("SOMETHING_NEW", "x".repeat(100_000)))));
                events.addAll(script.events());
            }
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
            assertThat(events)
                    .singleElement()
                    .asString()
                    .contains("the worker continues: SOMETHING_NEW: xxx")
                    .hasSizeLessThan(2000);
        }

        @Test
        void aNameConflictClosesTheSessionAndNamesTheOwner() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(
                    received(1, new RegistrationRejected("WORKER_NAMESPACE_CONFLICT", "default", "other", "w", null)));
            assertThat(script.events())
                    .contains(new Event.Fatal(
                            "WORKER_NAMESPACE_CONFLICT",
                            "the worker name w belongs to worker other in namespace default; every worker needs a"
                                    + " unique name: stop that worker, or set another name with WorkerOptions.name or"
                                    + " III_WORKER_NAME"));
        }

        @Test
        void aFailedAnnouncementClosesTheSession() {
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            script.on(received(1, failed(1, "FORBIDDEN")));
            assertThat(script.events()).contains(new Event.Fatal("FORBIDDEN", "no"));
        }

        @Test
        void aFunctionConflictReachesTheFunctionAndIsNotConfirmedByTheFence() {
            script.ready();
            SessionRegistration f = function("f");
            assertThat(script.on(new Input.Register(f)).actions())
                    .containsExactly("{\"type\":\"registerfunction\",\"id\":\"f\"}", fence(2));
            script.on(received(1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "o", null, "f")));
            assertThat(script.events()).containsExactly(new Event.Conflict(f, "default", "o"));
            assertThat(script.on(received(1, ok(2))).events()).noneMatch(Event.Confirmed.class::isInstance);
        }

        @Test
        void anIdThatTheEngineReservesIsRefusedAlsoForAStandbyWorker() {
            for (SessionScript each : List.of(script, new SessionScript(SessionScript.STANDBY))) {
                each.ready();
                SessionRegistration f = function("engine::f");
                each.on(new Input.Register(f));
                each.on(received(
                        1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "shop", "", null, "engine::f")));
                assertThat(each.events())
                        .containsExactly(new Event.Refused(
                                f,
                                new ErrorBody(
                                        "FUNCTION_NAMESPACE_CONFLICT",
                                        "the engine reserves the function id in namespace shop; use another id")));
            }
        }

        @Test
        void aLateRefusalOfATriggerIsReported() {
            script.ready();
            SessionRegistration t = trigger("t");
            script.on(new Input.Register(t));
            assertThat(script.on(received(1, ok(2))).events()).contains(new Event.Confirmed(t));
            ErrorBody error = new ErrorBody("trigger_registration_failed", "later");
            assertThat(script.on(received(1, new TriggerRegistrationResult("t", "http", "f", error)))
                            .events())
                    .containsExactly(new Event.Refused(t, error));
        }

        @Test
        void aRefusedFunctionIsRegisteredAgainOnTheNextConnection() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(received(1, new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", "o", null, "f")));
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            assertThat(script.on(new Input.Opened(2)).actions())
                    .contains("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        }
    }

    @Nested
    class Heartbeat {

        @Test
        void pingsAndDropsASilentConnection() {
            script.ready();
            assertThat(script.after(20 * SECOND).actions()).containsExactly("Ping[generation=1]");
            assertThat(script.after(20 * SECOND).actions()).containsExactly("Ping[generation=1]");
            script.after(20 * SECOND);
            assertThat(script.actions().get(0))
                    .startsWith("Disconnect[generation=1, ending=ABORT, reason=no data from the engine");
            assertThat(script.session.state()).isEqualTo(SessionState.BACKING_OFF);
        }

        @Test
        void receivedDataPostponesTheDrop() {
            script.ready();
            script.after(20 * SECOND);
            script.now += 20 * SECOND;
            script.on(new Input.Tick(script.now - SECOND));
            script.now += 20 * SECOND;
            assertThat(script.on(new Input.Tick(script.now - 21 * SECOND)).actions())
                    .containsExactly("Ping[generation=1]");
        }
    }

    @Nested
    class Draining {

        private final InvokeFunction frame =
                new InvokeFunction(new UUID(3, 3), "f", RawJson.NULL, null, null, null, null, null);

        @Test
        void unregistersTriggersAndFunctionsAndWaitsForTheFence() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(new Input.Register(trigger("t")));
            script.on(received(1, ok(2)));
            script.on(received(1, ok(3)));
            assertThat(script.on(new Input.Drain(script.now + 10 * SECOND)).actions())
                    .containsExactly(
                            "{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}",
                            "{\"type\":\"unregisterfunction\",\"id\":\"f\"}",
                            fence(4));
            assertThat(script.session.state()).isEqualTo(SessionState.DRAINING);
            assertThat(script.on(received(1, ok(4))).actions().get(0))
                    .startsWith("Disconnect[generation=1, ending=CLOSE");
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void anInvocationThatWasOnItsWayIsRunAndAwaited() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(received(1, ok(2)));
            script.on(new Input.Drain(script.now + 10 * SECOND));
            assertThat(script.on(received(1, frame)).effects).anyMatch(Effect.Invoke.class::isInstance);
            script.on(received(1, ok(3)));
            assertThat(script.session.state()).isEqualTo(SessionState.DRAINING);
            script.on(new Input.HandlerDone(
                    1, new InvocationResult(new UUID(3, 3), "f", null, null, null, null), script.now));
            assertThat(script.actions().get(0)).contains("invocationresult");
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void aHandlerMayCallFunctionsWhileTheWorkerDrains() {
            script.ready();
            script.on(new Input.Drain(script.now + 10 * SECOND));
            assertThat(script.on(new Input.Trigger(script.call(1, "a", SECOND))).actions())
                    .hasSize(1);
            script.on(received(1, ok(2)));
            assertThat(script.session.state()).isEqualTo(SessionState.DRAINING);
            script.on(received(1, new InvocationResult(new UUID(9, 1), "a", null, null, null, null)));
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void theDeadlineInterruptsRunningHandlers() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.on(received(1, frame));
            script.on(new Input.Drain(script.now + 10 * SECOND));
            assertThat(script.after(10 * SECOND).actions()).contains("CancelInvocations[generation=1, interrupt=true]");
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void withoutAConnectionItClosesImmediatelyAndCompletesTheCalls() {
            script.on(new Input.Started());
            script.on(new Input.Trigger(script.call(1, "a", 30 * SECOND)));
            assertThat(script.on(new Input.Drain(script.now + SECOND)).actions())
                    .contains("a WorkerClosed[reason=the worker was closed before it was connected]");
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
            assertThat(script.on(new Input.Trigger(script.call(2, "b", SECOND))).actions())
                    .containsExactly("b WorkerClosed[reason=the worker is closed]");
        }

        /** Another server, for example that of streams, never answers. */
        @Test
        void withoutAWordFromTheEngineItClosesImmediately() {
            script.on(new Input.Register(function("f")));
            script.on(new Input.Started());
            script.on(new Input.Opened(1));
            assertThat(script.on(new Input.Drain(script.now + 10 * SECOND)).actions())
                    .first(STRING)
                    .startsWith("Disconnect[generation=1, ending=CLOSE");
            assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void aRegistrationAfterClosingIsRefused() {
            script.on(new Input.Started());
            script.on(new Input.Drain(script.now));
            SessionRegistration f = function("f");
            assertThat(script.on(new Input.Register(f)).events())
                    .isEqualTo(List.of(new Event.Refused(f, new ErrorBody("worker_closed", "the worker is closed"))));
        }
    }
}
