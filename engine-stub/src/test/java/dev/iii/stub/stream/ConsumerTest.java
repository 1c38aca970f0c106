package dev.iii.stub.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests joining, leaving, and consumers that read too slowly. */
class ConsumerTest extends StreamTestBase {

    private final FakeConsumerConnection connection = new FakeConsumerConnection();
    private final Consumer consumer = connects(connection);

    private static String member(String subscription, String group, String item) {
        return "{\"subscription_id\":\"" + subscription + "\",\"stream_name\":\"s\",\"group_id\":\"" + group
                + "\",\"id\":" + item + ",\"context\":null}";
    }

    private void watched() {
        registers("onjoin");
        registers("onleave");
        binds("j", "stream:join", "onjoin", "{}");
        binds("l", "stream:leave", "onleave", "{}");
    }

    @Test
    void consumerThatDoesNotReadIsDroppedWithoutAffectingOthers() {
        FakeConsumerConnection other = new FakeConsumerConnection();
        says(consumer, "join", "1", "g", "");
        says(connects(other), "join", "1", "g", "");
        connection.stopReading();
        sets("s", "g", "i", "1", "null");
        sets("s", "g", "i", "2", "1");
        assertThat(connection.dropped()).isNull();
        test.clock.advance(Duration.ofMillis(1));
        assertThat(connection.dropped()).isEqualTo("the consumer does not read");
        consumer.closed();
        assertThat(other.events())
                .containsExactly(
                        "null {\"type\":\"sync\",\"data\":[]}",
                        "\"i\" {\"type\":\"create\",\"data\":1}",
                        "\"i\" {\"type\":\"update\",\"data\":2}");
        assertThat(streams.installed().subscriptions().size()).isEqualTo(1);
    }

