package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.RawJson;
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
import dev.iii.sdk.Iii;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests that a worker survives the bugs of an engine: it continues to answer on the same connection, whatever frame came before.
 * The frames are correct ones of each kind with one member removed, added twice or replaced by each kind of JSON, and with
 * random bytes changed.
 */
class StrangeEngineTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String FUNCTION = "strange::echo";
    private static final String TYPE = "strange-type";
    private static final String ID = UUID.randomUUID().toString();

    /** What a member is replaced by. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "9007199254740993",
            "1e400",
            "123456789012345678901234567890",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(10_000) + "\"",
            "[]",
            "{}",
            "[null]",
            "{\"type\":\"ping\"}",
            "{\"\":{\"\":[{}]}}",
            "[".repeat(200) + "]".repeat(200));

    private static final int RANDOM_FRAMES = 300;

    private FakeEngine engine;
    private Worker worker;
    private FakeEngine.Peer peer;

    @BeforeEach
    void connect() throws Exception {
        engine = new FakeEngine();
        worker = Iii.registerWorker(engine.url(), WorkerOptions.named("strange"));
        peer = engine.accept();
        worker.registerFunction(FUNCTION, (json, call) -> json);
        worker.registerTriggerType(
                TriggerTypeDefinition.of(TYPE, "for the test", Json.class), TriggerTypeHandler.acceptAll());
        assertThat(peer.next(RegisterFunction.class).id()).isEqualTo(FUNCTION);
    }

    @AfterEach
    void close() {
        worker.close();
        engine.close();
    }

    static Stream<Frame> frames() {
        RawJson data = RawJson.parse("{\"a\":[1,\"two\",null]}");
        UUID id = UUID.randomUUID();
        ErrorBody error = new ErrorBody("code", "message", "stack");
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        return Stream.of(
                new InvokeFunction(id, FUNCTION, data, null, data, "default", traceparent, "a=b"),
                new InvokeFunction(null, FUNCTION, data, Action.VOID, null, null, null, null),
                new InvocationResult(id, FUNCTION, data, null, traceparent, "a=b"),
                new InvocationResult(id, FUNCTION, null, error, null, null),
                new RegisterTrigger(ID, TYPE, FUNCTION, data, data, "default", "default"),
                new UnregisterTrigger(ID, TYPE),
                new TriggerRegistrationResult(ID, TYPE, FUNCTION, error),
                new RegistrationRejected("function_exists", "default", ID, "other", "other::function"),
                new RegisterFunction("other::function", "text", data, data, data, null),
                new UnregisterFunction(FUNCTION),
                new RegisterTriggerType("other-type", "text", data, data, "default"),
                new Reattach(ID, "token"),
                new RegisterService("service", "text", "text", null),
                new WorkerRegistered(ID, "token"),
                new ConnectionRefused(error),
                new Ping(),
                new Pong());
    }

    @Test
    void allKindsOfFramesAreTested() {
        assertThat(Frame.class.getPermittedSubclasses()).allMatch(kind -> frames().anyMatch(kind::isInstance));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void theWorkerAnswersAfterEveryStrangeFrame(Frame frame) throws Exception {
        String correct = new String(FrameEncoder.encode(frame), StandardCharsets.UTF_8);
        CompletableFuture<?> call = worker.triggerAsync("other::function", Map.of());
        String pending = invocationIdOf("other::function");
        for (String strange : strange(correct)) {
            peer.sendText(strange);
            peer.sendText(strange.replace(ID, pending));
            assertAnswers(strange);
        }
        assertThat(worker.status()).isEqualTo(WorkerStatus.READY);
        assertThat(engine.hasNext()).as("there is another connection").isFalse();
        peer.send(new InvocationResult(
                UUID.fromString(pending), "other::function", RawJson.parse("1"), null, null, null));
        assertThat(call).succeedsWithin(PATIENCE);
    }

    private String invocationIdOf(String function) throws InterruptedException {
        InvokeFunction call;
        do {
            call = peer.next(InvokeFunction.class);
        } while (!call.functionId().equals(function));
        return String.valueOf(call.invocationId());
    }

    private void assertAnswers(String after) throws Exception {
        UUID id = UUID.randomUUID();
        peer.send(new InvokeFunction(id, FUNCTION, RawJson.parse("[\"" + id + "\"]"), null, null, null, null, null));
        InvocationResult result;
        do {
            result = next(after);
        } while (!result.invocationId().equals(id));
        assertThat(result.error()).as(after).isNull();
        assertThat(result.result().text()).as(after).contains(id.toString());
    }

    private InvocationResult next(String after) throws InterruptedException {
        try {
            return peer.next(InvocationResult.class);
        } catch (AssertionError e) {
            throw new AssertionError("no answer after " + after, e);
        }
    }

    private static List<String> strange(String correct) {
        List<String> strange =
                new ArrayList<>(List.of("", " ", "null", "[]", "[" + correct + "]", correct + correct, correct));
        ObjectNode members = (ObjectNode) JSON.readTree(correct);
        for (String name : List.copyOf(members.propertyNames())) {
            ObjectNode without = members.deepCopy();
            String value = without.remove(name).toString();
            String rest = without.toString();
            String more = without.isEmpty() ? "" : "," + rest.substring(1, rest.length() - 1);
            strange.add(rest);
            for (String other : VALUES) {
                strange.add("{\"" + name + "\":" + other + more + "}");
                strange.add("{\"" + name + "\":" + other + more + ",\"" + name + "\":" + value + "}");
            }
        }
        strange.add("{\"type\":\"unheard_of\",\"id\":\"" + ID + "\"}");
        for (int end = 1; end < correct.length(); end += 7) {
            strange.add(correct.substring(0, end));
        }
        Random random = new Random(42);
        for (int i = 0; i < RANDOM_FRAMES; i++) {
            StringBuilder changed = new StringBuilder(correct);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                changed.setCharAt(random.nextInt(correct.length()), (char) (random.nextInt(0x60) + 0x20));
            }
            strange.add(changed.toString());
        }
        strange.removeIf(StrangeEngineTest::refusesTheWorker);
        return strange;
    }

    /** A rejection without a function is correct: the engine refuses the worker, which then closes itself. */
    private static boolean refusesTheWorker(String frame) {
        return frame.contains("\"registrationrejected\"") && !frame.contains("\"function_id\":\"other::function\"");
    }
}
