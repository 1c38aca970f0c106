package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.RecordedSpans;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurableTopicsTest {

    private final TestEngine test = new TestEngine(QueueWorker.builtIn(QueueOptions.DEFAULT));
    private final TestPeer publisher = test.worker("publisher");

    private Handler handler(String name) {
        return new Handler(test, name, null);
    }

    private static String topic(String name) {
        return "{\"topic\":\"" + name + "\"}";
    }

    private static String topic(String name, String queueConfig) {
        return "{\"topic\":\"" + name + "\",\"queue_config\":" + queueConfig + "}";
    }

    /** Publishes a message and waits until it is delivered. */
    private void publish(String topic, String data) {
        publishOnly(topic, data);
        untilPoll();
    }

    private void publishOnly(String topic, String data) {
        publisher.calls("iii::durable::publish", "{\"topic\":\"" + topic + "\",\"data\":" + data + "}", "");
    }

    private void untilPoll() {
        after(Subscriber.POLL_INTERVAL.toMillis());
    }

    private void after(long millis) {
        test.clock.advance(Duration.ofMillis(millis));
    }

    private void stats(String topic, int consumers, int depth, int dead) {
        publisher.gets(
                "engine::queue::topic_stats",
                topic(topic),
                "{\"depth\":" + depth + ",\"consumer_count\":" + consumers + ",\"dlq_depth\":" + dead
                        + ",\"config\":null}");
    }

    @Test
    void aMessageIsDeliveredAtTheNextPoll() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top", "{\"maxRetries\":0}"));
        after(30);
        publishOnly("top", "1");
        publishOnly("top", "2");
        a.gets();
        stats("top", 1, 2, 0);
        after(69);
        a.gets();
        after(1);
        a.gets("f 1", "f 2").fails("E", "m").answers("1");
        stats("top", 1, 0, 1);
        publisher.gets("iii::queue::redrive", "{\"queue\":\"top\"}", "{\"queue\":\"top\",\"redriven\":1}");
        after(99);
        a.gets();
        after(1);
        a.gets("f 1").answers("1");
        stats("top", 1, 0, 0);
        assertThat(test.clock.alarms()).as("an empty topic is not polled").isZero();
    }

    @Test
    void aRetryWaitsForThePollAfterItsPause() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top", "{\"backoffDelayMs\":0}"));
        publish("top", "1");
        a.gets("f 1");
        after(20);
        a.fails("E", "m").gets();
        after(79);
        a.gets();
        after(1);
        a.gets("f 1");
    }

    @Test
    void everySubscribedFunctionGetsTheBarePayload() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        Handler b = handler("b").function("g").subscribe("t2", "g", topic("top"));
        handler("c").function("h").subscribe("t3", "h", topic("other"));
        publish("top", "{\"x\":1}");
        a.gets("f {\"x\":1}");
        assertThat(a.oldest().metadata()).isNull();
        b.gets("g {\"x\":1}");
        a.answers("null");
        b.answers("false");
        after(100_000);
        a.gets();
        stats("top", 2, 0, 0);
    }

    @Test
    void twoTriggersOfOneFunctionAreOneDelivery() {
        Handler a =
                handler("a").function("f").subscribe("t1", "f", topic("top")).subscribe("t2", "f", topic("top"));
        publish("top", "1");
        a.gets("f 1").answers("1");
        stats("top", 2, 0, 0);
        a.unsubscribe("t2");
        publish("top", "2");
        a.gets("f 2").answers("1");
        a.unsubscribe("t1");
        publish("top", "3");
        a.gets();
        stats("top", 0, 0, 0);
    }

    @Test
    void lastTriggerDeterminesTheSettingsAndThePreviousOneAfterItIsUnregistered() {
        Handler a = handler("a")
                .function("f")
                .function("cond")
                .subscribe("t1", "f", "{\"topic\":\"top\",\"condition_function_id\":\"cond\"}")
                .subscribe("t2", "f", topic("top", "{\"maxRetries\":0}"));
        publish("top", "1");
        a.gets("f 1").fails("E", "m");
        stats("top", 2, 0, 1);
        a.unsubscribe("t2");
        publish("top", "2");
        a.gets("cond 2").answers("false").gets();
        stats("top", 1, 0, 1);
    }

    @Test
    void sameFunctionIdInTwoNamespacesIsTwoSubscribers() {
        Handler a = new Handler(test, "a", "n1").function("f").subscribe("t1", "f", topic("top"), "n1");
        Handler b = new Handler(test, "b", "n2").function("f").subscribe("t2", "f", topic("top"), "n2");
        publish("top", "1");
        a.gets("f 1").answers("1");
        b.gets("f 1").fails("E", "m");
        after(1000);
        a.gets();
        b.gets("f 1");
    }

    @Test
    void traceOfThePublisherIsPassedOn() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        publisher.says(
                "{\"type\":\"invokefunction\",\"function_id\":\"iii::durable::publish\",\"data\":{\"topic\":\"top\","
                        + "\"data\":1},\"traceparent\":\"" + traceparent + "\",\"baggage\":\"k=v\"}");
        untilPoll();
        for (int delivery = 1; delivery <= 2; delivery++) {
            InvokeFunction call = a.gets("f 1").oldest();
            assertThat(call.traceparent()).isEqualTo(traceparent);
            assertThat(call.baggage()).isEqualTo("k=v");
            a.fails("E", "m");
            after(1000);
        }
    }

    @Test
    void everyDeliveryIsAChildSpanOfThePublishingCall() {
        RecordedSpans spans = new RecordedSpans();
        test.extend(installer -> installer.traceWith(spans));
        Handler a = handler("a").function("f").function("cond");
        a.subscribe("t1", "f", "{\"topic\":\"top\",\"condition_function_id\":\"cond\"}");
        publisher.says(
                "{\"type\":\"invokefunction\",\"function_id\":\"iii::durable::publish\",\"data\":{\"topic\":\"top\","
                        + "\"data\":1},\"traceparent\":\"cause\",\"baggage\":\"k=v\"}");
        untilPoll();
        InvokeFunction question = a.gets("cond 1").oldest();
        assertThat(question.traceparent()).isEqualTo("span-2");
        InvokeFunction call = a.answers("true").gets("f 1").oldest();
        assertThat(call.traceparent()).isEqualTo("span-2");
        assertThat(call.baggage()).isEqualTo("k=v");
        a.fails("E", "m");
        after(1000);
        a.gets("cond 1").answers("false");
        assertThat(spans.ended())
                .containsExactly(
                        "call iii::durable::publish below cause is span-1 and ends well",
                        "queue top::f@default below span-1 is span-2 and ends E",
                        "queue top::f@default below span-1 is span-3 and ends well");
    }

    @Test
    void defaultIsThreeDeliveriesAndAPauseOfOneSecond() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        publish("top", "1");
        a.gets("f 1").fails("E", "m");
        after(999);
        a.gets();
        after(1);
        a.gets("f 1").fails("E", "m");
        after(1999);
        a.gets();
        after(1);
        a.gets("f 1").fails("E3", "m3");
        after(100_000);
        a.gets();
        stats("top", 1, 0, 1);
    }

    @Test
    void maxRetriesCountsTheDeliveriesAfterTheFirst() {
        Handler a = handler("a")
                .function("f")
                .subscribe("t1", "f", topic("top", "{\"maxRetries\":1,\"backoffDelayMs\":50}"));
        publish("top", "1");
        a.gets("f 1").fails("E", "m");
        after(100);
        a.gets("f 1").fails("E", "m");
        after(100_000);
        a.gets();
        stats("top", 1, 0, 1);
    }

    @Test
    void invalidValuesInAConfigHaveNoEffect() {
        Handler a = handler("a")
                .function("f")
                .subscribe(
                        "t1",
                        "f",
                        "{\"topic\":\"top\",\"condition_function_id\":7,\"queue_config\":{\"maxRetries\":\"0\","
                                + "\"backoffDelayMs\":-5,\"concurrency\":1.5,\"type\":3}}")
                .subscribe("t2", "f", topic("more", "[1]"))
                .subscribe("t3", "f", "{\"topic\":1e99999999999}")
                .subscribe("t4", "f", topic("huge", "{\"maxRetries\":9223372036854775807,\"concurrency\":1}"));
        publish("top", "1");
        publish("more", "2");
        publish("huge", "3");
        publish("huge", "4");
        a.gets("f 1", "f 2", "f 3").fails("E", "m");
        after(1000);
        a.gets("f 1");
        stats("huge", 1, 2, 0);
    }

    @Test
    void triggerWithoutTopicNeverFires() {
        Handler a = handler("a").function("f");
        int n = 0;
        for (String config :
                new String[] {"null", "{}", "\"x\"", "{\"topic\":5}", "{\"topic\":\"\"}", "{\"queue\":\"q\"}"}) {
            a.subscribe("t" + n++, "f", config);
        }
        publish("q", "1");
        a.gets();
    }

    @Test
    void falseConditionDropsTheMessage() {
        Handler a = handler("a")
                .function("f")
                .function("cond")
                .subscribe("t1", "f", "{\"topic\":\"top\",\"condition_function_id\":\"cond\"}");
        publish("top", "{\"x\":1}");
        a.gets("cond {\"x\":1}");
        assertThat(a.oldest().metadata()).isNull();
        a.answers("false");
        after(100_000);
        a.gets();
        publish("top", "2");
        a.gets("cond 2").answers("0").gets("f 2").answers("1");
        stats("top", 1, 0, 0);
    }

    @Test
    void failingConditionIsAFailedDelivery() {
        Handler a = handler("a")
                .function("f")
                .subscribe(
                        "t1",
                        "f",
                        "{\"topic\":\"top\",\"condition_function_id\":\"gone\",\"queue_config\":{\"maxRetries\":1}}");
        publish("top", "1");
        after(1000);
        a.gets();
        publisher.gets(
                "engine::queue::dlq_messages",
                topic("top"),
                "[{\"id\":\"" + TestEngine.id(5) + "\",\"payload\":1,\"error\":\"function_not_found: The condition "
                        + "function gone failed: Function gone not found in namespace default\",\"failed_at\":"
                        + test.clock.now().getEpochSecond() + ",\"retries\":2,\"size_bytes\":1}]");
    }

    @Test
    void missingFunctionIsAFailedDeliveryUntilItIsRegistered() {
        Handler a = handler("a").subscribe("t1", "f", topic("top"));
        publish("top", "1");
        a.gets();
        a.function("f");
        after(1000);
        a.gets("f 1").answers("1");
        a.unregister("f");
        publish("top", "2");
        after(1000);
        a.function("f");
        after(2000);
        a.gets("f 2").answers("1");
        stats("top", 1, 0, 0);
    }

    @Test
    void messageOfAWorkerThatDisconnectsIsDeliveredAgain() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        publish("top", "1");
        publish("top", "2");
        a.gets("f 1", "f 2").answers("1");
        a.leaves();
        after(5000);
        stats("top", 0, 1, 0);
        Handler b = handler("b").function("f").subscribe("t2", "f", topic("top"));
        after(0);
        b.gets("f 2").answers("1");
        after(100_000);
        b.gets();
        stats("top", 1, 0, 0);
    }

    @Test
    void onlyMessagesPublishedWithoutASubscriberAreLost() {
        publish("top", "0");
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top", "{\"concurrency\":1}"));
        after(1000);
        publish("top", "1");
        publish("top", "2");
        a.gets("f 1");
        a.unsubscribe("t1");
        publish("top", "3");
        a.answers("1").gets();
        a.subscribe("t1", "f", topic("top"));
        after(0);
        a.gets("f 2").answers("1");
        after(100_000);
        a.gets();
        stats("top", 1, 0, 0);
    }

    @Test
    void unregisteredSubscriberDoesNotAffectTheOthers() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        Handler b = handler("b").function("g").subscribe("t2", "g", topic("top"));
        Handler c = handler("c").function("h").subscribe("t3", "h", topic("top"));
        a.leaves();
        publish("top", "1");
        b.gets("g 1").answers("1");
        c.gets("h 1").answers("1");
        b.unsubscribe("t2");
        publish("top", "2");
        b.gets();
        c.gets("h 2");
    }

    @Test
    void sameTriggerIdMovesTheSubscription() {
        Handler a = handler("a").function("f").function("g").subscribe("t1", "f", topic("one"));
        a.subscribe("t1", "g", topic("two"));
        publish("one", "1");
        a.gets();
        publish("two", "2");
        a.gets("g 2");
        stats("one", 0, 0, 0);
        stats("two", 1, 1, 0);
    }

    @Test
    void fifoSubscriberGetsOneMessageAtATime() {
        Handler a =
                handler("a").function("f").subscribe("t1", "f", topic("top", "{\"type\":\"fifo\",\"maxRetries\":1}"));
        publish("top", "1");
        publish("top", "2");
        publish("top", "3");
        a.gets("f 1").fails("E", "m").gets();
        after(1000);
        a.gets("f 1").fails("E", "m");
        a.gets("f 2").answers("1");
        a.gets("f 3").answers("1");
        stats("top", 1, 0, 1);
    }

    @Test
    void deadLettersOutliveTheSubscription() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top", "{\"maxRetries\":0}"));
        publish("top", "1");
        a.gets("f 1").fails("E", "m");
        a.leaves();
        stats("top", 0, 0, 1);
        publisher.gets("iii::queue::redrive", "{\"queue\":\"top\"}", "{\"queue\":\"top\",\"redriven\":1}");
        stats("top", 0, 1, 0);
        Handler b = handler("b").function("f").subscribe("t2", "f", topic("top"));
        untilPoll();
        b.gets("f 1").answers("1");
        stats("top", 1, 0, 0);
    }

    @Test
    void messageIsAddedToNoQueueWhenOneIsFull() {
        TestEngine small = new TestEngine(
                QueueWorker.builtIn(new QueueOptions(Map.of(), DeliveryOptions.OF_TOPICS, new QueueLimits(2, 1000))));
        Handler a = new Handler(small, "a", null).function("f").subscribe("t1", "f", topic("top"));
        Handler b = new Handler(small, "b", null).function("g").subscribe("t2", "g", topic("top"));
        TestPeer sender = small.worker("sender");
        for (int i = 0; i < 2; i++) {
            sender.calls("iii::durable::publish", "{\"topic\":\"top\",\"data\":" + i + "}", "");
            small.clock.advance(Subscriber.POLL_INTERVAL);
            a.gets("f " + i).answers("1");
        }
        b.gets("g 0", "g 1");
        sender.fails(
                "iii::durable::publish",
                "{\"topic\":\"top\",\"data\":2}",
                "queue_full",
                "the queue top::g@default is full: it holds its maximum of 2 messages, of which 0 are dead letters; "
                        + "deliver, redrive or discard some first");
        a.gets();
        b.answers("1");
        sender.calls("iii::durable::publish", "{\"topic\":\"top\",\"data\":3}", "");
        small.clock.advance(Subscriber.POLL_INTERVAL);
        a.gets("f 3");
        b.gets("g 3");
    }

    @Test
    void invalidInputIsRejected() {
        publisher.fails("iii::durable::publish", "{\"topic\":\"\",\"data\":1}", "topic_not_set", "Topic is not set");
        publisher.fails(
                "iii::durable::publish",
                "{\"queue\":\"t\",\"data\":1}",
                "deserialization_error",
                "Failed to deserialize input for iii::durable::publish: missing field `topic`");
        publisher.calls("iii::durable::publish", "{\"topic\":\"unused\",\"data\":null}", "");
    }

    @Test
    void closedEngineLeavesNoAlarm() {
        Handler a = handler("a").function("f").subscribe("t1", "f", topic("top"));
        publish("top", "1");
        publish("top", "2");
        a.gets("f 1", "f 2").fails("E", "m");
        test.engine.close();
        assertThat(test.clock.alarms()).isZero();
    }
}
