package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Functions: registration, ownership, and access that is decided later (engine behaviour, sections 6 and 19). */
class RegistrationsTest {

    private final TestEngine test = new TestEngine();

    private static String register(String id) {
        return "{\"type\":\"registerfunction\",\"id\":\"" + id + "\"}";
    }

    private static String unregister(String id) {
        return "{\"type\":\"unregisterfunction\",\"id\":\"" + id + "\"}";
    }

    private @Nullable ConnectedWorker owner(TestEngine engine, String id) {
        return engine.engine
                .function("default", id)
                .map(RegisteredFunction::owner)
                .orElse(null);
    }

    @Test
    void firstLiveOwnerWinsAndTheOtherKeepsItsConnection() {
        TestPeer first = test.worker("first");
        TestPeer second = test.worker("second");
        first.says(register("f"));
        second.says(register("f"));
        second.hears(
                "{\"type\":\"registrationrejected\",\"code\":\"FUNCTION_NAMESPACE_CONFLICT\",\"namespace\":\"default\","
                        + "\"function_id\":\"f\",\"owner_worker_id\":\"" + first.id() + "\"}");
        second.says(unregister("f"));
        assertThat(owner(test, "f")).isEqualTo(first.worker());
        first.says(unregister("f"), unregister("f"));
        second.says(register("f"));
        second.hearsNothing();
        assertThat(owner(test, "f")).isEqualTo(second.worker());
        assertThat(second.closed()).isNull();
    }

    @Test
    void idIsFreeWhenItsOwnerHasLeft() {
        TestPeer first = test.worker("first");
        TestPeer second = test.worker("second");
        first.says(register("f"));
        first.leaves();
        second.says(register("f"));
        assertThat(owner(test, "f")).isEqualTo(second.worker());
    }

    @Test
    void ownerMayRegisterAgain() {
        TestPeer peer = test.worker("w");
        peer.says(register("f"), "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"two\"}");
        peer.hearsNothing();
        assertThat(test.engine.function("default", "f").map(f -> f.spec().description()))
                .contains("two");
        assertThat(peer.worker().functionCount()).isEqualTo(1);
    }

    @Test
    void idsOfTheEngineAreForTheDefaultNamespace() {
        TestPeer peer = test.worker("w", "n1");
        peer.says(register("engine::f"));
        peer.hears("{\"type\":\"registrationrejected\",\"code\":\"FUNCTION_NAMESPACE_CONFLICT\",\"namespace\":\"n1\","
                + "\"function_id\":\"engine::f\",\"owner_worker_id\":\"\"}");
        TestPeer inDefault = test.worker("v");
        inDefault.says(register("engine::f"));
        inDefault.hearsNothing();
    }

    @Test
    void builtInFunctionIsBackWhenAWorkerLetsGoOfItsId() {
        TestEngine engine = new TestEngine(new BuiltInsTest.InstalledWorker(installer -> installer.function(
                FunctionSpec.of("room::f", "text"), call -> Outcome.value(RawJson.parse("\"built in\"")))));
        TestPeer caller = engine.worker("caller");
        TestPeer thief = engine.worker("thief");
        thief.says(register("room::f"));
        caller.says("{\"type\":\"invokefunction\",\"function_id\":\"room::f\",\"data\":{}}");
        assertThat(thief.heard()).hasSize(1);
        thief.leaves();
        caller.gets("room::f", "{}", "\"built in\"");
    }

    @Test
    void namespaceWithoutFunctionsIsForgotten() {
        TestPeer peer = test.worker("w", "n1");
        peer.says(register("f"));
        assertThat(test.engine.namespacesOf("f")).containsExactly("n1");
        peer.says(unregister("f"));
        assertThat(test.engine.namespacesOf("f")).isEmpty();
        assertThat(test.engine.functions()).isEmpty();
    }

