package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker whose functions are given by a test. Calls of functions without an implementation wait until the test
 * handles them.
 */
final class FakeWorker implements AutoCloseable {

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(1 << 20)
                            .build())
                    .build())
            .build();
    static final Limits LIMITS = new Limits(80 << 20, 10_000, 80 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));
    private static final int PATIENCE_SECONDS = 20;

    private final EventLoop loop = new EventLoop("fake-worker");
    private final CompletableFuture<Connection> connected = new CompletableFuture<>();
    private final Map<String, Function<JsonNode, String>> functions = new ConcurrentHashMap<>();
    private final Map<String, Function<RawJson, String>> rawFunctions = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> refusals = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> results = new LinkedBlockingQueue<>();

    /** Connects and registers the worker. */
    FakeWorker(URI url, String name) {
        loop.connect(new ConnectRequest(url, Map.of(), LIMITS), new Listener());
        call("engine::workers::register", "{\"name\":\"" + name + "\"}");
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            connected.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            JsonNode frame = MAPPER.readTree(utf8);
            Function<RawJson, String> raw =
                    rawFunctions.get(frame.path("function_id").stringValue(""));
            if (raw != null) {
                calledRaw(frame, RawJson.wrap(utf8), raw);
                return;
            }
            switch (frame.get("type").stringValue()) {
                case "invokefunction" -> called(frame);
                case "triggerregistrationresult" -> refusals.add(frame);
                case "invocationresult" -> results.add(frame);
                default -> {}
            }
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {}

        @Override
        public void onClosed(Closing closing) {
            connected.completeExceptionally(new AssertionError(closing.reason()));
        }
    }

    private void called(JsonNode frame) {
        Function<JsonNode, String> function =
                functions.get(frame.get("function_id").stringValue());
        if (function == null) {
            calls.add(frame);
        } else {
            answer(frame, function.apply(frame.get("data")));
        }
    }

    private void calledRaw(JsonNode frame, RawJson text, Function<RawJson, String> function) {
        text.forEachField((name, value) -> {
            if (name.equals("data")) {
                says("{\"type\":\"invocationresult\",\"invocation_id\":" + frame.get("invocation_id")
                        + ",\"function_id\":" + frame.get("function_id") + "," + function.apply(value) + "}");
            }
        });
    }

    /** Registers a function that gets its payload as it was sent, and returns the result or error field of a frame. */
    FakeWorker rawFunction(String id, Function<RawJson, String> function) {
        rawFunctions.put(id, function);
        return function(id);
    }

    /** Registers a function that immediately returns this JSON. */
    FakeWorker function(String id, Function<JsonNode, String> function) {
        functions.put(id, function);
        return function(id);
    }

    /** Registers a function whose calls wait until the test handles them. */
    FakeWorker function(String id) {
        says("{\"type\":\"registerfunction\",\"id\":\"" + id + "\"}");
        return this;
    }

    /** Binds a function to a route and waits until the engine has registered it. */
    FakeWorker route(String triggerId, String functionId, String config) {
        says("{\"type\":\"registertrigger\",\"id\":\"" + triggerId + "\",\"trigger_type\":\"http\",\"function_id\":\""
                + functionId + "\",\"config\":" + config + "}");
        // Frames are handled in order. When this call returns, the trigger has been registered or refused.
        call("engine::baggage::get_all", "{}");
        return this;
    }

    /** Calls a function of the engine. */
    JsonNode call(String functionId, String data) {
        says(
                "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                        + functionId + "\",\"data\":" + data + "}");
        return take(results);
    }

    /** Returns the next waiting call. */
    JsonNode takesCall() {
        return take(calls);
    }

    /** Asserts that no call is waiting. */
    void hasNoCall() {
        assertThat(calls).isEmpty();
    }

    /** Returns the next refusal of a trigger. */
    JsonNode hearsRefusal() {
        return take(refusals);
    }

    /** Sends JSON as the result of a call. */
    void answer(JsonNode call, String result) {
        says("{\"type\":\"invocationresult\",\"invocation_id\":"
                + call.get("invocation_id") + ",\"function_id\":" + call.get("function_id") + ",\"result\":" + result
                + "}");
    }

    void says(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Connection connection =
                connected.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        connection.sendText(bytes, 0, bytes.length, Lane.DATA);
        connection.flush();
    }

    private static JsonNode take(BlockingQueue<JsonNode> queue) {
        try {
            JsonNode next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("what the worker waited for").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
