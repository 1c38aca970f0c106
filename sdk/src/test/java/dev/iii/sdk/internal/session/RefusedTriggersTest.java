package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.ok;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static dev.iii.sdk.internal.session.SessionScript.subscription;
import static dev.iii.sdk.internal.session.SessionScript.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.TriggerRetry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TriggerRetriesTest {

    private static final ErrorBody ERROR = new ErrorBody("taken", "the route is in use");
    private static final String REGISTRATION =
            "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}";
    private static final String SUBSCRIPTION =
            "{\"type\":\"registertrigger\",\"id\":\"s\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\",\"config\":{\"topic\":\"t\"}}";
    private static final String UNSUBSCRIPTION =
            "{\"type\":\"unregistertrigger\",\"id\":\"s\",\"trigger_type\":\"subscribe\"}";
    private static final Input.Received REFUSAL = received(1, new TriggerRegistrationResult("t", "http", "f", ERROR));

    private final SessionRegistration trigger = trigger("t");

    private static SessionScript retrying(int retries) {
        return new SessionScript(SessionScript.retrying(
                new TriggerRetry(retries, new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0))));
    }

    /** Returns a ready session with a trigger that was refused once. The next invocation id is 3. */
    private SessionScript refusedOnce(int retries) {
        SessionScript script = retrying(retries).ready();
        script.on(new Input.Register(trigger));
        script.on(REFUSAL);
        assertThat(script.events()).containsExactly(new Event.Refused(trigger, ERROR));
        script.on(received(1, ok(2)));
        return script;
    }

    @Test
    void aRefusedTriggerIsRegisteredAgainAfterADelay() {
        SessionScript script = refusedOnce(5);
        assertThat(script.after(SECOND - 1).actions()).isEmpty();
        assertThat(script.after(1).actions()).contains(REGISTRATION);
    }

    @Test
    void anAcceptedTriggerIsReportedAfterADelayWithoutARefusal() {
        SessionScript script = refusedOnce(5);
        script.after(SECOND);
        assertThat(script.on(received(1, ok(3))).events()).isEmpty();
        assertThat(script.after(SECOND).events()).containsExactly(new Event.Confirmed(trigger));
        assertThat(script.on(REFUSAL).events()).containsExactly(new Event.Refused(trigger, ERROR));
    }

    @Test
    void aRefusalDuringTheProbationCounts() {
        SessionScript script = refusedOnce(5);
        script.after(SECOND);
        script.on(received(1, ok(3)));
        assertThat(script.on(REFUSAL).events()).containsExactly(new Event.RefusedAgain(trigger, ERROR, false));
        assertThat(script.after(SECOND).actions()).isEmpty();
        assertThat(script.after(SECOND).actions()).contains(REGISTRATION);
    }

    @Test
    void afterTheLastAttemptItWaitsForTheNextConnection() {
        SessionScript script = refusedOnce(1);
        script.after(SECOND);
        assertThat(script.on(REFUSAL).events()).containsExactly(new Event.RefusedAgain(trigger, ERROR, true));
        script.on(received(1, ok(3)));
        assertThat(script.after(9 * SECOND).actions()).isEmpty();
        script.on(new Input.Closed(1, "gone"));
        script.after(SECOND);
        assertThat(script.on(new Input.Opened(2)).actions()).contains(REGISTRATION);
    }

    @Test
    void withoutRetriesItIsNotRegisteredAgain() {
        SessionScript script = refusedOnce(0);
        assertThat(script.after(19 * SECOND).actions()).isEmpty();
    }

    @Test
    void aRefusedTriggerThatIsUnregisteredIsNotRegisteredAgainAndTheEngineForgetsIt() {
        SessionScript script = refusedOnce(5);
        assertThat(script.on(new Input.Unregister(trigger)).actions())
                .containsExactly("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}");
        assertThat(script.after(SECOND).actions()).isEmpty();
    }

    @Test
    void aLostConnectionEndsTheWait() {
        SessionScript script = refusedOnce(5);
        script.on(new Input.Closed(1, "gone"));
        assertThat(script.after(SECOND).actions()).containsExactly("Connect[generation=2]");
    }

    /** Returns a ready session with a trigger and a subscription that the engine has accepted. The next invocation id is 4. */
    private SessionScript subscribed(SessionRegistration subscription) {
        SessionScript script = new SessionScript().ready();
        script.on(new Input.Register(trigger));
        script.on(new Input.Register(subscription));
        script.on(received(1, ok(2)));
        script.on(received(1, ok(3)));
        script.effects.clear();
        return script;
    }

    @Test
    void subscriptionsAreRegisteredAgainOnRequest() {
        SessionScript script = subscribed(subscription("s"));
        assertThat(script.on(new Input.Resubscribe(false)).actions()).containsExactly(SUBSCRIPTION);
        assertThat(script.events()).isEmpty();
    }

    @Test
    void ifRequestedAllAreUnregisteredFirst() {
        SessionScript script = subscribed(subscription("s"));
        script.on(new Input.Register(subscription("s2")));
        script.on(received(1, ok(4)));
        assertThat(script.on(new Input.Resubscribe(true)).actions())
                .startsWith(
                        UNSUBSCRIPTION,
                        UNSUBSCRIPTION.replace("\"s\"", "\"s2\""),
                        SUBSCRIPTION,
                        SUBSCRIPTION.replace("\"s\"", "\"s2\""))
                .last()
                .asString()
                .contains("engine::baggage::get_all");
    }

    @Test
    void ifUnregisteredFirstARefusedSubscriptionIsRegisteredAgainToo() {
        SessionRegistration subscription = subscription("s");
        SessionScript script = subscribed(subscription);
        script.on(received(1, new TriggerRegistrationResult("s", "subscribe", "f", ERROR)));
        assertThat(script.on(new Input.Resubscribe(false)).actions()).isEmpty();
        script.on(new Input.Resubscribe(true));
        assertThat(script.actions()).contains(SUBSCRIPTION);
        script.on(received(1, ok(4)));
        assertThat(script.after(SECOND).events()).contains(new Event.Confirmed(subscription));
    }

    @Test
    void anUnregisteredSubscriptionIsNotRegisteredAgain() {
        SessionRegistration subscription = subscription("s");
        SessionScript script = subscribed(subscription);
        script.on(new Input.Unregister(subscription));
        assertThat(script.on(new Input.Resubscribe(false)).actions()).isEmpty();
        assertThat(script.on(new Input.Resubscribe(true)).actions()).isEmpty();
    }

    @Test
    void withoutAConnectionNoSubscriptionIsRegisteredAgain() {
        SessionScript script = subscribed(subscription("s"));
        script.on(new Input.Closed(1, "gone"));
        assertThat(script.on(new Input.Resubscribe(true)).actions()).isEmpty();
        script.after(SECOND);
        script.on(new Input.Opened(2));
        assertThat(script.on(new Input.Resubscribe(true)).actions()).isEmpty();
    }

    @Test
    void aDrainingWorkerDoesNotSubscribeAgain() {
        SessionScript script = subscribed(subscription("s"));
        script.on(new Input.Drain(script.now + SECOND));
        assertThat(script.actions()).contains(UNSUBSCRIPTION);
        assertThat(script.on(new Input.Resubscribe(true)).actions()).doesNotContain(SUBSCRIPTION);
    }
}
