package dev.iii.stub.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PubSubWorkerTest {

    private final PubSubWorker pubsub = new PubSubWorker();
    private final TestEngine test = new TestEngine(pubsub);
    private final TestPeer publisher = test.worker("publisher");

    private TestPeer subscriber(String name, String topic) {
        TestPeer peer = test.worker(name);
        peer.says("{\"type\":\"registerfunction\",\"id\":\"on::" + name + "\"}", subscribe("t-" + name, name, topic));
        return peer;
    }

    private static String subscribe(String id, String name, String topic) {
        return "{\"type\":\"registertrigger\",\"id\":\"" + id
                + "\",\"trigger_type\":\"subscribe\",\"function_id\":\"on::" + name + "\",\"config\":{\"topic\":\""
                + topic + "\",\"condition_function_id\":\"never\"},\"metadata\":{\"m\":1}}";
    }

    private void publish(String topic) {
        publisher.calls("publish", "{\"topic\":\"" + topic + "\",\"data\":{\"x\":1}}", "");
    }

    private static int deliveries(TestPeer peer) {
        List<Frame> frames = peer.heard();
        assertThat(frames).allSatisfy(frame -> {
            InvokeFunction call = (InvokeFunction) frame;
            assertThat(call.data().text()).isEqualTo("{\"x\":1}");
            assertThat(call.metadata()).isNull();
            assertThat(call.traceparent()).isNull();
        });
        return frames.size();
    }

    @Test
    void everySubscriberGetsTheBarePayload() {
        TestPeer a = subscriber("a", "top");
        TestPeer b = subscriber("b", "top");
        TestPeer c = subscriber("c", "to");
        publish("top");
        assertThat(deliveries(a)).isEqualTo(1);
        assertThat(deliveries(b)).isEqualTo(1);
        assertThat(deliveries(c)).isZero();
    }

    @Test
    void unregisteredSubscriberDoesNotSilenceTheOthers() {
        TestPeer a = subscriber("a", "top");
        TestPeer b = subscriber("b", "top");
        TestPeer c = subscriber("c", "top");
        a.leaves();
        publish("top");
        assertThat(deliveries(b)).isEqualTo(1);
        b.says("{\"type\":\"unregistertrigger\",\"id\":\"t-b\"}");
        publish("top");
        assertThat(deliveries(b)).isZero();
        assertThat(deliveries(c)).isEqualTo(2);
    }

    @Test
    void unregisteredSubscriberSilencesTheOthersIfConfigured() {
        pubsub.silenceOthersWhenOneEnds(true);
        TestPeer a = subscriber("a", "top");
        TestPeer b = subscriber("b", "top");
        TestPeer other = subscriber("other", "else");
        subscriber("c", "top").leaves();
        publish("top");
        publish("else");
        assertThat(deliveries(a) + deliveries(b)).isZero();
        assertThat(deliveries(other)).isEqualTo(1);
        a.says(subscribe("t-a", "a", "top"));
        publish("top");
        assertThat(deliveries(a)).isEqualTo(1);
        assertThat(deliveries(b)).isZero();
        b.says("{\"type\":\"unregistertrigger\",\"id\":\"t-b\"}", subscribe("t-b", "b", "top"));
        publish("top");
        assertThat(deliveries(a)).isZero();
        assertThat(deliveries(b)).isEqualTo(1);
        pubsub.silenceOthersWhenOneEnds(false);
        a.says(subscribe("t-a", "a", "top"));
        b.leaves();
        publish("top");
        assertThat(deliveries(a)).isEqualTo(1);
    }

    @Test
    void lostBrokerSilencesSubscriptionsUntilTheyAreUnregisteredAndRegistered() {
        TestPeer a = subscriber("a", "top");
        pubsub.loseBroker();
        TestPeer b = subscriber("b", "top");
        a.says(subscribe("t-a", "a", "top"));
        publish("top");
        assertThat(deliveries(a)).isZero();
        assertThat(deliveries(b)).isEqualTo(1);
        a.says("{\"type\":\"unregistertrigger\",\"id\":\"t-a\"}", subscribe("t-a", "a", "top"));
        publish("top");
        assertThat(deliveries(a)).isEqualTo(1);
    }

    @Test
    void triggerIdWithAnotherTopicMovesTheSubscription() {
        TestPeer a = subscriber("a", "top");
        a.says(subscribe("t-a", "a", "other"));
        publish("top");
        assertThat(deliveries(a)).isZero();
        publish("other");
        assertThat(deliveries(a)).isEqualTo(1);
    }

    @Test
    void twoTriggersOfOneFunctionAreTwoCalls() {
        TestPeer a = subscriber("a", "top");
        a.says(subscribe("t2", "a", "top"));
        publish("top");
        assertThat(deliveries(a)).isEqualTo(2);
    }

    @Test
    void subscriptionWithoutATopicNeverFires() {
        TestPeer a = test.worker("a");
        for (String config : List.of("null", "{}", "\"x\"", "{\"topic\":5}", "{\"topic\":\"\"}")) {
            a.says("{\"type\":\"registertrigger\",\"id\":\"t" + config.hashCode()
                    + "\",\"trigger_type\":\"subscribe\",\"function_id\":\"f\",\"config\":" + config + "}");
        }
        a.hearsNothing();
        publish("x");
        a.hearsNothing();
    }

    @Test
    void invalidInputIsRejected() {
        publisher.fails("publish", "{\"topic\":\"\",\"data\":1}", "topic_not_set", "Topic is not set");
        publisher.fails(
                "publish",
                "{\"topic\":\"t\"}",
                "deserialization_error",
                "Failed to deserialize input for publish: missing field `data`");
        publisher.calls("publish", "[\"t\",1]", "");
    }

    @Test
    void failingSubscriberDoesNotAffectOthers() {
        TestPeer a = subscriber("a", "top");
        TestPeer b = subscriber("b", "top");
        a.stopReading();
        publish("top");
        assertThat(deliveries(b)).isEqualTo(1);
        test.clock.advance(java.time.Duration.ofMillis(1));
        publish("top");
        assertThat(deliveries(b)).isEqualTo(1);
    }
}
