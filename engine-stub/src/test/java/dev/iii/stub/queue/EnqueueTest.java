package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.RecordedSpans;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import dev.iii.stub.state.StateOptions;
import dev.iii.stub.state.StateWorker;
import dev.iii.stub.store.MemoryStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EnqueueTest {

    private static final NamedQueueOptions WORK = new NamedQueueOptions(
            new DeliveryOptions(false, 3, 2, Duration.ofMillis(100), Duration.ofMinutes(1)),
            null,
            Duration.ofMillis(50));
    private static final NamedQueueOptions ORDERED = new NamedQueueOptions(
            new DeliveryOptions(true, 2, 5, Duration.ofMillis(100), null), "group", Duration.ofMillis(50));

    private final TestEngine test = new TestEngine(
            new StateWorker(new MemoryStore(), new StateOptions(true, 1000)),
            QueueWorker.standalone(new QueueOptions(
                    Map.of("work", WORK, "ordered", ORDERED), DeliveryOptions.OF_TOPICS, new QueueLimits(4, 10_000))));
    private final TestPeer caller = test.worker("caller");

    private Handler handler(String name) {
        return new Handler(test, name, null);
    }

    private void after(long millis) {
        test.clock.advance(Duration.ofMillis(millis));
    }

    /** The time until the next poll of the queues {@code work} and {@code ordered}. */
    private void poll() {
        after(50);
    }

    private static String call(String functionId, String queue, String data, String more) {
        return "{\"type\":\"invokefunction\",\"invocation_id\":\"11111111-1111-4111-8111-111111111111\",\"function_id\":\""
                + functionId + "\",\"data\":" + data + ",\"action\":{\"type\":\"enqueue\",\"queue\":\"" + queue + "\"}"
                + more + "}";
    }

    /** Adds a call to the queue. Returns the receipt. */
    private String enqueue(String functionId, String queue, String data, String more) {
        caller.says(call(functionId, queue, data, more));
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(answer.error()).isNull();
        String receipt = Objects.requireNonNull(answer.result()).text();
        assertThat(receipt).matches("\\{\"messageReceiptId\":\"[0-9a-f-]{36}\"}");
        return receipt.substring(21, 57);
    }

    private String enqueue(String functionId, String queue, String data) {
        return enqueue(functionId, queue, data, "");
    }

    private void refused(String queue, String data, String message) {
        caller.says(call("f", queue, data, ""));
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(Objects.requireNonNull(answer.error()).code()).isEqualTo("enqueue_error");
        assertThat(answer.error().message()).isEqualTo(message);
    }

    private void stats(String queue, int consumers, int depth, int dead) {
        caller.gets(
                "engine::queue::topic_stats",
                "{\"topic\":\"" + queue + "\"}",
                "{\"depth\":" + depth + ",\"consumer_count\":" + consumers + ",\"dlq_depth\":" + dead
                        + ",\"config\":null}");
    }

    @Test
    void callIsMadeLaterAndTheCallerGetsAReceiptImmediately() {
        Handler a = handler("a").function("f");
        enqueue("f", "default", "{\"x\":1}", ",\"metadata\":{\"m\":1}");
        after(99);
        a.gets();
        after(1);
        a.gets("f {\"x\":1}");
        assertThat(a.oldest().metadata()).isNull();
        assertThat(a.oldest().baggage()).isEqualTo("iii.function.id=f");
        a.answers("{\"any\":1}");
        after(100_000);
        a.gets();
        assertThat(caller.heard()).isEmpty();
        stats("default", 10, 0, 0);
    }

    @Test
    void callWithoutReplyIsMade() {
        Handler a = handler("a").function("f");
        caller.says("{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":null,\"action\":{\"type\":\"enqueue\","
                + "\"queue\":\"work\"}}");
        poll();
        a.gets("f null");
        caller.hearsNothing();
    }

    @Test
    void namespaceAndTraceArePassedToEveryDelivery() {
        Handler a = new Handler(test, "a", "n1").function("f");
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        enqueue("f", "work", "1", ",\"namespace\":\"n1\",\"traceparent\":\"" + traceparent + "\",\"baggage\":\"k=v\"");
        poll();
        for (int delivery = 1; delivery <= 3; delivery++) {
            InvokeFunction call = a.gets("f 1").oldest();
            assertThat(call.traceparent()).isEqualTo(traceparent);
            assertThat(call.baggage()).isEqualTo("k=v,iii.function.id=f");
            a.fails("E", "m");
            after(100L << delivery);
        }
        stats("work", 2, 0, 1);
    }

    @Test
    void displayTagsOfTheCallersSpanAreNotPassedOn() {
        Handler a = handler("a").function("f");
        enqueue(
                "f",
                "work",
                "1",
                ",\"baggage\":\"iii.tag.kind=http, iii.tag.display_name=x;p=1,iii.tag.hidden=1,iii.tag.kinder=y,k=v\"");
        poll();
        assertThat(a.gets("f 1").oldest().baggage()).isEqualTo("iii.tag.kinder=y,k=v,iii.function.id=f");
    }

    @Test
    void everyDeliveryIsAChildSpanOfTheCall() {
        RecordedSpans spans = new RecordedSpans();
        test.extend(installer -> installer.traceWith(spans));
        Handler a = handler("a").function("f");
        enqueue("f", "work", "1", ",\"traceparent\":\"cause\"");
        poll();
        assertThat(a.gets("f 1").oldest().traceparent()).isEqualTo("span-3");
        a.fails("E", "m");
        after(100);
        a.gets("f 1").answers("1");
        assertThat(spans.ended())
                .containsExactly(
                        "call engine::queue::enqueue below span-1 is span-2 and ends well",
                        "enqueue f → work below cause is span-1 and ends well",
                        "fn_queue work below cause is span-3 and ends E",
                        "fn_queue work below cause is span-4 and ends well");
    }

    @Test
    void concurrentCallsAreLimitedByTheQueue() {
        Handler a = handler("a").function("f");
        enqueue("f", "work", "1");
        enqueue("f", "work", "2");
        enqueue("f", "work", "3");
        a.gets();
        poll();
        a.gets("f 1", "f 2");
        stats("work", 2, 3, 0);
        a.answers("1").gets("f 3");
    }

    @Test
    void fifoQueueKeepsTheOrderOfEachGroup() {
        Handler a = handler("a").function("f").function("g");
        String a1 = "{\"group\":\"a\",\"n\":1}";
        String a2 = "{\"group\":\"a\",\"n\":2}";
        String one = "{\"group\":1}";
        enqueue("f", "ordered", a1);
        enqueue("g", "ordered", a2);
        enqueue("f", "ordered", one);
        poll();
        a.gets("f " + a1, "f " + one).fails("E", "m").answers("1").gets();
        after(100);
        a.gets("f " + a1).fails("E", "m");
        a.gets("g " + a2).answers("1");
        stats("ordered", 5, 0, 1);
    }

    @Test
    void fifoQueueRefusesPayloadsWithoutAGroup() {
        String message = "message_group_missing: the payload has no field 'group', which the fifo queue 'ordered' "
                + "needs as the message group";
        refused("ordered", "{}", message);
        refused("ordered", "{\"group\":null}", message);
        refused("ordered", "[\"group\"]", message);
        refused("ordered", "null", message);
        stats("ordered", 5, 0, 0);
    }

    @Test
    void unknownQueueIsRefused() {
        caller.says(call("f", "nope", "1", ""));
        InvocationResult answer = (InvocationResult) caller.heard().get(0);
        assertThat(Objects.requireNonNull(answer.error()).message())
                .startsWith(
                        "queue_not_found: the queue 'nope' is not defined; add it to queue_configs or call queue::define. There are: ")
                .contains("default", "work", "ordered");
    }

    @Test
    void fullQueueIsRefused() {
        handler("a").function("f");
        for (int i = 0; i < 4; i++) {
            enqueue("f", "work", "" + i);
        }
        refused(
                "work",
                "5",
                "queue_full: the queue work is full: it holds its maximum of 4 messages, of which 0 are dead letters; "
                        + "deliver, redrive or discard some first");
        enqueue("f", "default", "6");
    }

    @Test
    void deadLetterHasTheReceiptAsItsId() {
        Handler a = handler("a").function("f");
        String receipt = enqueue("f", "work", "{\"x\":1}");
        poll();
        for (long pause : new long[] {100, 200, 400}) {
            a.gets("f {\"x\":1}").fails("E", "m");
            after(pause);
        }
        caller.gets(
                "engine::queue::dlq_messages",
                "{\"queue\":\"work\"}",
                "[{\"id\":\"" + receipt + "\",\"payload\":{\"x\":1},\"error\":\"E: m\",\"failed_at\":"
                        + (test.clock.now().minusMillis(400).getEpochSecond()) + ",\"retries\":3,\"size_bytes\":7}]");
        caller.gets(
                "iii::queue::redrive_message",
                "{\"topic\":\"work\",\"message_id\":\"" + receipt + "\"}",
                "{\"queue\":\"work\",\"message_id\":\"" + receipt + "\",\"redriven\":1}");
        a.gets();
        poll();
        a.gets("f {\"x\":1}").answers("1");
        stats("work", 2, 0, 0);
    }

    @Test
    void callWaitsForAFunctionThatIsNotRegistered() {
        enqueue("f", "work", "1");
        after(600_000);
        stats("work", 2, 1, 0);
        Handler a = handler("a").function("f");
        after(50);
        a.gets("f 1").answers("1");
        a.unregister("f");
        enqueue("f", "work", "2");
        poll();
        a.gets();
        a.function("f");
        after(50);
        a.gets("f 2");
    }

    @Test
    void callOfAWorkerThatDisconnectsIsRepeatedOnTheNextWorker() {
        Handler a = handler("a").function("f");
        enqueue("f", "work", "1");
        poll();
        a.gets("f 1").leaves();
        after(100);
        stats("work", 2, 1, 0);
        Handler b = handler("b").function("f");
        after(50);
        b.gets("f 1").answers("1");
        stats("work", 2, 0, 0);
    }

    @Test
    void deliveryWithoutResultFailsAfterTheTimeout() {
        Handler a = handler("a").function("f");
        enqueue("f", "work", "1");
        poll();
        a.gets("f 1");
        after(60_000);
        a.gets();
        after(100);
        a.gets("f 1").answers("\"late\"").answers("1");
        stats("work", 2, 0, 0);
    }

    @Test
    void builtInFunctionMayBeEnqueued() {
        enqueue("state::set", "work", "{\"scope\":\"s\",\"key\":\"k\",\"value\":1}");
        poll();
        caller.gets("state::get", "{\"scope\":\"s\",\"key\":\"k\"}", "1");
        enqueue("state::set", "work", "{\"scope\":\"s\"}");
        after(1000);
        stats("work", 2, 0, 1);
    }

    @Test
    void queuesAreListedAsFunctionQueues() {
        handler("a").function("f").subscribe("t1", "f", "{\"queue\":\"top\",\"max_retries\":0}");
        TestEngine alone = new TestEngine(QueueWorker.standalone(QueueOptions.DEFAULT));
        alone.worker("w")
                .gets(
                        "engine::queue::list_topics",
                        "{}",
                        "[{\"name\":\"default\",\"broker_type\":\"function_queue\",\"subscriber_count\":10}]");
        alone.worker("v")
                .gets(
                        "engine::queue::dlq_topics",
                        "null",
                        "[{\"topic\":\"default\",\"broker_type\":\"function_queue\",\"message_count\":0}]");
    }

    @Test
    void topicsAcceptTheFieldNamesOfTheStandaloneWorker() {
        Handler a = handler("a")
                .function("f")
                .subscribe("t1", "f", "{\"queue\":\"top\",\"max_retries\":1,\"backoff_ms\":10}");
        caller.calls("iii::durable::publish", "{\"queue\":\"top\",\"data\":1}", "");
        after(100);
        a.gets("f 1").fails("E", "m");
        after(100);
        a.gets("f 1").fails("E", "m");
        stats("top", 1, 0, 1);
    }

    @Test
    void queueCanBeDefinedAtRunTime() {
        String defined = "{\"queue\":\"late\",\"config\":{\"concurrency\":1,\"max_retries\":0}}";
        caller.gets("queue::define", defined, "{\"queue\":\"late\",\"changed\":true}");
        caller.gets("queue::define", defined, "{\"queue\":\"late\",\"changed\":false}");
        Handler a = handler("a").function("f");
        enqueue("f", "late", "1");
        enqueue("f", "late", "2");
        after(100);
        a.gets("f 1");
        caller.gets("queue::define", "{\"queue\":\" late \"}", "{\"queue\":\"late\",\"changed\":true}");
        a.gets("f 2").fails("E", "m");
        after(1000);
        a.gets("f 1");
        stats("late", 10, 2, 0);
    }

    @Test
    void invalidDefinitionIsRejected() {
        String[][] mistakes = {
            {"{\"queue\":\" \"}", "queue name is required"},
            {"{\"queue\":\"q\",\"config\":{\"type\":\"lifo\"}}", "queue 'q' type must be either 'standard' or 'fifo'"},
            {
                "{\"queue\":\"q\",\"config\":{\"type\":\"fifo\"}}",
                "queue 'q' with type 'fifo' requires message_group_field"
            },
            {"{\"queue\":\"q\",\"config\":{\"concurrency\":0}}", "queue 'q' concurrency must be greater than zero"},
            {"{\"queue\":\"q\",\"config\":{\"timeout_ms\":0}}", "queue 'q' timeout_ms must be greater than zero"},
            {
                "{\"queue\":\"q\",\"config\":{\"poll_interval_ms\":0}}",
                "queue 'q' poll_interval_ms must be greater than zero"
            },
        };
        for (String[] mistake : mistakes) {
            caller.fails("queue::define", mistake[0], "invalid_queue", mistake[1]);
        }
        caller.fails(
                "queue::define",
                "{\"queue\":\"q\",\"config\":{\"max_retries\":-1}}",
                "deserialization_error",
                "Failed to deserialize input for queue::define: invalid value: integer `-1`, expected u32");
        assertThat(caller.heard()).isEmpty();
    }

    @Test
    void directCallOfTheProviderIsValidated() {
        caller.fails(
                "engine::queue::enqueue",
                "{\"queue\":\"work\",\"function_id\":\" \",\"data\":1,\"messageReceiptId\":\"r\"}",
                "invalid_message",
                "function_id is required");
        caller.fails(
                "engine::queue::enqueue",
                "{\"queue\":\"work\",\"function_id\":\"f\",\"data\":1,\"messageReceiptId\":\"r\",\"namespace\":\"\"}",
                "INVALID_NAMESPACE",
                "namespace must not be blank; omit it for the default namespace");
        Handler a = handler("a").function("f");
        caller.gets(
                "engine::queue::enqueue",
                "{\"queue\":\"work\",\"function_id\":\"f\",\"data\":1,\"messageReceiptId\":\"r\",\"traceparent\":null}",
                "{\"messageReceiptId\":\"r\"}");
        poll();
        a.gets("f 1");
    }

    @Test
    void theIntervalOfAQueueCanBeChanged() {
        Handler a = handler("a").function("f");
        caller.gets(
                "queue::define",
                "{\"queue\":\"work\",\"config\":{\"poll_interval_ms\":20}}",
                "{\"queue\":\"work\",\"changed\":true}");
        enqueue("f", "work", "1");
        after(19);
        a.gets();
        after(1);
        a.gets("f 1");
    }
}
