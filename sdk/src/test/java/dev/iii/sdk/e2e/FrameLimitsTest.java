package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterService;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.LogEvent;
import dev.iii.sdk.trigger.LogTrigger;
import dev.iii.sdk.trigger.Trigger;
import dev.iii.stub.StubOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every frame that a worker sends, made too large for the engine. The engine ends a connection that sends a frame over its
 * limit; in each test a call of the same connection must survive.
 */
class FrameLimitsTest {

    private static final int LIMIT = 64 << 10;
    private static final String LARGE = "x".repeat(LIMIT);
    private static final String TOO_LARGE = "bytes, more than the maximum of ";

    @RegisterExtension
    static final Engine engine =
            new Engine(StubOptions.builder().maxMessageBytes(LIMIT).build());

    private final String function = unique("fn");
    private final String type = unique("type");

    private interface Attempt {
        void run(Worker worker) throws Exception;
    }

    private static WorkerOptions.Builder options() {
        return Engine.options().showErrorMessages(true).limits(WorkerLimits.DEFAULT.withMessageBytes(1 << 20, LIMIT));
    }

    @TestFactory
    List<DynamicTest> noFrameThatIsTooLargeEndsTheConnection() {
        Map<Class<? extends Frame>, Attempt> attempts = new LinkedHashMap<>();
        attempts.put(InvokeFunction.class, this::calls);
        attempts.put(InvocationResult.class, this::results);
        attempts.put(RegisterFunction.class, this::functions);
        attempts.put(RegisterTriggerType.class, this::triggerTypes);
        attempts.put(RegisterTrigger.class, this::triggers);
        attempts.put(TriggerRegistrationResult.class, this::refusedBindings);
        attempts.put(UnregisterFunction.class, this::unregisteredFunctions);
        attempts.put(UnregisterTrigger.class, this::unregisteredTriggers);
        // The size of these is fixed, or an engine chooses it; FrameLimitTest tries a token that is too large.
        Set<Class<? extends Frame>> small = Set.of(Ping.class, Pong.class, Reattach.class);
        Set<Class<? extends Frame>> ofTheEngine = Set.of(
                WorkerRegistered.class, RegistrationRejected.class, ConnectionRefused.class, RegisterService.class);
        Set<Class<?>> all = new HashSet<>(attempts.keySet());
        all.addAll(small);
        all.addAll(ofTheEngine);
        assertThat(all).isEqualTo(Set.of(Frame.class.getPermittedSubclasses()));
        return attempts.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey().getSimpleName(), () -> withABystander(e.getValue())))
                .toList();
    }

    /** A call of the same connection that waits meanwhile must get its result, on the same connection. */
    private void withABystander(Attempt attempt) throws Exception {
        String slow = unique("slow");
        CompletableFuture<String> release = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        Worker other = engine.worker();
        other.registerAsyncFunction(slow, (json, call) -> {
            started.complete(null);
            return release;
        });
        other.awaitReady(PATIENCE);
        Worker worker = engine.worker(options().build()).awaitReady(PATIENCE);
        String id = worker.id().orElseThrow();
        CompletableFuture<Json> innocent = worker.triggerAsync(Call.to(slow, null));
        started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        attempt.run(worker);
        worker.trigger("engine::baggage::get_all", Map.of());
        release.complete("done");
        assertThat(innocent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("\"done\"");
        assertThat(worker.id()).hasValue(id);
    }

    private static void isRefused(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining(TOO_LARGE);
    }

    // ---------------------------------------------------------------- one method per type of frame

    private void calls(Worker worker) {
        isRefused(() -> worker.trigger(function, LARGE));
        isRefused(() -> worker.trigger(Call.to(function, 1).metadata(LARGE)));
        isRefused(() -> worker.trigger("f" + LARGE, 1));
        isRefused(() -> worker.trigger(Call.to(function, 1).namespace("n" + LARGE)));
        isRefused(() -> worker.trigger(Call.to(function, 1).enqueue("q" + LARGE)));
        isRefused(() -> worker.trigger(Call.to(function, LARGE).withoutReply()));
        isRefused(() -> worker.publish("topic", LARGE));
        isRefused(() -> worker.state().set("scope", "key", LARGE));
        isRefused(() -> worker.streams().set("stream", "group", "item", LARGE));
        worker.logger("large").error(LARGE, Map.of("data", LARGE));
    }

    private void results(Worker worker) throws Exception {
        worker.registerFunction(unique("small"), (json, call) -> null);
        String result = unique("result");
        worker.registerFunction(result, (json, call) -> LARGE);
        String message = unique("message");
        worker.registerFunction(message, (json, call) -> {
            throw new IllegalStateException("it failed: " + LARGE);
        });
        String code = unique("code");
        worker.registerFunction(code, (json, call) -> {
            throw new FunctionException(LARGE, "it failed");
        });
        String data = unique("data");
        worker.registerFunction(data, (json, call) -> {
            throw new FunctionException("sold_out", "nothing left").withData(Json.of(LARGE));
        });
        String async = unique("async");
        worker.registerAsyncFunction(
                async, (json, call) -> CompletableFuture.failedFuture(new FunctionException("late", LARGE)));
        worker.registerTrigger(HttpTrigger.get("/" + data), data);
        worker.awaitReady(PATIENCE);
        fails(worker, result, "invalid_response", "the result");
        fails(worker, message, "invocation_failed", "it failed: xxx");
        fails(worker, code, "xxx", "it failed");
        fails(worker, data, "sold_out", "nothing left");
        fails(worker, async, "late", "xxx");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/" + data))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("sold_out").contains("too large");
    }

    private static void fails(Worker worker, String function, String code, String message) {
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).startsWith(code))
                .hasMessageContaining(message)
                .hasMessageContaining(TOO_LARGE);
    }

    private void functions(Worker worker) {
        FunctionDefinition<Json> small = FunctionDefinition.of(function, (json, call) -> "ok");
        Json schema = Json.object(Map.of("description", Json.of(LARGE)));
        isRefused(() -> worker.registerFunction(small.description(LARGE)));
        isRefused(() -> worker.registerFunction(small.requestSchema(schema)));
        isRefused(() -> worker.registerFunction(small.responseSchema(schema)));
        isRefused(() -> worker.registerFunction(small.metadata(LARGE)));
        isRefused(() -> worker.registerFunction("f" + LARGE, (json, call) -> "ok"));
        worker.registerFunction(small).awaitConfirmed(PATIENCE);
        assertThat(worker.trigger(function, null).text()).isEqualTo("\"ok\"");
    }

    private void triggerTypes(Worker worker) {
        TriggerTypeDefinition<Json> small = TriggerTypeDefinition.of(type, "small", Json.class);
        Json schema = Json.object(Map.of("description", Json.of(LARGE)));
        TriggerTypeHandler<Json> handler = TriggerTypeHandler.acceptAll();
        isRefused(() -> worker.registerTriggerType(TriggerTypeDefinition.of(type, LARGE, Json.class), handler));
        isRefused(() -> worker.registerTriggerType(small.configSchema(schema), handler));
        isRefused(() -> worker.registerTriggerType(small.callSchema(schema), handler));
        isRefused(() -> worker.registerTriggerType(small.namespace("n" + LARGE), handler));
        worker.registerTriggerType(small, handler).registration().awaitConfirmed(PATIENCE);
    }

    private void triggers(Worker worker) {
        isRefused(() -> worker.registerTrigger(Trigger.of(type, LARGE), function));
        isRefused(() -> worker.registerTrigger(Trigger.of(type, 1).metadata(LARGE), function));
        isRefused(() -> worker.registerTrigger(Trigger.of("t" + LARGE, 1), function));
        isRefused(() -> worker.registerTrigger(Trigger.of(type, 1), "f" + LARGE));
        isRefused(() -> worker.registerTrigger(HttpTrigger.get("/" + LARGE), function));
    }

    private void refusedBindings(Worker worker) throws Exception {
        worker.registerTriggerType(TriggerTypeDefinition.of(type, "refuses", Json.class), binding -> {
                    throw new FunctionException("path_taken", "no place for " + LARGE);
                })
                .registration()
                .awaitConfirmed(PATIENCE);
        Worker user = engine.worker();
        BlockingQueue<RegistrationRefusedException> refusals = new LinkedBlockingQueue<>();
        user.addListener(new WorkerListener() {
            @Override
            public void onRefused(Registration registration, RegistrationRefusedException refusal) {
                refusals.add(refusal);
            }
        });
        user.registerTrigger(Trigger.of(type, 1), function);
        RegistrationRefusedException refusal = Engine.notNull(refusals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(refusal.code()).isEqualTo("path_taken");
        assertThat(refusal).hasMessageContaining("no place for").hasMessageContaining(TOO_LARGE);
    }

    /** The frame that unregisters is longer than the smallest one that registers the same id. */
    private void unregisteredFunctions(Worker worker) {
        String longest = longest(id -> worker.registerFunction(id, (json, call) -> "ok"));
        assertThat(worker.trigger("engine::functions::list", Map.of("search", longest.substring(0, 30)))
                        .text())
                .doesNotContain(longest);
    }

    private void unregisteredTriggers(Worker worker) {
        longest(id -> worker.registerTrigger(Trigger.of(id, 1), function));
    }

    /** Registers something with the longest id that is accepted, unregisters it, and returns the id. */
    private static String longest(Function<String, Registration> register) {
        String prefix = unique("longest");
        int length = LIMIT - FrameLimit.RESERVE;
        while (true) {
            try {
                String id = prefix + "x".repeat(length);
                register.apply(id).awaitConfirmed(PATIENCE).unregister();
                return id;
            } catch (InvalidPayloadException e) {
                length--;
            }
        }
    }

    // ---------------------------------------------------------------- others

    @Test
    void aWorkerWhoseAnnouncementIsTooLargeIsNotStarted() {
        isRefused(() -> Iii.registerWorker(engine.url(), options().name(LARGE).build()));
        isRefused(() ->
                Iii.registerWorker(engine.url(), options().description(LARGE).build()));
        Engine.awaitNoThreads();
    }

    @Test
    void aLogLineThatIsTooLongReachesTheEngineShortened() throws Exception {
        Worker worker = engine.worker(options().build());
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        worker.registerFunction(
                function,
                LogEvent.class,
                (line, call) -> line.body().startsWith("it is long") && lines.add(line.body()));
        worker.registerTrigger(LogTrigger.all(), function);
        worker.awaitReady(PATIENCE);
        worker.logger("large").warn("it is long: " + LARGE + LARGE, null);
        String line = Engine.notNull(lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(line).startsWith("it is long: xxx").endsWith("…").hasSizeLessThan(LIMIT);
    }

    @Test
    void aRefusedRegistrationIsNotSentOnTheNextConnection() {
        Worker worker = engine.worker(options().build()).awaitReady(PATIENCE);
        worker.registerFunction(function, (json, call) -> "ok").awaitConfirmed(PATIENCE);
        isRefused(() -> worker.registerTrigger(Trigger.of(type, LARGE), function));
        String before = worker.id().orElseThrow();
        engine.faults().orElseThrow().dropConnections();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !worker.id().orElseThrow().equals(before));
        worker.awaitReady(PATIENCE);
        assertThat(worker.trigger(function, null).text()).isEqualTo("\"ok\"");
    }
}
