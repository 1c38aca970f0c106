package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Trigger types of workers and of the engine (engine behaviour, sections 7 and 8). */
class TriggersTest {

    /** A built-in type that writes down what it is told. */
    private static final class Recording implements TriggerProvider {
        final List<String> log = new ArrayList<>();

        @Override
        public void register(Trigger trigger) throws TriggerRejected {
            if (trigger.config().isNull()) {
                throw new TriggerRejected("config is required");
            }
            log.add("+" + trigger.id() + " " + trigger.functionId());
        }

        @Override
        public void unregister(Trigger trigger) {
            log.add("-" + trigger.id() + " " + trigger.functionId());
        }
    }

    private final Recording builtIn = new Recording();
    private final TestEngine test = new TestEngine(new BuiltInsTest.InstalledWorker(
            installer -> installer.triggerType(new TriggerTypeSpec("built-in", "text"), builtIn)));
    private final TestPeer binder = test.worker("binder");
    private final TestPeer provider = test.worker("provider");

    private static String trigger(String id, String type, String more) {
        return "{\"type\":\"registertrigger\",\"id\":\"" + id + "\",\"trigger_type\":\"" + type
                + "\",\"function_id\":\"f\",\"config\":{\"c\":1}" + more + "}";
    }

    private static String type(String id, String more) {
        return "{\"type\":\"registertriggertype\",\"id\":\"" + id + "\",\"description\":\"d\"" + more + "}";
    }

    private static String unregister(String id) {
        return "{\"type\":\"unregistertrigger\",\"id\":\"" + id + "\",\"trigger_type\":\"tt\"}";
    }

    private static String result(String id, String type, String error) {
        return "{\"type\":\"triggerregistrationresult\",\"id\":\"" + id + "\",\"trigger_type\":\"" + type
                + "\",\"function_id\":\"f\"" + error + "}";
    }

    private static final String ERROR = ",\"error\":{\"code\":\"bad\",\"message\":\"no\"}";

    // ---------------------------------------------------------------- built-in types

    @Test
    void builtInTypeGetsTheTriggerAndSuccessIsSilent() {
        binder.says(trigger("t", "built-in", ",\"metadata\":{\"m\":1},\"namespace\":\"n1\""));
        binder.hearsNothing();
        assertThat(builtIn.log).containsExactly("+t f");
        assertThat(test.engine.triggers())
                .containsExactly(new Trigger(
                        "t",
                        "built-in",
                        "f",
                        "n1",
                        RawJson.parse("{\"c\":1}"),
                        RawJson.parse("{\"m\":1}"),
                        null,
                        "default"));
    }

    @Test
    void configThatDoesNotFitIsToldAndLeavesWhatWasThere() {
        binder.says(trigger("t", "built-in", ""));
        binder.says(
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"built-in\",\"function_id\":\"f\",\"config\":null}");
        binder.hears(result(
                "t",
                "built-in",
                ",\"error\":{\"code\":\"trigger_registration_failed\",\"message\":\"config is required\"}"));
        assertThat(test.engine.triggers()).hasSize(1);
        assertThat(builtIn.log).containsExactly("+t f");
    }

