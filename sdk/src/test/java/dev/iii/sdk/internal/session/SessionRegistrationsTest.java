package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.fence;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.ok;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static dev.iii.sdk.internal.session.SessionScript.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Registrations of a session, also of a standby worker. */
class SessionRegistrationsTest {

    private final SessionScript script = new SessionScript();

    @Nested
    class Registering {

        @Test
        void onlyOneFenceIsPendingAtATime() {
            script.ready();
            SessionRegistration f = function("f");
            SessionRegistration g = function("g");
            script.on(new Input.Register(f));
            assertThat(script.on(new Input.Register(g)).actions())
                    .containsExactly("{\"type\":\"registerfunction\",\"id\":\"g\"}");
            script.on(received(1, ok(2)));
            assertThat(script.events()).containsExactly(new Event.Confirmed(f));
            assertThat(script.actions()).containsExactly(fence(3));
            assertThat(script.on(received(1, ok(3))).events()).containsExactly(new Event.Confirmed(g));
        }

        @Test
        void aFunctionUnregisteredOfflineIsNotRegisteredAgain() {
            SessionRegistration f = function("f");
            script.ready();
            script.on(new Input.Register(f));
            script.on(new Input.Closed(1, "gone"));
            assertThat(script.on(new Input.Unregister(f)).actions()).isEmpty();
            script.after(SECOND);
            assertThat(script.on(new Input.Opened(2)).actions()).hasSize(2);
            assertThat(script.session.isRegistered(Kind.FUNCTION, "f")).isFalse();
        }

        @Test
        void unregistersWhenConnected() {
            SessionRegistration t = trigger("t");
            script.ready();
            script.on(new Input.Register(t));
            assertThat(script.on(new Input.Unregister(t)).actions())
                    .containsExactly("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}");
            assertThat(script.on(new Input.Unregister(t)).actions()).isEmpty();
        }

        @Test
        void anAmendedFunctionIsSentNowAndOnTheNextConnection() {
            script.ready();
            SessionRegistration f = function("f");
            script.on(new Input.Register(f));
            RegisterFunction better = new RegisterFunction("f", "better", null, null, null, null);
            String text = "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"better\"}";
            assertThat(script.on(new Input.Amend(f, better)).actions()).containsExactly(text);
            script.on(new Input.Closed(1, "gone"));
            script.after(SECOND);
            assertThat(script.on(new Input.Opened(2)).actions()).contains(text);
            script.on(new Input.Unregister(f));
            assertThat(script.on(new Input.Amend(f, better)).actions()).isEmpty();
        }

        @Test
        void aFenceWithoutResponseIsAbandoned() {
            script.ready();
            script.on(new Input.Register(function("f")));
            script.after(5 * SECOND);
            assertThat(script.events()).contains(new Event.Unconfirmed());
            assertThat(script.session.state()).isEqualTo(SessionState.READY);
        }
    }

    @Nested
    class StandingBy {

        private final SessionScript standby = new SessionScript(SessionScript.STANDBY);
        private final SessionRegistration f = function("f");
        private final SessionRegistration t = trigger("t");
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
        void aTriggerIsNotSentBeforeThisWorkerOwnsItsFunction() {
            connect();
            assertThat(standby.actions()).contains(registersF).doesNotContain(registersT);
            standby.on(received(1, ok(1)));
            assertThat(standby.on(received(1, ok(2))).actions()).containsExactly(registersT, fence(3));
        }

        @Test
        void aFunctionOfAnotherWorkerIsRegisteredAgainAndTakenOverWithItsTriggers() {
            connect();
            standby.on(received(1, conflict));
            assertThat(standby.events()).containsExactly(new Event.Standby(f, "owner"), new Event.Held(t));
            standby.on(received(1, ok(1)));
            standby.on(received(1, ok(2)));
            assertThat(standby.events()).contains(new Event.Settled());
            assertThat(standby.after(SECOND).actions()).containsExactly(registersF, fence(3));
            standby.on(received(1, conflict));
            assertThat(standby.events()).isEmpty();
            standby.on(received(1, ok(3)));
            assertThat(standby.after(SECOND).actions()).containsExactly(registersF, fence(4));
            assertThat(standby.on(received(1, ok(4))).actions()).containsExactly(registersT, fence(5));
            assertThat(standby.events()).contains(new Event.Confirmed(f));
        }

