package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Access;
import dev.iii.stub.core.Admission;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.engine.EngineFunctions;
import dev.iii.stub.pubsub.PubSubWorker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What the visitors of a guarded port may do. */
class GuardTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AUTH = "my::auth";
    private static final String HOOK = "my::hook";
    private static final String MIDDLEWARE = "my::middleware";
    private static final String EXPOSE = "add to rbac.expose_functions";
    private static final String FORGIVE = "remove from rbac.forbidden_functions";
    private static final Admission.Visitor VISITOR = new Admission.Visitor(
            Map.of("x-auth", List.of("one", "two"), "bad", List.of("é")), "token=a%20b&a=1&a=2&flag&=x", "192.0.2.1");

    private final TestEngine test = new TestEngine(new EngineFunctions(), new PubSubWorker());
    /** Answers for auth function, hook and middleware. */
    private final TestPeer keeper = test.worker("keeper");

    private static GuardRules rules(Exposure... exposed) {
        return new GuardRules(new GuardRules.Rbac(AUTH, null, null, null, List.of(exposed)), null);
    }

    private static GuardRules hooked() {
        return new GuardRules(new GuardRules.Rbac(AUTH, HOOK, HOOK, HOOK, List.of()), null);
    }

    private static GuardRules mediated() {
        return new GuardRules(new GuardRules.Rbac(AUTH, null, null, null, List.of()), MIDDLEWARE);
    }

    private CompletableFuture<Access> visits(GuardRules rules) {
        return new Guard(test.engine, rules).admit(VISITOR).toCompletableFuture();
    }

    private static ErrorBody refusal(CompletableFuture<Access> access) {
        assertThat(access).isCompletedExceptionally();
        Throwable cause = access.handle(
                        (admitted, e) -> e instanceof CompletionException && e.getCause() != null ? e.getCause() : e)
                .join();
        if (cause instanceof InvocationFailed failed) {
            return failed.error();
        }
        throw new AssertionError("it was not refused but failed", cause);
    }

    private static void registers(TestPeer peer, String function) {
        peer.says("{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}");
    }

    private void asked(String function, @Nullable String question, String answer) {
        answers(keeper, function, question, answer);
    }

    /** The peer is asked this and nothing else, and answers with this member of an {@code invocationresult}. */
    private static void answers(TestPeer peer, String function, @Nullable String question, String answer) {
        List<Frame> heard = peer.heard();
        assertThat(heard).hasSize(1);
        InvokeFunction call = (InvokeFunction) heard.get(0);
        assertThat(call.functionId()).isEqualTo(function);
        if (question != null) {
            assertThat(MAPPER.readTree(call.data().text())).isEqualTo(MAPPER.readTree(question));
        }
        peer.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + call.invocationId() + "\",\"function_id\":\""
                + function + "\"" + (answer.isEmpty() ? "" : "," + answer) + "}");
    }

    private TestPeer session(GuardRules rules, String decision) {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules);
        asked(AUTH, null, "\"result\":" + decision);
        return test.connect(access.join());
    }

    /** A session that has announced itself in the default namespace. */
    private TestPeer worker(GuardRules rules, String decision) {
        TestPeer peer = session(rules, decision);
        announces(peer, "{}");
        return peer;
    }

    private static void announces(TestPeer peer, String data) {
        peer.gets("engine::workers::register", data, "{\"success\":true}");
    }

    private static void refuses(TestPeer peer, String function, String remedy) {
        peer.fails(function, "{}", "FORBIDDEN", "function '" + function + "' not allowed (" + remedy + ")");
    }

    private boolean there(String namespace, String function) {
        return test.engine.function(namespace, function).isPresent();
    }

    // ---------------------------------------------------------------- connecting

    @Test
    void authFunctionSeesHeadersQueryAndAddressAsTheyCame() {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules());
        assertThat(access).isNotDone();
        asked(
                AUTH,
                "{\"headers\":{\"x-auth\":\"two\"},\"query_params\":{\"token\":[\"a%20b\"],\"a\":[\"1\",\"2\"],"
                        + "\"flag\":[\"\"]},\"ip_address\":\"192.0.2.1\"}",
                "\"result\":{}");
        assertThat(access).isCompleted();
    }

    @Test
    void whoeverTheAuthFunctionDoesNotAnswerForIsRefused() {
        assertThat(refusal(visits(rules())))
                .isEqualTo(new ErrorBody("AUTH_ERROR", "Function my::auth not found in namespace default"));
        registers(keeper, AUTH);
        CompletableFuture<Access> failing = visits(rules());
        asked(AUTH, null, "\"error\":{\"code\":\"NO\",\"message\":\"go away\"}");
        assertThat(refusal(failing)).isEqualTo(new ErrorBody("AUTH_ERROR", "go away"));
        CompletableFuture<Access> empty = visits(rules());
        asked(AUTH, null, "");
        assertThat(refusal(empty)).isEqualTo(new ErrorBody("AUTH_ERROR", "auth function returned no result"));
        CompletableFuture<Access> nothing = visits(rules());
        asked(AUTH, null, "\"result\":null");
        assertThat(refusal(nothing)).isEqualTo(new ErrorBody("AUTH_ERROR", "auth function returned no result"));
        CompletableFuture<Access> wrong = visits(rules());
        asked(AUTH, null, "\"result\":[]");
        assertThat(refusal(wrong))
                .isEqualTo(new ErrorBody("AUTH_ERROR", "invalid type: sequence, expected struct AuthResult"));
    }

    @Test
    void authFunctionThatIsSilentRefusesAfterAWhile() {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules());
        test.clock.advance(Patience.LIMIT);
        assertThat(refusal(access).message()).contains("my::auth has not answered within 30000 ms");
        asked(AUTH, null, "\"result\":{}");
        assertThat(refusal(access).code()).isEqualTo("AUTH_ERROR");
    }

    @Test
    void authFunctionThatLeavesRefuses() {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules());
        keeper.leaves();
        assertThat(refusal(access)).isEqualTo(new ErrorBody("AUTH_ERROR", "Invocation stopped"));
    }

    @Test
    void withoutAnAuthFunctionTheExposedFunctionsAreForEverybody() {
        GuardRules open = new GuardRules(
                new GuardRules.Rbac(null, null, null, null, List.of(Exposure.ofIds("pub::*", null))), null);
        TestPeer peer = test.connect(visits(open).join());
        registers(keeper, "pub::f");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"pub::f\",\"data\":1}");
        asked("pub::f", "1", "\"result\":1");
        refuses(peer, "publish", EXPOSE);
    }

    @Test
    void withoutRbacOnlyTheMiddlewareStandsBetween() {
        TestPeer peer = test.connect(visits(new GuardRules(null, MIDDLEWARE)).join());
        peer.fails("publish", "{}", "function_not_found", "Function my::middleware not found in namespace default");
        announces(peer, "{\"namespace\":\"anywhere\"}");
        registers(peer, "f");
        assertThat(there("anywhere", "f")).isTrue();
    }

    // ---------------------------------------------------------------- calling

    @Test
    void denialWinsOverEveryGrantAndHoldsEverywhere() {
        TestPeer peer = worker(
                rules(Exposure.ofIds("*", null), Exposure.ofIds("*", "orders")),
                "{\"forbidden_functions\":[\"f\",\"engine::log::info\"],\"allowed_functions\":[\"f\"],"
                        + "\"namespaces\":{\"default\":[\"*\"],\"orders\":[\"f\"]}}");
        refuses(peer, "f", FORGIVE);
        refuses(peer, "engine::log::info", FORGIVE);
        peer.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"namespace\":\"orders\",\"data\":{}}");
        peer.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"function 'f' not allowed ("
                + FORGIVE + ")\"}}");
        peer.fails("g", "{}", "function_not_found", "Function g not found in namespace default.");
    }

    @Test
    void allowedFunctionsAreExactIdsOfTheDefaultNamespace() {
        TestPeer peer = worker(rules(), "{\"allowed_functions\":[\"f\",\"g*\",\"match(\\\"h\\\")\"]}");
        peer.fails("f", "{}", "function_not_found", "Function f not found in namespace default.");
        refuses(peer, "gg", EXPOSE);
        refuses(peer, "h", EXPOSE);
    }

    @Test
    void metadataExposesFunctionsThatAreThere() {
        Map<String, RawJson> wanted =
                Map.of("public", RawJson.parse("true"), "tier", RawJson.parse("\"match('fr*')\""));
        TestPeer peer = worker(rules(Exposure.ofMetadata(wanted, null)), "{}");
        keeper.says(
                "{\"type\":\"registerfunction\",\"id\":\"a\",\"metadata\":{\"public\":true,\"tier\":\"free\",\"x\":1}}",
                "{\"type\":\"registerfunction\",\"id\":\"b\",\"metadata\":{\"public\":true}}",
                "{\"type\":\"registerfunction\",\"id\":\"c\",\"metadata\":{\"public\":\"true\",\"tier\":\"free\"}}",
                "{\"type\":\"registerfunction\",\"id\":\"d\",\"metadata\":{\"public\":true,\"tier\":5}}",
                "{\"type\":\"registerfunction\",\"id\":\"e\",\"metadata\":[true]}",
                "{\"type\":\"registerfunction\",\"id\":\"f\"}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"a\",\"data\":1}");
        asked("a", "1", "\"result\":1");
        for (String hidden : List.of("b", "c", "d", "e", "f", "nowhere")) {
            refuses(peer, hidden, EXPOSE);
        }
        assertThat(test.engine.functions().stream()
                        .filter(peer.worker().access()::allows)
                        .map(function -> function.id())
                        .filter(id -> !id.startsWith("engine::")))
                .containsExactly("a");
    }

    @Test
    void numbersInMetadataAreComparedAsTheyAreWritten() {
        Exposure one = Exposure.ofMetadata(Map.of("n", RawJson.parse("1")), null);
        TestPeer peer = worker(rules(one), "{}");
        keeper.says(
                "{\"type\":\"registerfunction\",\"id\":\"a\",\"metadata\":{\"n\":1}}",
                "{\"type\":\"registerfunction\",\"id\":\"b\",\"metadata\":{\"n\":1.0}}",
                "{\"type\":\"registerfunction\",\"id\":\"c\",\"metadata\":{\"n\":1e999999999999}}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"a\",\"data\":1}");
        asked("a", "1", "\"result\":1");
        refuses(peer, "b", EXPOSE);
        refuses(peer, "c", EXPOSE);
    }

    @Test
    void middlewareIsCalledInsteadInTheNamespaceOfTheFunctionAndAnswersForIt() {
        TestPeer orders = test.worker("orders", "orders");
        registers(orders, MIDDLEWARE);
        TestPeer peer = session(mediated(), "{\"namespaces\":{\"orders\":[\"*\"]},\"context\":{\"user\":\"u1\"}}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"namespace\":\"orders\",\"data\":{\"x\":1},"
                + "\"action\":{\"type\":\"enqueue\",\"queue\":\"q\"},\"invocation_id\":\"" + TestEngine.id(7) + "\"}");
        answers(
                orders,
                MIDDLEWARE,
                "{\"function_id\":\"f\",\"payload\":{\"x\":1},\"action\":{\"type\":\"enqueue\",\"queue\":\"q\"},"
                        + "\"context\":{\"user\":\"u1\"},\"namespace\":\"orders\"}",
                "\"result\":5");
        peer.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"result\":5}");
        peer.fails(
                "engine::workers::register",
                "{}",
                "FORBIDDEN",
                "namespace 'default' not allowed for this session (permitted: orders)");
        assertThat(orders.heard()).isEmpty();
    }

    @Test
    void middlewareSeesCallsOfFunctionsThatOnlyLookBuiltIn() {
        registers(keeper, MIDDLEWARE);
        registers(keeper, "engine::mine");
        TestPeer peer = worker(mediated(), "{\"allowed_functions\":[\"engine::mine\",\"publish\"]}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"engine::mine\",\"data\":1}");
        asked(MIDDLEWARE, null, "\"result\":1");
        assertThat(peer.heard()).hasSize(1);
        peer.says(
                "{\"type\":\"invokefunction\",\"function_id\":\"publish\",\"data\":1,\"action\":{\"type\":\"void\"}}");
        asked(
                MIDDLEWARE,
                "{\"function_id\":\"publish\",\"payload\":1,\"action\":{\"type\":\"void\"},\"context\":{},"
                        + "\"namespace\":\"default\"}",
                "\"result\":1");
    }

    @Test
    void answerOfTheMiddlewareForAWorkerThatLeftIsDropped() {
        registers(keeper, MIDDLEWARE);
        TestPeer peer = worker(mediated(), "{\"allowed_functions\":[\"f\"]}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1}");
        peer.leaves();
        asked(MIDDLEWARE, null, "\"result\":1");
        peer.hearsNothing();
        assertThat(peer.worker().activeInvocations()).isZero();
    }

    // ---------------------------------------------------------------- announcing

    @Test
    void sessionOfNamespacesAnnouncesItselfInOneOfThemHoweverOftenItTries() {
        TestPeer peer = session(rules(), "{\"namespaces\":{\"b\":[],\"a\":[]}}");
        for (int i = 0; i < 3; i++) {
            peer.fails(
                    "engine::workers::register",
                    "{\"namespace\":\"c\"}",
                    "FORBIDDEN",
                    "namespace 'c' not allowed for this session (permitted: a, b)");
            peer.fails(
                    "engine::workers::register",
                    "\"text\"",
                    "FORBIDDEN",
                    "namespace 'default' not allowed for this session (permitted: a, b)");
        }
        announces(peer, "{\"namespace\":\"b\"}");
        assertThat(peer.worker().namespace()).isEqualTo("b");
        announces(peer, "{\"namespace\":\"a\",\"name\":\"again\"}");
        assertThat(peer.worker().namespace()).isEqualTo("b");
        assertThat(peer.closed()).isNull();
    }

    @Test
    void sessionOfNamespacesThatNeverAnnouncesItselfRegistersNothingElsewhere() {
        TestPeer peer = session(rules(), "{\"namespaces\":{\"a\":[\"*\"]}}");
        registers(peer, "f");
        test.clock.advance(Duration.ofSeconds(5));
        assertThat(there("default", "f")).isFalse();
    }

    // ---------------------------------------------------------------- registering

    @Test
    void whatIsNotAllowedIsDroppedWithoutAskingTheHook() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"allow_function_registration\":false,\"allowed_trigger_types\":[\"cron\"],"
                        + "\"allowed_functions\":[\"f\",\"engine::register_trigger\"]}");
        registers(peer, "f");
        peer.says(
                "{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}",
                "{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\","
                        + "\"config\":{\"topic\":\"x\"}}");
        peer.hearsNothing();
        assertThat(keeper.heard()).isEmpty();
        assertThat(there("default", "f")).isFalse();
        assertThat(test.engine.triggers()).isEmpty();
        assertThat(test.engine.triggerTypes())
                .noneMatch(type -> type.spec().id().equals("tt"));
        peer.fails(
                "engine::register_trigger",
                "{\"trigger_type\":\"subscribe\",\"function_id\":\"f\"}",
                "FORBIDDEN",
                "Trigger type 'subscribe' is not allowed for this session.");
    }

    @Test
    void hookMayChangeAFunctionAndEverythingAfterItWaits() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"function_registration_prefix\":\"pre\",\"context\":7,\"allowed_functions\":[\"pre::g\",\"pre::h\"]}");
        peer.says(
                "{\"type\":\"registerfunction\",\"id\":\"f\",\"description\":\"d\",\"metadata\":{\"a\":1}}",
                "{\"type\":\"invokefunction\",\"function_id\":\"pre::g\",\"data\":1}");
        peer.hearsNothing();
        asked(
                HOOK,
                "{\"function_id\":\"f\",\"description\":\"d\",\"metadata\":{\"a\":1},\"namespace\":\"default\",\"context\":7}",
                "\"result\":{\"function_id\":\"g\",\"description\":5,\"metadata\":[2],\"namespace\":\"elsewhere\"}");
        // The call that waited finds the function, under the id that the hook gave.
        assertThat(peer.heard())
                .singleElement()
                .satisfies(frame ->
                        assertThat(((InvokeFunction) frame).functionId()).isEqualTo("g"));
        assertThat(test.engine.function("default", "pre::g")).hasValueSatisfying(function -> {
            assertThat(function.spec().description()).isEqualTo("d");
            assertThat(function.spec().metadata()).isEqualTo(RawJson.parse("[2]"));
        });
        peer.says("{\"type\":\"unregisterfunction\",\"id\":\"g\"}");
        assertThat(there("default", "pre::g")).isFalse();
    }

    @Test
    void hookThatDoesNotAnswerWithAnObjectDropsAndTheNextRegistrationIsAsked() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{}");
        for (String answer : List.of(
                "",
                "\"result\":null",
                "\"result\":true",
                "\"result\":[]",
                "\"error\":{\"code\":\"N\",\"message\":\"no\"}")) {
            registers(peer, "f");
            asked(HOOK, null, answer);
            assertThat(there("default", "f")).isFalse();
        }
        registers(peer, "f");
        asked(HOOK, null, "\"result\":{}");
        assertThat(there("default", "f")).isTrue();
    }

    @Test
    void missingHookDrops() {
        TestPeer peer = worker(hooked(), "{}");
        registers(peer, "f");
        peer.hearsNothing();
        assertThat(there("default", "f")).isFalse();
    }

    @Test
    void silentHookDropsAfterAWhileAndTheWorkerGoesOn() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{\"allowed_functions\":[\"publish\"]}");
        registers(peer, "f");
        peer.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(9)
                + "\",\"function_id\":\"g\",\"data\":1}");
        peer.hearsNothing();
        test.clock.advance(Patience.LIMIT);
        assertThat(there("default", "f")).isFalse();
        assertThat(peer.heard()).hasSize(1);
    }

    @Test
    void workerThatLeavesWhileTheHookThinksRegistersNothing() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{}");
        registers(peer, "f");
        peer.leaves();
        asked(HOOK, null, "\"result\":{}");
        assertThat(there("default", "f")).isFalse();
    }

    @Test
    void hookMayChangeATriggerButNotItsMetadata() {
        registers(keeper, HOOK);
        TestPeer peer =
                worker(hooked(), "{\"allowed_functions\":[\"pre::g\"],\"function_registration_prefix\":\"pre\"}");
        peer.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\","
                + "\"config\":null,\"metadata\":{\"m\":1}}");
        asked(
                HOOK,
                "{\"trigger_id\":\"t\",\"trigger_type\":\"state\",\"function_id\":\"f\",\"config\":null,"
                        + "\"metadata\":{\"m\":1},\"namespace\":\"default\",\"context\":{}}",
                "\"result\":{\"trigger_id\":\"t2\",\"trigger_type\":\"subscribe\",\"function_id\":\"g\","
                        + "\"config\":{\"topic\":\"x\"},\"metadata\":2}");
        assertThat(test.engine.triggers()).singleElement().satisfies(trigger -> {
            assertThat(trigger.id()).isEqualTo("t2");
            assertThat(trigger.type()).isEqualTo("subscribe");
            assertThat(trigger.functionId()).isEqualTo("pre::g");
            assertThat(trigger.config()).isEqualTo(RawJson.parse("{\"topic\":\"x\"}"));
            assertThat(trigger.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
        });
    }

    @Test
    void triggerNeedsAGrantForItsTargetWhateverTheHookSays() {
        registers(keeper, HOOK);
        TestPeer peer = worker(
                hooked(),
                "{\"namespaces\":{\"default\":[],\"orders\":[\"f\"]},\"function_registration_prefix\":\"p\"}");
        peer.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\","
                + "\"config\":{\"topic\":\"x\"},\"namespace\":\"orders\"}");
        asked(HOOK, null, "\"result\":{}");
        peer.hears("{\"type\":\"triggerregistrationresult\",\"id\":\"t\",\"trigger_type\":\"subscribe\","
                + "\"function_id\":\"p::f\",\"error\":{\"code\":\"FORBIDDEN\","
                + "\"message\":\"function 'p::f' not allowed in namespace 'orders'\"}}");
        assertThat(test.engine.triggers()).isEmpty();
    }

    @Test
    void hookMayChangeATriggerType() {
        registers(keeper, HOOK);
        TestPeer peer = worker(hooked(), "{\"allow_trigger_type_registration\":true}");
        peer.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        asked(
                HOOK,
                "{\"trigger_type_id\":\"tt\",\"description\":\"d\",\"context\":{}}",
                "\"result\":{\"trigger_type_id\":\"tt2\",\"description\":\"e\"}");
        assertThat(test.engine.triggerTypes())
                .anySatisfy(type -> {
                    assertThat(type.spec().id()).isEqualTo("tt2");
                    assertThat(type.spec().description()).isEqualTo("e");
                })
                .noneMatch(type -> type.spec().id().equals("tt"));
    }
}
