package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.api.SyncFunction;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.json.BadInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Functions of the engine itself: their answers, their errors, and what they cause. */
class BuiltInsTest {

    /** An engine worker made of one lambda. */
    record InstalledWorker(Consumer<Installer> content) implements EngineWorker {
        @Override
        public String name() {
            return "room";
        }

        @Override
        public String description() {
            return "A room for tests.";
        }

        @Override
        public void install(Installer installer) {
            content.accept(installer);
        }
    }

    private static TestEngine with(SyncFunction function) {
        return new TestEngine(
                new InstalledWorker(installer -> installer.function(FunctionSpec.of("room::f", "text"), function)));
    }

    @Test
    void threeKindsOfNothingAreToldApart() {
        TestPeer value = with(call -> Outcome.value(RawJson.parse("{\"a\":1}"))).worker("w");
        value.gets("room::f", "{}", "{\"a\":1}");
        TestPeer nothing = with(call -> Outcome.NONE).worker("w");
        nothing.calls("room::f", "{}", "");
        TestPeer jsonNull = with(call -> Outcome.value(RawJson.NULL)).worker("w");
        jsonNull.gets("room::f", "{}", "null");
    }

    @Test
    void errorsReachTheCaller() {
        with(call -> Outcome.failure("E", "m")).worker("w").fails("room::f", "{}", "E", "m");
        with(call -> {
                    throw new InvocationFailed("E", "m");
                })
                .worker("w")
                .fails("room::f", "{}", "E", "m");
        with(call -> {
                    throw new BadInputException("missing field `x`");
                })
                .worker("w")
                .fails(
                        "room::f",
                        "{}",
                        "deserialization_error",
                        "Failed to deserialize input for room::f: missing field `x`");
        with(call -> {
                    throw new IllegalStateException("secret");
                })
                .worker("w")
                .fails("room::f", "{}", "internal_error", "The engine failed at room::f; its log says why.");
        with(call -> {
                    throw new StackOverflowError("secret");
                })
                .worker("w")
                .fails("room::f", "{}", "internal_error", "The engine failed at room::f; its log says why.");
    }

    @Test
    void answerMayComeLaterOrFailLater() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        TestEngine test = new TestEngine(new InstalledWorker(
                installer -> installer.asyncFunction(FunctionSpec.of("room::f", "text"), call -> answer)));
        TestPeer peer = test.worker("w");
        String head = "\"invocation_id\":\"" + TestEngine.id(9) + "\",\"function_id\":\"room::f\"";
        peer.says("{\"type\":\"invokefunction\"," + head + ",\"data\":{}}");
        peer.hearsNothing();
        assertThat(peer.worker().activeInvocations()).isEqualTo(1);
        answer.completeExceptionally(new InvocationFailed("E", "later"));
        peer.hears("{\"type\":\"invocationresult\"," + head + ",\"error\":{\"code\":\"E\",\"message\":\"later\"}}");
        assertThat(peer.worker().activeInvocations()).isZero();
    }

    @Test
    void payloadIsThatOfTheCallerAndTheCallerIsKnown() {
        List<@Nullable ConnectedWorker> callers = new ArrayList<>();
        TestEngine test = with(call -> {
            callers.add(call.caller());
            return Outcome.value(call.payload());
        });
        TestPeer peer = test.worker("w");
        peer.gets("room::f", "{\"x\":1}", "{\"x\":1}");
        test.engine.invoke(Call.of("room::f", RawJson.NULL), outcome -> {});
        assertThat(callers).containsExactly(peer.worker(), null);
    }

    @Test
    void whatACallCausesComesAfterItsAnswer() {
        List<TestPeer> peers = new ArrayList<>();
        TestEngine test = with(call -> {
            call.afterAnswer(() -> peers.get(0).worker().send(new dev.iii.protocol.Ping()));
            return Outcome.NONE;
        });
        TestPeer peer = test.worker("w");
        peers.add(peer);
        peer.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(9)
                + "\",\"function_id\":\"room::f\",\"data\":{}}");
        peer.hears(
                "{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(9)
                        + "\",\"function_id\":\"room::f\"}",
                "{\"type\":\"ping\"}");
    }

    @Test
    void circleOfCausesDoesNotHoldTheThread() {
        int[] rounds = new int[1];
        List<Engine> engine = new ArrayList<>();
        TestEngine test = with(call -> {
            rounds[0]++;
            call.afterAnswer(() -> engine.get(0).invoke(Call.of("room::f", RawJson.NULL), outcome -> {}));
            return Outcome.NONE;
        });
        engine.add(test.engine);
        test.engine.invoke(Call.of("room::f", RawJson.NULL), outcome -> {});
        int atOnce = rounds[0];
        assertThat(atOnce).isBetween(1, 100);
        test.clock.advance(Duration.ofMillis(2));
        assertThat(rounds[0]).isGreaterThan(atOnce);
    }

    @Test
    void callWithATraceRunsInASpanOfTheEngine() {
        List<String> spans = new ArrayList<>();
        TestEngine test = with(call -> {
            spans.add("in " + call.trace().traceparent());
            return Outcome.failure("E", "m");
        });
        test.extend(installer -> installer.traceWith((name, parent, attributes) -> new Tracing.Span() {
            {
                spans.add(name + " below " + parent.traceparent() + " " + attributes.get("faas.invoked_name"));
            }

            @Override
            public TraceContext context() {
                return new TraceContext("child", parent.baggage());
            }

            @Override
            public void end(@Nullable ErrorBody error) {
                spans.add("end " + (error == null ? "ok" : error.code()));
            }
        }));
        TestPeer peer = test.worker("w");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"room::f\",\"data\":{},\"traceparent\":\"tp\"}");
        peer.says("{\"type\":\"invokefunction\",\"function_id\":\"room::f\",\"data\":{}}");
        assertThat(spans).containsExactly("call room::f below tp room::f", "in child", "end E", "in null");
    }

    @Test
    void withoutTelemetryAValidTraceIsPassedOn() {
        TraceContext parent = TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "k=v");
        Tracing.Span span = Tracing.NONE.begin("x", parent, Map.of());
        span.end(null);
        assertThat(span.context()).isEqualTo(parent);
        TraceContext invalid = TraceContext.of("tp", "k=v");
        assertThat(Tracing.NONE.begin("x", invalid, Map.of()).context()).isEqualTo(TraceContext.of(null, "k=v"));
    }

    @Test
    void functionsAndTriggerTypesBelongToTheirWorker() {
        TestEngine test = with(call -> Outcome.NONE);
        RegisteredFunction function = test.engine.function("default", "room::f").orElseThrow();
        assertThat(function.isBuiltIn()).isTrue();
        assertThat(function.workerName()).isEqualTo("room");
        assertThat(function.owner()).isNull();
    }
}
