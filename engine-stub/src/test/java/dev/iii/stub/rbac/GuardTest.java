package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests which connections a guarded port accepts, and which functions its sessions may call. */
class GuardTest extends GuardTestBase {
    // ---------------------------------------------------------------- connecting

    @Test
    void authFunctionReceivesHeadersQueryAndAddressUnchanged() {
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
    void connectionIsRefusedWithoutAValidResultOfTheAuthFunction() {
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
    void connectionIsRefusedAfterTheTimeoutOfTheAuthFunction() {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules());
        test.clock.advance(BoundedQuery.LIMIT);
        assertThat(refusal(access).message()).contains("my::auth did not return within 30000 ms");
        asked(AUTH, null, "\"result\":{}");
        assertThat(refusal(access).code()).isEqualTo("AUTH_ERROR");
    }

    @Test
    void connectionIsRefusedIfTheWorkerOfTheAuthFunctionDisconnects() {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules());
        keeper.leaves();
        assertThat(refusal(access)).isEqualTo(new ErrorBody("AUTH_ERROR", "Invocation stopped"));
    }

    @Test
    void withoutAnAuthFunctionAllSessionsMayCallTheExposedFunctions() {
        GuardRules open = new GuardRules(
                new GuardRules.Rbac(null, null, null, null, List.of(Exposure.ofIds("pub::*", null))), null);
        TestPeer peer = test.connect(visits(open).join());
        registers(keeper, "pub::f");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"pub::f\",\"data\":1}");
        asked("pub::f", "1", "\"result\":1");
        refuses(peer, "publish", EXPOSE);
    }

    @Test
    void withoutRbacOnlyTheMiddlewareIsCalled() {
        TestPeer peer = test.connect(visits(new GuardRules(null, MIDDLEWARE)).join());
        peer.fails("publish", "{}", "function_not_found", "Function my::middleware not found in namespace default");
        announces(peer, "{\"namespace\":\"anywhere\"}");
        registers(peer, "f");
        assertThat(there("anywhere", "f")).isTrue();
    }

    // ---------------------------------------------------------------- calling

    @Test
    void forbiddenFunctionsOverrideEveryGrantInEveryNamespace() {
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
    void metadataExposesRegisteredFunctions() {
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
    void numbersInMetadataAreComparedAsWritten() {
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
    void middlewareIsCalledInsteadOfTheFunctionAndReturnsTheResult() {
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
    void middlewareReceivesAllCallsExceptThoseOfBuiltInEngineFunctions() {
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
    void middlewareGetsNoTraceFieldsAndTheCallerGetsItsOwn() {
        registers(keeper, MIDDLEWARE);
        TestPeer peer = worker(mediated(), "{\"allowed_functions\":[\"f\"]}");
        String trace =
                "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"baggage\":\"k=v\"";
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":1,\"invocation_id\":\""
                + TestEngine.id(7) + "\"," + trace + "}");
        InvokeFunction call = (InvokeFunction) keeper.heard().get(0);
        assertThat(call.traceparent()).isNull();
        assertThat(call.baggage()).isNull();
        keeper.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + call.invocationId()
                + "\",\"function_id\":\"" + MIDDLEWARE + "\",\"result\":1}");
        peer.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"result\":1," + trace + "}");
    }

    @Test
    void resultOfTheMiddlewareForADisconnectedWorkerIsDropped() {
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
    void sessionWithNamespacesMayOnlyAnnounceItselfInOneOfThem() {
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
    void sessionWithNamespacesRegistersNothingElsewhereWithoutAnAnnouncement() {
        TestPeer peer = session(rules(), "{\"namespaces\":{\"a\":[\"*\"]}}");
        registers(peer, "f");
        test.clock.advance(Duration.ofSeconds(5));
        assertThat(there("default", "f")).isFalse();
    }
}