    @Test
    void laterMessagesWaitWhileAJoinIsBeingDecided() {
        watched();
        says(consumer, "join", "1", "g", "");
        says(consumer, "join", "2", "h", "x");
        says(consumer, "leave", "1", "g", "");
        says(consumer, "join", "3", "k", "");
        List<InvokeFunction> first = asked();
        assertThat(first)
                .singleElement()
                .satisfies(call -> assertThat(call.data().text()).isEqualTo(member("1", "g", "null")));
        sets("s", "g", "i", "1", "null");
        assertThat(connection.events()).isEmpty();
        answers(first.get(0), "\"result\":{\"unauthorized\":false}");
        assertThat(connection.events()).containsExactly("null {\"type\":\"sync\",\"data\":[1]}");
        List<InvokeFunction> second = asked();
        assertThat(second)
                .singleElement()
                .satisfies(call -> assertThat(call.data().text()).isEqualTo(member("2", "h", "\"x\"")));
        answers(second.get(0), "\"result\":{\"unauthorized\":true}");
        assertThat(connection.events()).containsExactly("\"x\" {\"type\":\"unauthorized\"}");
        List<InvokeFunction> third = asked();
        assertThat(third).singleElement().satisfies(call -> {
            assertThat(call.functionId()).isEqualTo("onleave");
            assertThat(call.data().text()).isEqualTo(member("1", "g", "null"));
        });
        assertThat(streams.installed().subscriptions().size()).isZero();
        answers(third.get(0), "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
        assertThat(askedTexts()).containsExactly("onjoin " + member("3", "k", "null"));
    }

    @Test
    void oneUnauthorizedResultRejectsAndFailuresAccept() {
        for (String function : List.of("one", "two", "three")) {
            registers(function);
            binds(function, "stream:join", function, "{\"stream_name\":\"another\"}");
        }
        says(consumer, "join", "1", "g", "");
        List<InvokeFunction> calls = asked();
        assertThat(calls).hasSize(3);
        answers(calls.get(2), "\"result\":{\"unauthorized\":\"yes\"}");
        answers(calls.get(0), "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
        assertThat(connection.events()).isEmpty();
        answers(calls.get(1), "");
        assertThat(connection.events()).containsExactly("null {\"type\":\"sync\",\"data\":[]}");
        says(consumer, "join", "1", "h", "");
        List<InvokeFunction> again = asked();
        answers(again.get(0), "\"result\":{\"unauthorized\":false}");
        answers(again.get(1), "\"result\":{\"unauthorized\":true}");
        answers(again.get(2), "\"result\":true");
        assertThat(connection.events()).containsExactly("null {\"type\":\"unauthorized\"}");
    }

    @Test
    void missingJoinFunctionAcceptsTheConsumer() {
        binds("j", "stream:join", "missing", "{}");
        says(consumer, "join", "1", "g", "");
        assertThat(connection.events()).containsExactly("null {\"type\":\"sync\",\"data\":[]}");
    }

    @Test
    void everySubscriptionIsLeftInOrderWhenTheConnectionIsClosed() {
        says(consumer, "join", "b", "g", "");
        says(consumer, "join", "a", "h", "i");
        says(consumer, "join", "b", "k", "");
        watched();
        consumer.closed();
        assertThat(askedTexts())
                .containsExactly("onleave " + member("b", "k", "null"), "onleave " + member("a", "h", "\"i\""));
        assertThat(streams.installed().subscriptions().size()).isZero();
    }

    @Test
    void consumerThatDisconnectsWhileItsJoinIsDecidedLeaves() {
        watched();
        says(consumer, "join", "1", "g", "");
        says(consumer, "join", "2", "g", "");
        InvokeFunction call = asked().get(0);
        consumer.closed();
        assertThat(asked()).isEmpty();
        answers(call, "");
        assertThat(askedTexts()).containsExactly("onleave " + member("1", "g", "null"));
        assertThat(connection.events()).isEmpty();
        assertThat(streams.installed().subscriptions().size()).isZero();
    }

    @Test
    void joinFunctionWhoseWorkerDisconnectsAcceptsTheConsumer() {
        watched();
        says(consumer, "join", "1", "g", "");
        handler.leaves();
        assertThat(connection.events()).containsExactly("null {\"type\":\"sync\",\"data\":[]}");
    }

    @Test
    void readingIsPausedWhenAConsumerSendsTooMuchWhileItsJoinIsDecided() {
        watched();
        says(consumer, "join", "1", "g", "");
        for (int i = 0; i < 63; i++) {
            says(consumer, "leave", "1", "g", "");
        }
        assertThat(connection.isPaused()).isFalse();
        says(consumer, "leave", "1", "g", "");
        assertThat(connection.isPaused()).isTrue();
        answers(asked().get(0), "");
        for (int i = 0; i < 63; i++) {
            assertThat(connection.isPaused()).isTrue();
            answers(asked().get(0), "");
        }
        InvokeFunction last = asked().get(0);
        answers(last, "");
        assertThat(connection.isPaused()).isFalse();
    }

    @Test
    void joinWithTheSameSubscriptionIdReplacesTheFirst() {
        says(consumer, "join", "1", "g", "");
        says(consumer, "join", "1", "h", "");
        sets("s", "g", "i", "1", "null");
        sets("s", "h", "i", "2", "null");
        assertThat(connection.events())
                .containsExactly(
                        "null {\"type\":\"sync\",\"data\":[]}",
                        "null {\"type\":\"sync\",\"data\":[]}",
                        "\"i\" {\"type\":\"create\",\"data\":2}");
    }

    @Test
    void itemSubscriptionReceivesOnlyEventsOfItsItem() {
        says(consumer, "join", "1", "g", "i");
        sets("s", "g", "j", "1", "null");
        caller.gets("stream::send", "[\"s\",\"g\",null,\"hi\",1]", "null");
        caller.gets("stream::send", "[\"s\",\"g\",\"i\",\"ho\",2]", "null");
        assertThat(connection.events())
                .containsExactly(
                        "\"i\" {\"type\":\"sync\",\"data\":null}",
                        "\"i\" {\"type\":\"event\",\"event\":{\"type\":\"ho\",\"data\":2}}");
    }

    @Test
    void invalidMessagesAreIgnored() {
        for (String text : List.of(
                "",
                "{",
                "[]",
                "5",
                "{\"type\":\"Join\",\"data\":{}}",
                "{\"type\":\"join\",\"data\":{\"subscriptionId\":\"1\",\"streamName\":\"s\"}}",
                "{\"type\":\"join\",\"data\":{\"subscriptionId\":1,\"streamName\":\"s\",\"groupId\":\"g\"}}",
                "[".repeat(100_000))) {
            consumer.received(text.getBytes(StandardCharsets.UTF_8));
        }
        consumer.received(new byte[] {(byte) 0xFF, 0});
        says(consumer, "join", "1", "g", "");
        assertThat(connection.events()).containsExactly("null {\"type\":\"sync\",\"data\":[]}");
    }

    @Test
    void consumerWithTooManySubscriptionsIsDropped() {
        for (int i = 0; i <= 10_000; i++) {
            assertThat(connection.dropped()).isNull();
            says(consumer, "join", "n" + i, "g" + i, "");
        }
        assertThat(connection.dropped()).isEqualTo("too many subscriptions");
    }

    @Test
    void theMemoryOfSubscriptionsCounts() {
        String name = "g".repeat(1_000);
        says(consumer, "join", "1", name, "");
        long one = connection.kept();
        assertThat(one).isBetween(1_000L, 1_500L);
        says(consumer, "join", "1", name, "");
        assertThat(connection.kept()).as("replaced").isEqualTo(one);
        says(consumer, "join", "2", name, "");
        assertThat(connection.kept()).isEqualTo(2 * one);
        says(consumer, "leave", "2", name, "");
        assertThat(connection.kept()).isEqualTo(one);
        consumer.closed();
        assertThat(connection.kept()).isZero();
    }
}