        private RegistrationRejected conflict(String owner, String id) {
            return new RegistrationRejected("FUNCTION_NAMESPACE_CONFLICT", "default", owner, null, id);
        }

        private String registers(String id) {
            return "{\"type\":\"registerfunction\",\"id\":\"" + id + "\"}";
        }

        /** Three functions of one owner. */
        private void standByForThree() {
            for (String id : List.of("f", "g", "h")) {
                standby.on(new Input.Register(function(id)));
            }
            standby.on(new Input.Started());
            standby.on(new Input.Opened(1));
            for (String id : List.of("f", "g", "h")) {
                standby.on(received(1, conflict("owner", id)));
            }
            standby.on(received(1, ok(1)));
            standby.on(received(1, ok(2)));
        }

        @Test
        void theOtherFunctionsOfAnOwnerFollowItsFirstOne() {
            standByForThree();
            assertThat(standby.after(SECOND).actions()).containsExactly(registers("f"), fence(3));
            assertThat(standby.on(received(1, ok(3))).actions())
                    .containsExactly(registers("g"), registers("h"), fence(4));
            standby.on(received(1, ok(4)));
            assertThat(standby.events()).hasSize(2).allMatch(event -> event instanceof Event.Confirmed);
        }

        @Test
        void whatAnotherWorkerHasTakenOverIsRequestedAgainFromTheNextAttemptOn() {
            standByForThree();
            assertThat(standby.after(SECOND).actions()).containsExactly(registers("f"), fence(3));
            standby.on(received(1, conflict("faster", "f")));
            assertThat(standby.on(received(1, ok(3))).actions()).isEmpty();
            // The faster worker may not have these functions at all.
            assertThat(standby.after(SECOND).actions())
                    .containsExactly(registers("f"), registers("g"), registers("h"), fence(4));
            standby.on(received(1, conflict("faster", "f")));
            standby.on(received(1, conflict("faster", "g")));
            standby.on(received(1, ok(4)));
            assertThat(standby.events()).hasSize(1).allMatch(event -> event instanceof Event.Confirmed);
            assertThat(standby.after(SECOND).actions()).containsExactly(registers("f"), fence(5));
        }

        @Test
        void theFunctionsOfDifferentOwnersAreRequestedSeparately() {
            for (String id : List.of("f", "g")) {
                standby.on(new Input.Register(function(id)));
            }
            standby.on(new Input.Started());
            standby.on(new Input.Opened(1));
            standby.on(received(1, conflict("one", "f")));
            standby.on(received(1, conflict("two", "g")));
            standby.on(received(1, ok(1)));
            standby.on(received(1, ok(2)));
            assertThat(standby.after(SECOND).actions()).containsExactly(registers("f"), registers("g"), fence(3));
        }

        @Test
        void aTriggerRegisteredLaterIsHeldImmediately() {
            standby.on(new Input.Register(f));
            standby.on(new Input.Started());
            standby.on(new Input.Opened(1));
            standby.on(received(1, conflict));
            standby.on(new Input.Register(t));
            assertThat(standby.events()).contains(new Event.Held(t));
        }

        @Test
        void aFunctionThatWasNeverOwnedIsNotUnregistered() {
            connect();
            standby.on(received(1, conflict));
            standby.on(received(1, ok(1)));
            standby.on(received(1, ok(2)));
            assertThat(standby.on(new Input.Drain(standby.now + SECOND)).actions())
                    .containsExactly(fence(3));
        }
    }
}
