package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.Play.SECOND;
import static dev.iii.sdk.internal.session.Play.fence;
import static dev.iii.sdk.internal.session.Play.function;
import static dev.iii.sdk.internal.session.Play.ok;
import static dev.iii.sdk.internal.session.Play.received;
import static dev.iii.sdk.internal.session.Play.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a session registers, and what it holds back while it stands by. */
class SessionRegistrationsTest {

    private final Play play = new Play();

    @Nested
    class Registering {

        @Test
        void oneFenceAtATime() {
            play.ready();
            SessionRegistration f = function("f");
            SessionRegistration g = function("g");
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
            SessionRegistration f = function("f");
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
            SessionRegistration t = trigger("t");
            play.ready();
            play.on(new Input.Register(t));
            assertThat(play.on(new Input.Unregister(t)).did())
                    .containsExactly("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}");
            assertThat(play.on(new Input.Unregister(t)).did()).isEmpty();
        }

        @Test
        void whatIsKnownLaterIsSentAndReplayed() {
            play.ready();
            SessionRegistration f = function("f");
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
            assertThat(play.news()).contains(new Event.Unconfirmed());
            assertThat(play.session.state()).isEqualTo(SessionState.READY);
        }
    }

    @Nested
    class StandingBy {

        private final Play standby = new Play(Play.STANDBY);
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
            assertThat(standby.news()).containsExactly(new Event.Standby(f, "owner"), new Event.Held(t));
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
}