    @Test
    void functionThatTheEngineAnswersForItsOwnerIsDroppedWhenNobodyCanDoThat() {
        TestPeer peer = test.worker("w");
        peer.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"invocation\":{\"url\":\"http://x\"}}");
        peer.hearsNothing();
        peer.fails("f", "{}", "function_not_found", "Function f not found in namespace default.");
    }

    @Test
    void functionThatTheEngineAnswersForItsOwnerGetsTheCaller() {
        TestPeer peer = test.worker("w");
        test.extend(installer -> installer.bindRemoteFunctionsWith(
                frame -> call -> CompletableFuture.completedStage(Outcome.value(call.payloadWithCaller()))));
        peer.says("{\"type\":\"registerfunction\",\"id\":\"f\",\"invocation\":{\"url\":\"http://x\"}}");
        peer.gets("f", "{\"x\":1}", "{\"x\":1,\"_caller_worker_id\":\"" + peer.id() + "\"}");
        peer.leaves();
        assertThat(test.engine.functions()).isEmpty();
    }

    // ---------------------------------------------------------------- access

    /** Decides later, when the test says so. */
    private static final class SlowAccess implements Access {
        final Deque<CompletableFuture<Permission<RegisterFunction>>> asked = new ArrayDeque<>();

        @Override
        public CompletionStage<Permission<RegisterFunction>> onFunction(RegisterFunction frame, String namespace) {
            CompletableFuture<Permission<RegisterFunction>> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        @Override
        public CompletionStage<Permission<RegisterTrigger>> onTrigger(RegisterTrigger frame) {
            return CompletableFuture.completedStage(
                    new Permission.Refused<>(frame, new ErrorBody("FORBIDDEN", "not this one")));
        }

        @Override
        public Verdict onCall(InvokeFunction call, String namespace, @Nullable RegisteredFunction target) {
            return switch (call.functionId()) {
                case "no" -> new Verdict.Refused(new ErrorBody("FORBIDDEN", "no"));
                case "other" -> new Verdict.Redirected(Call.of("p::f", call.data()));
                default -> Verdict.ALLOWED;
            };
        }

        @Override
        public @Nullable String functionPrefix() {
            return "p";
        }
    }

    private TestPeer guarded(SlowAccess access) {
        TestPeer peer = test.connect(access);
        test.engine.announce(peer.worker(), new Announcement("g", null, null, null, null, null, null, null, null));
        return peer;
    }

    private static RegisterFunction function(String id) {
        return new RegisterFunction(id, null, null, null, null, null);
    }

    @Test
    void whatFollowsARegistrationWaitsUntilItIsDecided() {
        SlowAccess access = new SlowAccess();
        TestPeer peer = guarded(access);
        peer.says(register("f"), register("g"), "{\"type\":\"ping\"}");
        assertThat(access.asked).hasSize(1);
        peer.hears("{\"type\":\"pong\"}");
        peer.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(99)
                + "\",\"function_id\":\"nope\",\"data\":1}");
        peer.hearsNothing();
        access.asked.remove().complete(new Access.Permission.Granted<>(function("renamed")));
        assertThat(access.asked).hasSize(1);
        access.asked.remove().complete(new Access.Permission.Dropped<>("not wanted"));
        assertThat(peer.heard()).hasSize(1);
        assertThat(test.engine.functions()).extracting(RegisteredFunction::id).containsExactly("p::renamed");
    }

    @Test
    void aConnectionIsNotReadWhileTooMuchWaitsForADecision() {
        SlowAccess access = new SlowAccess();
        TestPeer peer = guarded(access);
        String call = "{\"type\":\"invokefunction\",\"function_id\":\"nope\",\"invocation_id\":\"" + TestEngine.id(99)
                + "\",\"data\":\"" + "x".repeat(1 << 19) + "\"}";
        peer.says(register("f"), call);
        assertThat(peer.paused()).isFalse();
        peer.says(call);
        assertThat(peer.paused()).isTrue();
        for (int i = 0; i < 200; i++) {
            peer.says(call); // What was read before.
        }
        assertThat(peer.closed()).isNull();
        peer.hearsNothing();

        access.asked.remove().complete(new Access.Permission.Granted<>(function("f")));

        assertThat(peer.paused()).isFalse();
        assertThat(peer.heard()).hasSize(202);
    }

    @Test
    void ownerOfAPrefixedFunctionIsCalledByItsOwnName() {
        SlowAccess access = new SlowAccess();
        TestPeer peer = guarded(access);
        peer.says(register("f"));
        access.asked.remove().complete(new Access.Permission.Granted<>(function("f")));
        TestPeer caller = test.worker("caller");
        caller.says("{\"type\":\"invokefunction\",\"function_id\":\"p::f\",\"data\":1}");
        assertThat(((InvokeFunction) peer.heard().get(0)).functionId()).isEqualTo("f");
        peer.says(unregister("f"));
        assertThat(test.engine.functions()).isEmpty();
    }

    @Test
    void failedDecisionDropsTheRegistrationAndTheNextOneIsAsked() {
        SlowAccess access = new SlowAccess();
        TestPeer peer = guarded(access);
        peer.says(register("f"), register("g"));
        access.asked.remove().completeExceptionally(new IllegalStateException("on purpose"));
        access.asked.remove().complete(new Access.Permission.Granted<>(function("g")));
        assertThat(test.engine.functions()).extracting(RegisteredFunction::id).containsExactly("p::g");
    }

    @Test
    void decisionAfterTheConnectionEndedChangesNothing() {
        SlowAccess access = new SlowAccess();
        TestPeer peer = guarded(access);
        peer.says(register("f"));
        peer.leaves();
        access.asked.remove().complete(new Access.Permission.Granted<>(function("f")));
        assertThat(test.engine.functions()).isEmpty();
    }

    @Test
    void refusedTriggerIsTold() {
        TestPeer peer = guarded(new SlowAccess());
        peer.says(
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\",\"config\":{}}");
        peer.hears("{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"x\",\"function_id\":\"f\","
                + "\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"not this one\"}}");
    }

    @Test
    void refusedCallIsAnsweredEvenWhenNobodyAskedForAnAnswer() {
        TestPeer peer = guarded(new SlowAccess());
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"no\",\"data\":1,\"action\":{\"type\":\"void\"}}");
        peer.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(3)
                + "\",\"function_id\":\"no\",\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"no\"}}");
        assertThat(peer.worker().activeInvocations()).isZero();
    }

    @Test
    void redirectedCallIsAnsweredByWhomItWasRedirectedTo() {
        TestPeer middle = test.worker("middle");
        middle.says(register("p::f"));
        TestPeer peer = guarded(new SlowAccess());
        String head = "\"invocation_id\":\"" + TestEngine.id(77) + "\",\"function_id\":\"other\"";
        peer.says("{\"type\":\"invokefunction\"," + head + ",\"data\":{\"x\":1}}");
        InvokeFunction asked = (InvokeFunction) middle.heard().get(0);
        assertThat(asked.data().text()).isEqualTo("{\"x\":1}");
        middle.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + asked.invocationId()
                + "\",\"function_id\":\"p::f\",\"result\":5}");
        peer.hears("{\"type\":\"invocationresult\"," + head + ",\"result\":5}");
    }

    @Test
    void hundredThousandHeldRegistrationsAreReplayed() {
        TestPeer peer = test.connect();
        for (int i = 0; i < 100_000; i++) {
            peer.connection().receive(function("f" + i), 60);
        }
        test.engine.announce(peer.worker(), new Announcement("w", null, null, null, null, null, null, null, null));
        assertThat(peer.worker().functionCount()).isEqualTo(100_000);
        peer.leaves();
        assertThat(test.engine.functions()).isEmpty();
    }
}
