package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.Play.SECOND;
import static dev.iii.sdk.internal.session.Play.ok;
import static dev.iii.sdk.internal.session.Play.received;
import static dev.iii.sdk.internal.session.Play.subscription;
import static dev.iii.sdk.internal.session.Play.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RefusalRetry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TriggerRetriesTest {

    private static final ErrorBody ERROR = new ErrorBody("taken", "the route is taken");
    private static final String OFFER =
            "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":null}";
    private static final String RENEWAL =
            "{\"type\":\"registertrigger\",\"id\":\"s\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\",\"config\":{\"topic\":\"t\"}}";
    private static final String TAKEN_BACK =
            "{\"type\":\"unregistertrigger\",\"id\":\"s\",\"trigger_type\":\"subscribe\"}";
    private static final Input.Received REFUSAL = received(1, new TriggerRegistrationResult("t", "http", "f", ERROR));

    private final SessionRegistration trigger = trigger("t");

    private static Play retrying(int tries) {
        return new Play(Play.retrying(
                new RefusalRetry(tries, new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0))));
    }

    /** Ready, with a trigger that was refused once; the fence has the invocation id 2. */
    private Play refusedOnce(int tries) {
        Play play = retrying(tries).ready();
        play.on(new Input.Register(trigger));
        play.on(REFUSAL);
        assertThat(play.news()).containsExactly(new Event.Refused(trigger, ERROR));
        play.on(received(1, ok(2)));
        return play;
    }

    @Test
    void whatWasRefusedIsOfferedAgainAfterAWhile() {
        Play play = refusedOnce(5);
        assertThat(play.after(SECOND - 1).did()).isEmpty();
        assertThat(play.after(1).did()).contains(OFFER);
    }

    @Test
    void whatIsTakenThenIsToldOfWhenNoRefusalHasFollowed() {
        Play play = refusedOnce(5);
        play.after(SECOND);
        assertThat(play.on(received(1, ok(3))).news()).isEmpty();
        assertThat(play.after(SECOND).news()).containsExactly(new Event.Confirmed(trigger));
        assertThat(play.on(REFUSAL).news()).containsExactly(new Event.Refused(trigger, ERROR));
    }

    @Test
    void aRefusalThatComesLateIsStillOne() {
        Play play = refusedOnce(5);
        play.after(SECOND);
        play.on(received(1, ok(3)));
        assertThat(play.on(REFUSAL).news()).containsExactly(new Event.RefusedAgain(trigger, ERROR, false));
        assertThat(play.after(SECOND).did()).isEmpty();
        assertThat(play.after(SECOND).did()).contains(OFFER);
    }

    @Test
    void afterTheLastTryItWaitsForTheNextConnection() {
        Play play = refusedOnce(1);
        play.after(SECOND);
        assertThat(play.on(REFUSAL).news()).containsExactly(new Event.RefusedAgain(trigger, ERROR, true));
        play.on(received(1, ok(3)));
        assertThat(play.after(9 * SECOND).did()).isEmpty();
        play.on(new Input.Closed(1, "gone"));
        play.after(SECOND);
        assertThat(play.on(new Input.Opened(2)).did()).contains(OFFER);
    }

    @Test
    void withoutTriesItIsNotOfferedAgain() {
        Play play = refusedOnce(0);
        assertThat(play.after(19 * SECOND).did()).isEmpty();
    }

    @Test
    void whatWasUnregisteredIsNotOfferedAgainAndTakenBackFromWhereItMayBeParked() {
        Play play = refusedOnce(5);
        assertThat(play.on(new Input.Unregister(trigger)).did())
                .containsExactly("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"http\"}");
        assertThat(play.after(SECOND).did()).isEmpty();
    }

    @Test
    void aLostConnectionEndsTheWait() {
        Play play = refusedOnce(5);
        play.on(new Input.Closed(1, "gone"));
        assertThat(play.after(SECOND).did()).containsExactly("Connect[generation=2]");
    }

    /** Ready, with a subscription that the engine has and a trigger that it has; the next fence has the id 4. */
    private Play subscribed(SessionRegistration subscription) {
        Play play = new Play().ready();
        play.on(new Input.Register(trigger));
        play.on(new Input.Register(subscription));
        play.on(received(1, ok(2)));
        play.on(received(1, ok(3)));
        play.effects.clear();
        return play;
    }

    @Test
    void subscriptionsAreRegisteredAgainWhenAskedFor() {
        Play play = subscribed(subscription("s"));
        assertThat(play.on(new Input.Resubscribe(false)).did()).containsExactly(RENEWAL);
        assertThat(play.news()).isEmpty();
    }

    @Test
    void anewTheyAreTakenBackBeforeAllOfThem() {
        Play play = subscribed(subscription("s"));
        play.on(new Input.Register(subscription("s2")));
        play.on(received(1, ok(4)));
        assertThat(play.on(new Input.Resubscribe(true)).did())
                .startsWith(
                        TAKEN_BACK, TAKEN_BACK.replace("\"s\"", "\"s2\""), RENEWAL, RENEWAL.replace("\"s\"", "\"s2\""))
                .last()
                .asString()
                .contains("engine::baggage::get_all");
    }

    @Test
    void anewAlsoWhatWasRefusedIsOfferedAgainAndConfirmed() {
        SessionRegistration subscription = subscription("s");
        Play play = subscribed(subscription);
        play.on(received(1, new TriggerRegistrationResult("s", "subscribe", "f", ERROR)));
        assertThat(play.on(new Input.Resubscribe(false)).did()).isEmpty();
        play.on(new Input.Resubscribe(true));
        assertThat(play.did()).contains(RENEWAL);
        play.on(received(1, ok(4)));
        assertThat(play.after(SECOND).news()).contains(new Event.Confirmed(subscription));
    }

    @Test
    void whatWasUnregisteredIsNotRegisteredAgain() {
        SessionRegistration subscription = subscription("s");
        Play play = subscribed(subscription);
        play.on(new Input.Unregister(subscription));
        assertThat(play.on(new Input.Resubscribe(false)).did()).isEmpty();
        assertThat(play.on(new Input.Resubscribe(true)).did()).isEmpty();
    }

    @Test
    void withoutAConnectionThereIsNothingToRegisterAgain() {
        Play play = subscribed(subscription("s"));
        play.on(new Input.Closed(1, "gone"));
        assertThat(play.on(new Input.Resubscribe(true)).did()).isEmpty();
        play.after(SECOND);
        play.on(new Input.Opened(2));
        assertThat(play.on(new Input.Resubscribe(true)).did()).isEmpty();
    }

    @Test
    void aDrainingWorkerDoesNotSubscribeAgain() {
        Play play = subscribed(subscription("s"));
        play.on(new Input.Drain(play.now + SECOND));
        assertThat(play.did()).contains(TAKEN_BACK);
        assertThat(play.on(new Input.Resubscribe(true)).did()).doesNotContain(RENEWAL);
    }
}