    @Test
    void sameIdReplacesTheBindingAndMovesItToAnotherType() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "built-in", ""), trigger("t", "built-in", ""));
        assertThat(builtIn.log).containsExactly("+t f", "+t f");
        binder.says(trigger("t", "tt", ""));
        assertThat(builtIn.log).containsExactly("+t f", "+t f", "-t f");
        provider.hears(trigger("t", "tt", ""));
        assertThat(test.engine.triggers()).extracting(Trigger::type).containsExactly("tt");
    }

    @Test
    void triggerOfAnotherWorkerMayBeReplacedAndSurvivesTheFirstOwner() {
        TestPeer second = test.worker("second");
        binder.says(trigger("t", "built-in", ""));
        second.says(trigger("t", "built-in", ""));
        binder.leaves();
        assertThat(test.engine.triggers()).extracting(Trigger::id).containsExactly("t");
        second.leaves();
        assertThat(test.engine.triggers()).isEmpty();
    }

    @Test
    void triggersEndWithTheirConnectionAndByUnregistering() {
        binder.says(trigger("t1", "built-in", ""), trigger("t2", "built-in", ""));
        binder.says("{\"type\":\"unregistertrigger\",\"id\":\"t1\"}", unregister("t1"), unregister("nope"));
        binder.leaves();
        assertThat(builtIn.log).containsExactly("+t1 f", "+t2 f", "-t1 f", "-t2 f");
        assertThat(test.engine.triggers()).isEmpty();
    }

    @Test
    void blankNamespacesAreRefused() {
        binder.says(trigger("t", "built-in", ",\"namespace\":\"\""));
        binder.says(trigger("t", "built-in", ",\"trigger_namespace\":\" \""));
        String hint = " is empty: it was named and left blank. Give it a name, or omit it to use `default`.\"}";
        binder.hears(
                result("t", "built-in", ",\"error\":{\"code\":\"INVALID_NAMESPACE\",\"message\":\"`namespace`" + hint),
                result(
                        "t",
                        "built-in",
                        ",\"error\":{\"code\":\"INVALID_NAMESPACE\",\"message\":\"`trigger_namespace`" + hint));
        provider.says(type("tt", ",\"namespace\":\"\""));
        provider.hearsNothing();
        assertThat(test.engine.triggerTypes()).hasSize(1);
    }

    // ---------------------------------------------------------------- types of workers

    @Test
    void providerGetsTheTriggerAndItsEnd() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ",\"metadata\":{\"m\":1}"));
        provider.hears(trigger("t", "tt", ",\"metadata\":{\"m\":1}"));
        provider.says(result("t", "tt", ""));
        binder.hearsNothing();
        binder.says(unregister("t"));
        provider.hears(unregister("t"));
    }

    @Test
    void providerSeesTheNamespacesThatAreNotTheDefault() {
        TestPeer q = test.worker("q", "n1");
        TestPeer b = test.worker("b", "n1");
        q.says(type("tt", ""));
        b.says(trigger("t", "tt", ",\"namespace\":\"n2\""));
        q.hears(trigger("t", "tt", ",\"namespace\":\"n2\",\"trigger_namespace\":\"n1\""));
        provider.says(type("tt", ""));
        b.says(trigger("u", "tt", ",\"namespace\":\"default\",\"trigger_namespace\":\"default\""));
        provider.hears(trigger("u", "tt", ""));
        q.hearsNothing();
        b.says(trigger("v", "tt", ",\"trigger_namespace\":\"elsewhere\""));
        provider.hearsNothing();
        q.hearsNothing();
        b.hearsNothing();
    }

    @Test
    void triggerOfAnUnknownTypeWaitsForIt() {
        binder.says(trigger("t", "tt", ""));
        binder.hearsNothing();
        assertThat(test.engine.triggers()).isEmpty();
        provider.says(type("tt", ""));
        provider.hears(trigger("t", "tt", ""));
        assertThat(test.engine.triggers()).hasSize(1);
    }

    @Test
    void waitingTriggerEndsWithItsConnectionAndByUnregistering() {
        TestPeer second = test.worker("second");
        binder.says(trigger("t", "tt", ""));
        second.says(trigger("u", "tt", ""));
        binder.leaves();
        second.says(unregister("u"));
        provider.says(type("tt", ""));
        provider.hearsNothing();
    }

    @Test
    void rejectionIsForwardedAndTheTriggerWaitsForTheTypeToBeRegisteredAgain() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ""));
        provider.says(result("t", "tt", ERROR));
        binder.hears(result("t", "tt", ERROR));
        provider.heard();
        provider.says(result("t", "tt", ERROR));
        binder.hearsNothing();
        provider.says(type("tt", ""));
        provider.hears(trigger("t", "tt", ""));
        provider.says(result("t", "tt", ERROR));
        binder.heard();
        binder.says(unregister("t"));
        provider.hearsNothing();
    }

    @Test
    void onlyTheProviderMayRejectAndMayDoSoLate() {
        TestPeer stranger = test.worker("stranger");
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ""));
        provider.says(result("t", "tt", ""));
        stranger.says(result("t", "tt", ERROR));
        binder.says(result("t", "tt", ERROR));
        binder.hearsNothing();
        provider.says(result("t", "tt", ERROR));
        binder.hears(result("t", "tt", ERROR));
    }

    @Test
    void triggersOfAProviderThatLeftGoToTheNextOne() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ""));
        provider.leaves();
        binder.hearsNothing();
        assertThat(test.engine.triggers()).isEmpty();
        TestPeer next = test.worker("next");
        next.says(type("tt", ""));
        next.hears(trigger("t", "tt", ""));
        assertThat(test.engine.triggers()).hasSize(1);
    }

    @Test
    void providerIsToldWhenTheBinderLeaves() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ""));
        provider.heard();
        binder.leaves();
        provider.hears(unregister("t"));
    }

    @Test
    void secondProviderOfATypeTakesItsTriggersOver() {
        provider.says(type("tt", ""));
        binder.says(trigger("t", "tt", ""));
        provider.heard();
        TestPeer second = test.worker("second");
        second.says(type("tt", ""));
        second.hears(trigger("t", "tt", ""));
        provider.leaves();
        assertThat(test.engine.triggers()).hasSize(1);
        provider.hearsNothing();
    }

    @Test
    void typeAtHomeTakesItsTriggersBackFromTheDefaultNamespace() {
        provider.says(type("tt", ""));
        TestPeer b = test.worker("b", "n1");
        b.says(trigger("t", "tt", ""));
        provider.hears(trigger("t", "tt", ""));
        TestPeer home = test.worker("home", "n1");
        home.says(type("tt", ""));
        provider.hears(unregister("t"));
        home.hears(trigger("t", "tt", ",\"trigger_namespace\":\"n1\""));
        home.leaves();
        provider.hears(trigger("t", "tt", ""));
    }

    @Test
    void builtInTypeIsBackWhenAWorkerThatProvidedItIsGone() {
        binder.says(trigger("t", "built-in", ""));
        provider.says(type("built-in", ""));
        provider.hears(trigger("t", "built-in", ""));
        provider.leaves();
        assertThat(builtIn.log).containsExactly("+t f", "-t f", "+t f");
        assertThat(test.engine.triggerTypes())
                .extracting(RegisteredTriggerType::workerName)
                .containsExactly("room");
    }

    // ---------------------------------------------------------------- triggers without a connection

    private CompletionStage<TriggerRegistration> lasting(String id, String type) {
        return test.engine.registerTrigger(
                new Trigger(id, type, "f", "default", RawJson.parse("{\"c\":1}"), null, null, "default"));
    }

    @Test
    void lastingTriggerCountsWhenItsProviderHasAccepted() {
        provider.says(type("tt", ""));
        CompletionStage<TriggerRegistration> outcome = lasting("t", "tt");
        provider.hears(trigger("t", "tt", ""));
        assertThat(outcome.toCompletableFuture()).isNotDone();
        assertThat(test.engine.triggers()).isEmpty();
        provider.says(result("t", "tt", ""));
        assertThat(outcome.toCompletableFuture()).isCompletedWithValue(TriggerRegistration.ACTIVE);
        assertThat(test.engine.triggers()).hasSize(1);
        assertThat(test.clock.alarms()).isZero();
        binder.leaves();
        assertThat(test.engine.unregisterTrigger("t")).isTrue();
        assertThat(test.engine.unregisterTrigger("t")).isFalse();
        provider.hears(unregister("t"));
    }

    @Test
    void lastingTriggerThatIsRejectedFailsWithTheWordsOfTheProvider() {
        provider.says(type("tt", ""));
        CompletionStage<TriggerRegistration> outcome = lasting("t", "tt");
        binder.says(result("t", "tt", ERROR));
        assertThat(outcome.toCompletableFuture()).isNotDone();
        provider.says(result("t", "tt", ERROR));
        assertThat(outcome.toCompletableFuture())
                .isCompletedWithValue(new TriggerRegistration.Rejected(
                        new dev.iii.protocol.ErrorBody("trigger_registration_failed", "bad: no")));
        assertThat(test.engine.triggers()).isEmpty();
        assertThat(test.clock.alarms()).isZero();
    }

    @Test
    void silentProviderCountsAsAcceptingAfterTenSeconds() {
        provider.says(type("tt", ""));
        CompletionStage<TriggerRegistration> outcome = lasting("t", "tt");
        test.clock.advance(Duration.ofMillis(9_999));
        assertThat(outcome.toCompletableFuture()).isNotDone();
        test.clock.advance(Duration.ofMillis(1));
        assertThat(outcome.toCompletableFuture()).isCompletedWithValue(TriggerRegistration.ACTIVE);
        assertThat(test.engine.triggers()).hasSize(1);
    }

    @Test
    void lastingTriggerWaitsForItsTypeWhenTheProviderLeavesBeforeItAnswers() {
        provider.says(type("tt", ""));
        CompletionStage<TriggerRegistration> outcome = lasting("t", "tt");
        provider.leaves();
        assertThat(outcome.toCompletableFuture()).isCompletedWithValue(TriggerRegistration.PARKED);
        TestPeer next = test.worker("next");
        next.says(type("tt", ""));
        next.hears(trigger("t", "tt", ""));
    }

    @Test
    void lastingTriggerOfABuiltInOrUnknownTypeIsKnownAtOnce() {
        assertThat(lasting("t", "built-in").toCompletableFuture()).isCompletedWithValue(TriggerRegistration.ACTIVE);
        assertThat(lasting("u", "nope").toCompletableFuture()).isCompletedWithValue(TriggerRegistration.PARKED);
        assertThat(test.engine.unregisterTrigger("u")).isTrue();
    }
}
