package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueueFunctionsTest {

    private final TestEngine test = new TestEngine(QueueWorker.builtIn(new QueueOptions(
            Map.of("work", NamedQueueOptions.DEFAULT), DeliveryOptions.OF_TOPICS, QueueLimits.DEFAULT)));
    private final TestPeer caller = test.worker("caller");
    private final Handler handler =
            new Handler(test, "handler", null).function("f").function("g");

    private void die(String topic, String functions, String... data) {
        for (String function : functions.split(",", -1)) {
            handler.subscribe(
                    topic + function, function, "{\"topic\":\"" + topic + "\",\"queue_config\":{\"maxRetries\":0}}");
        }
        for (String one : data) {
            test.clock.advance(Duration.ofSeconds(1));
            caller.calls("iii::durable::publish", "{\"topic\":\"" + topic + "\",\"data\":" + one + "}", "");
            test.clock.advance(Subscriber.POLL_INTERVAL);
            List<String> calls = new ArrayList<>();
            for (String function : functions.split(",", -1)) {
                calls.add(function + " " + one);
            }
            handler.gets(calls.toArray(new String[0]));
            calls.forEach(call -> handler.fails("E", "m"));
        }
    }

    private List<String> payloads(String input) {
        caller.says("{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\","
                + "\"function_id\":\"engine::queue::dlq_messages\",\"data\":" + input + "}");
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(answer.error()).isNull();
        List<String> payloads = new ArrayList<>();
        Objects.requireNonNull(answer.result())
                .forEachElement(letter -> letter.forEachField((name, value) -> {
                    if (name.equals("payload")) {
                        payloads.add(value.text());
                    }
                }));
        return payloads;
    }

    @Test
    void namedQueuesOfTheBuiltInWorkerAreListedButAcceptNoCalls() {
        handler.subscribe("t1", "f", "{\"topic\":\"top\"}").subscribe("t2", "g", "{\"topic\":\"top\"}");
        caller.gets(
                "engine::queue::list_topics",
                "{}",
                "[{\"name\":\"top\",\"broker_type\":\"builtin\",\"subscriber_count\":2},"
                        + "{\"name\":\"default\",\"broker_type\":\"builtin\",\"subscriber_count\":10},"
                        + "{\"name\":\"work\",\"broker_type\":\"builtin\",\"subscriber_count\":10}]");
        assertThat(test.engine.function("default", "engine::queue::enqueue")).isEmpty();
    }

    @Test
    void deadLettersAreCountedByTopic() {
        die("top", "f,g", "1");
        caller.gets(
                "engine::queue::dlq_topics",
                "{}",
                "[{\"topic\":\"top\",\"broker_type\":\"builtin\",\"message_count\":2},"
                        + "{\"topic\":\"__fn_queue::default\",\"broker_type\":\"builtin\",\"message_count\":0},"
                        + "{\"topic\":\"__fn_queue::work\",\"broker_type\":\"builtin\",\"message_count\":0},"
                        + "{\"topic\":\"default\",\"broker_type\":\"function_queue\",\"message_count\":0},"
                        + "{\"topic\":\"work\",\"broker_type\":\"function_queue\",\"message_count\":0}]");
    }

    @Test
    void deadLettersAreListedInPagesTheNewestFirst() {
        die("top", "f", "1", "2", "3", "4", "5");
        assertThat(payloads("{\"topic\":\"top\"}")).containsExactly("5", "4", "3", "2", "1");
        assertThat(payloads("{\"topic\":\"top\",\"limit\":2}")).containsExactly("5", "4");
        assertThat(payloads("{\"topic\":\"top\",\"offset\":2,\"limit\":2}")).containsExactly("3", "2");
        assertThat(payloads("{\"topic\":\"top\",\"offset\":4,\"limit\":2}")).containsExactly("1");
        assertThat(payloads("{\"topic\":\"top\",\"offset\":18446744073709551615,\"limit\":18446744073709551615}"))
                .isEmpty();
        assertThat(payloads("{\"topic\":\"top\",\"offset\":1,\"limit\":18446744073709551615}"))
                .hasSize(4);
        assertThat(payloads("{\"topic\":\"top\",\"limit\":0}")).isEmpty();
        assertThat(payloads("{\"topic\":\"unknown\"}")).isEmpty();
    }

    @Test
    void defaultPageHasFiftyDeadLetters() {
        String[] data = new String[60];
        for (int i = 0; i < data.length; i++) {
            data[i] = "" + i;
        }
        die("top", "f", data);
        assertThat(payloads("{\"topic\":\"top\"}")).hasSize(50).startsWith("59").endsWith("10");
    }

    @Test
    void pageEndsBeforeItsFrameIsTooLarge() {
        String large = "\"" + "x".repeat(3 << 20) + "\"";
        die("top", "f", large, large, large, large, large);
        assertThat(payloads("{\"topic\":\"top\"}")).hasSize(3);
        assertThat(payloads("{\"topic\":\"top\",\"offset\":3}")).hasSize(2);
    }

    @Test
    void deadLettersOfAllSubscribersOfATopicAreOneList() {
        die("top", "f,g", "1", "2");
        assertThat(payloads("{\"topic\":\"top\"}")).containsExactly("2", "2", "1", "1");
        caller.gets("iii::queue::redrive", "{\"topic\":\"top\"}", "{\"queue\":\"top\",\"redriven\":4}");
        test.clock.advance(Subscriber.POLL_INTERVAL);
        handler.gets("f 1", "f 2", "g 1", "g 2");
        caller.gets("iii::queue::redrive", "{\"topic\":\"top\"}", "{\"queue\":\"top\",\"redriven\":0}");
    }

    @Test
    void invalidInputIsRejected() {
        for (String function : List.of("iii::queue::redrive_message", "iii::queue::discard_message")) {
            caller.fails(function, "{\"queue\":\"\",\"message_id\":\"x\"}", "queue_not_set", "Queue name is required");
            caller.fails(
                    function, "{\"queue\":\"q\",\"message_id\":\"\"}", "message_id_not_set", "Message ID is required");
            caller.fails(
                    function,
                    "{\"queue\":\"q\"}",
                    "deserialization_error",
                    "Failed to deserialize input for " + function + ": missing field `message_id`");
            caller.gets(
                    function,
                    "{\"queue\":\"q\",\"message_id\":\"x\"}",
                    "{\"queue\":\"q\",\"message_id\":\"x\",\"redriven\":0}");
        }
        caller.fails("iii::queue::redrive", "{\"queue\":\"\"}", "queue_not_set", "Queue name is required");
        caller.fails("engine::queue::topic_stats", "{\"topic\":\"\"}", "topic_required", "topic is required");
        caller.fails("engine::queue::dlq_messages", "{\"topic\":\"\"}", "topic_required", "topic is required");
        caller.fails(
                "engine::queue::dlq_messages",
                "{\"topic\":\"t\",\"limit\":-1}",
                "deserialization_error",
                "Failed to deserialize input for engine::queue::dlq_messages: invalid value: integer `-1`, expected u64");
    }

    @Test
    void payloadIsReturnedUnchanged() {
        die("top", "f", "{\"a\" : 1.0}");
        assertThat(payloads("{\"topic\":\"top\"}"))
                .containsExactly(RawJson.parse("{\"a\" : 1.0}").text());
    }
}
