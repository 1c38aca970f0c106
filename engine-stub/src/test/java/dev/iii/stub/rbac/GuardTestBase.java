package dev.iii.stub.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.core.api.Access;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.engine.EngineFunctionsWorker;
import dev.iii.stub.pubsub.PubSubWorker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** A guarded port, the worker that provides its functions, and the clients of the port. */
abstract class GuardTestBase {

    static final ObjectMapper MAPPER = new ObjectMapper();
    static final String AUTH = "my::auth";
    static final String HOOK = "my::hook";
    static final String MIDDLEWARE = "my::middleware";
    static final String EXPOSE = "add to rbac.expose_functions";
    static final String FORGIVE = "remove from rbac.forbidden_functions";
    static final Admission.Client VISITOR = new Admission.Client(
            Map.of("x-auth", List.of("one", "two"), "bad", List.of("é")), "token=a%20b&a=1&a=2&flag&=x", "192.0.2.1");

    final TestEngine test = new TestEngine(new EngineFunctionsWorker(), new PubSubWorker());
    /** The worker that provides the auth function, the hook and the middleware. */
    final TestPeer keeper = test.worker("keeper");

    static GuardRules rules(Exposure... exposed) {
        return new GuardRules(new GuardRules.Rbac(AUTH, null, null, null, List.of(exposed)), null);
    }

    static GuardRules hooked() {
        return new GuardRules(new GuardRules.Rbac(AUTH, HOOK, HOOK, HOOK, List.of()), null);
    }

    static GuardRules mediated() {
        return new GuardRules(new GuardRules.Rbac(AUTH, null, null, null, List.of()), MIDDLEWARE);
    }

    final CompletableFuture<Access> visits(GuardRules rules) {
        return new Guard(test.engine, rules).admit(VISITOR).toCompletableFuture();
    }

    static ErrorBody refusal(CompletableFuture<Access> access) {
        assertThat(access).isCompletedExceptionally();
        Throwable cause = access.handle(
                        (admitted, e) -> e instanceof CompletionException && e.getCause() != null ? e.getCause() : e)
                .join();
        if (cause instanceof InvocationFailed failed) {
            return failed.error();
        }
        throw new AssertionError("it was not refused but failed", cause);
    }

    static void registers(TestPeer peer, String function) {
        peer.says("{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}");
    }

    final void asked(String function, @Nullable String question, String answer) {
        answers(keeper, function, question, answer);
    }

    /**
     * Asserts that the peer received exactly this call, and sends its result.
     *
     * @param question the expected payload, or {@code null} for any
     * @param answer the member of the {@code invocationresult} frame
     */
    static void answers(TestPeer peer, String function, @Nullable String question, String answer) {
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

    final TestPeer session(GuardRules rules, String decision) {
        registers(keeper, AUTH);
        CompletableFuture<Access> access = visits(rules);
        asked(AUTH, null, "\"result\":" + decision);
        return test.connect(access.join());
    }

    /** Connects a session and announces it in the default namespace. */
    final TestPeer worker(GuardRules rules, String decision) {
        TestPeer peer = session(rules, decision);
        announces(peer, "{}");
        return peer;
    }

    static void announces(TestPeer peer, String data) {
        peer.gets("engine::workers::register", data, "{\"success\":true}");
    }

    static void refuses(TestPeer peer, String function, String remedy) {
        peer.fails(function, "{}", "FORBIDDEN", "function '" + function + "' not allowed (" + remedy + ")");
    }

    final boolean there(String namespace, String function) {
        return test.engine.function(namespace, function).isPresent();
    }
}
