package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.ManualClock;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageQueueTest {

    private static final TargetFunction F = new TargetFunction("f", "default");
    private static final TargetFunction G = new TargetFunction("g", "default");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final RawJson DATA = RawJson.parse("{\"x\":1}");

    private final ManualClock clock = new ManualClock();
    private final FakeDeliverer deliverer = new FakeDeliverer();
    private final MemoryQuota quota = new MemoryQuota(1000);
    private MessageQueue queue = queue(options(4, 10));

    private MessageQueue queue(DeliveryOptions options) {
        return queue(options, deliverer, new QueueLimits(5, 1000));
    }

    private MessageQueue queue(DeliveryOptions options, Deliverer to, QueueLimits limits) {
        return new MessageQueue(
                "q",
                new MessageQueue.SharedServices(clock, new DeliveryLog(clock), quota, limits),
                options,
                to,
                POLL,
                Arrivals.immediate());
    }

    private static DeliveryOptions options(int maxDeliveries, int concurrency) {
        return new DeliveryOptions(false, maxDeliveries, concurrency, Duration.ofMillis(100), null);
    }

    private static DeliveryOptions fifo(int concurrency) {
        return new DeliveryOptions(true, 3, concurrency, Duration.ofMillis(100), null);
    }

    private void grouped(String id, String group) {
        grouped(id, group, F);
    }

    private void grouped(String id, String group, TargetFunction target) {
        try {
            queue.reserve(DATA.length());
        } catch (QueueFullException e) {
            throw new AssertionError(e);
        }
        queue.add(new Message(id, target, DATA, TraceContext.NONE, group));
        queue.drain();
    }

    private void put(String... ids) {
        for (String id : ids) {
            grouped(id, "");
        }
    }

    private void after(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private List<String> dead() {
        return queue.deadLetters().stream().map(DeadLetter::id).toList();
    }

    @Test
    void messageIsDeliveredImmediatelyAndRemovedAfterSuccess() {
        put("a");
        assertThat(deliverer.delivered()).containsExactly("a");
        assertThat(queue.depth()).isEqualTo(1);
        deliverer.succeed("a");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(quota.used()).isZero();
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void failedMessageIsRetriedAfterPausesThatDouble() {
        put("a");
        for (int pause : new int[] {100, 200, 400}) {
            assertThat(deliverer.delivered()).containsExactly("a");
            deliverer.fail("a");
            after(pause - 1);
            assertThat(deliverer.delivered()).isEmpty();
            after(1);
        }
        assertThat(deliverer.delivered()).containsExactly("a");
        deliverer.fail("a");
        after(100_000);
        assertThat(deliverer.delivered()).isEmpty();
        assertThat(queue.deadLetters())
                .containsExactly(
                        new DeadLetter("a", DATA, "E: no a", clock.now().minusSeconds(100), 4));
        assertThat(queue.depth()).isZero();
    }

    @Test
    void successfulRetryRemovesTheMessage() {
        put("a");
        deliverer.fail("a");
        after(100);
        deliverer.succeed("a");
        after(10_000);
        assertThat(deliverer.delivered()).containsExactly("a", "a");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void pauseHasAMaximum() {
        DeliveryOptions patient = new DeliveryOptions(false, 100, 1, Duration.ofHours(5), null);
        assertThat(patient.backoffAfter(1)).isEqualTo(Duration.ofHours(5));
        assertThat(patient.backoffAfter(3)).isEqualTo(Duration.ofHours(20));
        assertThat(patient.backoffAfter(4)).isEqualTo(DeliveryOptions.MAX_BACKOFF);
        assertThat(patient.backoffAfter(70)).isEqualTo(DeliveryOptions.MAX_BACKOFF);
        assertThat(patient.backoffAfter(Integer.MAX_VALUE)).isEqualTo(DeliveryOptions.MAX_BACKOFF);
        DeliveryOptions eager = new DeliveryOptions(false, 100, 1, Duration.ZERO, null);
        assertThat(eager.backoffAfter(99)).isEqualTo(Duration.ZERO);
    }

    @Test
    void concurrentDeliveriesAreLimited() {
        queue = queue(options(2, 2));
        put("a", "b", "c", "d");
        assertThat(deliverer.delivered()).containsExactly("a", "b");
        deliverer.succeed("b");
        assertThat(deliverer.delivered()).containsExactly("c");
        deliverer.fail("a");
        assertThat(deliverer.delivered()).containsExactly("d");
        after(100);
        assertThat(deliverer.delivered())
                .as("both allowed deliveries are running")
                .isEmpty();
        deliverer.succeed("c");
        assertThat(deliverer.delivered()).containsExactly("a");
    }

    @Test
    void retryIsDeliveredBeforeLaterMessages() {
        queue = queue(options(3, 1));
        put("a", "b", "c");
        deliverer.fail("a");
        after(100);
        deliverer.succeed("b");
        assertThat(deliverer.delivered()).containsExactly("a", "b", "a");
    }

    @Test
    void concurrencyOfZeroStopsDelivery() {
        queue = queue(options(3, 0));
        put("a");
        assertThat(deliverer.delivered()).isEmpty();
        queue.configure(options(3, 1));
        queue.drain();
        assertThat(deliverer.delivered()).containsExactly("a");
    }

    @Test
    void failingMessageDelaysOnlyItsGroup() {
        queue = queue(fifo(10));
        grouped("a1", "a");
        grouped("a2", "a");
        grouped("b1", "b");
        grouped("b2", "b");
        assertThat(deliverer.delivered()).containsExactly("a1", "b1");
        deliverer.fail("a1");
        deliverer.succeed("b1");
        assertThat(deliverer.delivered()).containsExactly("b2");
        assertThat(queue.depth()).as("the pausing head counts").isEqualTo(3);
        after(100);
        assertThat(deliverer.delivered()).containsExactly("a1");
        deliverer.fail("a1");
        after(200);
        deliverer.fail("a1");
        assertThat(deliverer.delivered())
                .as("the next message follows after the dead letter")
                .containsExactly("a1", "a2");
        assertThat(dead()).containsExactly("a1");
    }

    @Test
    void groupsTakeTurnsWithAConcurrencyOfOne() {
        queue = queue(fifo(1));
        grouped("a1", "a");
        grouped("a2", "a");
        grouped("b1", "b");
        grouped("b2", "b");
        for (String id : List.of("a1", "b1", "a2", "b2")) {
            assertThat(deliverer.delivered()).containsExactly(id);
            deliverer.succeed(id);
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void changeToFifoCoversRunningDeliveries() {
        put("a", "b", "c");
        queue.configure(fifo(10));
        put("d", "e");
        assertThat(deliverer.delivered()).containsExactly("a", "b", "c");
        deliverer.succeed("a");
        deliverer.fail("b");
        deliverer.succeed("c");
        assertThat(deliverer.delivered()).as("b pauses before its retry").isEmpty();
        after(100);
        assertThat(deliverer.delivered()).containsExactly("b");
        deliverer.succeed("b");
        assertThat(deliverer.delivered()).containsExactly("d");
        queue.configure(options(3, 10));
        queue.drain();
        assertThat(deliverer.delivered()).containsExactly("e");
        deliverer.succeed("d");
        deliverer.succeed("e");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void messageForAMissingFunctionWaitsWithoutUsingADelivery() {
        deliverer.missing.add(G);
        grouped("g1", "", G);
        grouped("g2", "", G);
        grouped("f1", "", F);
        assertThat(deliverer.delivered()).containsExactly("f1");
        deliverer.succeed("f1");
        after(60_000);
        assertThat(deliverer.delivered()).isEmpty();
        assertThat(queue.depth()).isEqualTo(2);
        deliverer.missing.clear();
        after(100);
        assertThat(deliverer.delivered()).containsExactly("g1", "g2");
        deliverer.fail("g1");
        deliverer.succeed("g2");
        assertThat(queue.deadLetters()).isEmpty();
        after(100);
        deliverer.succeed("g1");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void messageForAMissingFunctionDelaysOnlyItsGroup() {
        queue = queue(fifo(10));
        deliverer.missing.add(G);
        grouped("a1", "a", G);
        grouped("a2", "a", F);
        grouped("b1", "b", F);
        assertThat(deliverer.delivered()).containsExactly("b1");
        deliverer.missing.clear();
        after(100);
        deliverer.succeed("a1");
        assertThat(deliverer.delivered()).containsExactly("a1", "a2");
    }

    @Test
    void deliveryFailsAtItsTimeoutAndALateResultIsIgnored() {
        queue = queue(new DeliveryOptions(false, 2, 10, Duration.ofMillis(100), Duration.ofSeconds(10)));
        put("a");
        after(4000);
        put("b");
        Consumer<Outcome> lateAnswer = deliverer.take("a");
        after(5999);
        assertThat(deliverer.delivered()).containsExactly("a", "b");
        after(1);
        after(100);
        assertThat(deliverer.delivered()).containsExactly("a");
        lateAnswer.accept(Outcome.NONE);
        assertThat(queue.depth()).isEqualTo(2);
        after(3900);
        after(100);
        assertThat(deliverer.delivered()).containsExactly("b");
        after(10_000);
        assertThat(queue.deadLetters())
                .extracting(DeadLetter::error)
                .containsOnly("timeout: The function did not return in time")
                .hasSize(2);
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void onlyTheFirstOutcomeCounts() {
        put("a", "b");
        Consumer<Outcome> done = deliverer.take("a");
        done.accept(Outcome.NONE);
        done.accept(Outcome.failure("E", "m"));
        done.accept(Outcome.NONE);
        after(1000);
        assertThat(deliverer.delivered()).containsExactly("a", "b");
        deliverer.succeed("b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(quota.used()).isZero();
    }

    @Test
    void delivererThatThrowsIsAFailedDelivery() {
        Deliverer broken = new Deliverer() {
            @Override
            public boolean reaches(TargetFunction target) {
                return true;
            }

            @Override
            public void deliver(Message message, Consumer<Outcome> done) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        queue = queue(options(1, 1), broken, QueueLimits.DEFAULT);
        put("a");
        assertThat(queue.deadLetters())
                .extracting(DeadLetter::error)
                .containsExactly(
                        "internal_error: The engine failed to deliver the message; see its log for the reason.");
    }

    @Test
    void fullQueueRefusesAndKeepsItsDeadLetters() {
        queue = queue(options(1, 10));
        put("a", "b", "c", "d", "e");
        deliverer.fail("a");
        deliverer.fail("b");
        assertThatThrownBy(() -> queue.reserve(1))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("the queue q is full: it holds its maximum of 5 messages, of which 2 are dead letters; "
                        + "deliver, redrive or discard some first");
        assertThat(queue.discard("a")).isTrue();
        assertThat(queue.discard("a")).isFalse();
        put("f");
        deliverer.succeed("c");
        put("g");
        assertThatThrownBy(() -> queue.reserve(1)).isInstanceOf(QueueFullException.class);
    }

    @Test
    void bytesOfAllQueuesAreLimited() throws Exception {
        MessageQueue other = queue(options(1, 10), deliverer, QueueLimits.DEFAULT);
        other.reserve(990);
        put("a");
        assertThatThrownBy(() -> queue.reserve(4))
                .hasMessage("the queues hold 997 bytes, and 4 more would exceed the limit of 1000; deliver, redrive "
                        + "or discard some messages first");
        other.cancelReservation(990);
        queue.reserve(4);
        queue.cancelReservation(4);
        deliverer.succeed("a");
        assertThat(quota.used()).isZero();
        assertThat(other.isEmpty()).isTrue();
    }

    @Test
    void errorOfADeadLetterIsTruncatedAndCounted() {
        queue = queue(options(1, 10));
        put("a");
        deliverer.take("a").accept(Outcome.failure("E", "x".repeat(100_000)));
        assertThat(queue.deadLetters().get(0).error())
                .hasSize(2001)
                .startsWith("E: xxx")
                .endsWith("x…");
        assertThat(quota.used()).isEqualTo(DATA.length() + 2001);
        assertThat(queue.redrive("a")).isTrue();
        assertThat(quota.used()).isEqualTo(DATA.length());
        queue.drain();
        deliverer.succeed("a");
        assertThat(quota.used()).isZero();
    }

    @Test
    void redrivenMessageGetsTheFullNumberOfDeliveries() {
        queue = queue(options(2, 10));
        put("a", "b");
        for (String id : List.of("a", "b")) {
            deliverer.fail(id);
        }
        after(100);
        deliverer.fail("a");
        after(1000);
        deliverer.fail("b");
        assertThat(dead()).as("the newest first").containsExactly("b", "a");
        deliverer.delivered();
        assertThat(queue.redrive("c")).isFalse();
        assertThat(queue.redriveAll()).isEqualTo(2);
        assertThat(queue.redriveAll()).isZero();
        assertThat(deliverer.delivered()).as("no delivery before the drain").isEmpty();
        queue.drain();
        assertThat(deliverer.delivered()).as("the oldest first").containsExactly("a", "b");
        deliverer.fail("a");
        after(100);
        assertThat(deliverer.delivered()).containsExactly("a");
        deliverer.fail("a");
        assertThat(queue.deadLetters()).extracting(DeadLetter::deliveries).containsExactly(2);
    }

    @Test
    void hundredThousandImmediateResultsNeedNoStack() {
        AtomicInteger delivered = new AtomicInteger();
        Deliverer instant = new Deliverer() {
            @Override
            public boolean reaches(TargetFunction target) {
                return true;
            }

            @Override
            public void deliver(Message message, Consumer<Outcome> done) {
                delivered.incrementAndGet();
                done.accept(Outcome.NONE);
            }
        };
        MemoryQuota wide = new MemoryQuota(Long.MAX_VALUE);
        queue = new MessageQueue(
                "q",
                new MessageQueue.SharedServices(clock, new DeliveryLog(clock), wide, QueueLimits.DEFAULT),
                options(1, 0),
                instant,
                POLL,
                Arrivals.immediate());
        IntStream.range(0, 100_000).forEach(i -> put("m" + i));
        queue.configure(options(1, 1));
        queue.drain();
        assertThat(delivered).as("the deliveries of one drain").hasValue(256);
        after(0);
        assertThat(delivered).hasValue(100_000);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(wide.used()).isZero();
    }

    @Test
    void closedQueueDeliversNothingAndSetsNoAlarm() {
        deliverer.missing.add(G);
        queue = queue(new DeliveryOptions(false, 3, 10, Duration.ofMillis(100), Duration.ofSeconds(10)));
        put("a", "b");
        grouped("g", "", G);
        deliverer.fail("a");
        assertThat(clock.alarms()).isEqualTo(3);
        queue.close();
        queue.close();
        assertThat(clock.alarms()).isZero();
        deliverer.fail("b");
        put("c");
        after(100_000);
        assertThat(deliverer.delivered()).containsExactly("a", "b");
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void stoppedQueueKeepsItsMessages() {
        queue.deliver(false);
        put("a");
        assertThat(deliverer.delivered()).isEmpty();
        queue.deliver(true);
        queue.drain();
        assertThat(deliverer.delivered()).containsExactly("a");
        assertThat(deliverer.open()).isEqualTo(1);
    }
}
