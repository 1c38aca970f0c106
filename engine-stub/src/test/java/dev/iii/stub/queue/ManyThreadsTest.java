package dev.iii.stub.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.net.LoopClock;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Runs publishers and handlers on many threads. Every message must end exactly once. The seed is the number of the
 * repetition.
 */
class ManyThreadsTest {

    private static final int THREADS = 4;
    private static final int MESSAGES_PER_THREAD = 2_500;
    private static final int GROUPS = 7;
    private static final int CONCURRENCY = 5;
    private static final int MAX_DELIVERIES = 3;
    private static final RawJson DATA = RawJson.parse("[1,2,3]");

    /** Returns a result immediately, from another thread, or as a failure. Checks the delivery rules. */
    private static final class RandomHandlers implements Deliverer {
        final ExecutorService pool;
        final boolean fifo;
        final Random random;
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger mostRunning = new AtomicInteger();
        final Map<String, AtomicInteger> runningInGroup = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> successes = new ConcurrentHashMap<>();
        final AtomicInteger brokenRules = new AtomicInteger();

        RandomHandlers(ExecutorService pool, boolean fifo, long seed) {
            this.pool = pool;
            this.fifo = fifo;
            this.random = new Random(seed);
        }

        private int dice(int sides) {
            synchronized (random) {
                return random.nextInt(sides);
            }
        }

        @Override
        public boolean reaches(TargetFunction target) {
            return dice(50) > 0;
        }

        @Override
        public void deliver(Message message, Consumer<Outcome> done) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            AtomicInteger inGroup = runningInGroup.computeIfAbsent(message.group, group -> new AtomicInteger());
            if (inGroup.incrementAndGet() > 1 && fifo) {
                brokenRules.incrementAndGet();
            }
            count(deliveries, message.id);
            if (dice(2) == 0) {
                end(message, inGroup, done);
            } else {
                pool.execute(() -> end(message, inGroup, done));
            }
        }

        private void end(Message message, AtomicInteger inGroup, Consumer<Outcome> done) {
            boolean well = dice(3) > 0;
            if (well) {
                count(successes, message.id);
            }
            inGroup.decrementAndGet();
            running.decrementAndGet();
            done.accept(well ? Outcome.NONE : Outcome.failure("E", "m"));
        }

        private static void count(Map<String, AtomicInteger> counts, String id) {
            counts.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
        }
    }

    @RepeatedTest(6)
    void everyMessageSucceedsOnceOrBecomesADeadLetter(RepetitionInfo repetition) throws Exception {
        boolean fifo = repetition.getCurrentRepetition() % 2 == 0;
        EventLoop loop = new EventLoop("test-clock");
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            LoopClock clock = new LoopClock(loop);
            RandomHandlers handlers = new RandomHandlers(pool, fifo, repetition.getCurrentRepetition());
            MemoryQuota quota = new MemoryQuota(Long.MAX_VALUE);
            MessageQueue queue = new MessageQueue(
                    "stress",
                    new MessageQueue.SharedServices(clock, new DeliveryLog(clock), quota, QueueLimits.DEFAULT),
                    new DeliveryOptions(fifo, MAX_DELIVERIES, CONCURRENCY, Duration.ofMillis(1), Duration.ofMinutes(5)),
                    handlers,
                    Duration.ofMillis(1),
                    repetition.getCurrentRepetition() % 4 < 2
                            ? Arrivals.immediate()
                            : Arrivals.polledEvery(Duration.ofMillis(1), clock.nanoTime()));
            publish(queue);
            await().atMost(Duration.ofSeconds(60)).until(() -> queue.depth() == 0 && all(queue, handlers));
            check(queue, handlers);
            queue.deadLetters()
                    .forEach(letter -> assertThat(queue.discard(letter.id())).isTrue());
            assertThat(queue.isEmpty()).isTrue();
            assertThat(quota.used()).isZero();
            queue.close();
        } finally {
            pool.shutdownNow();
            loop.close();
        }
    }

    private static void publish(MessageQueue queue) throws Exception {
        ExecutorService publishers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int self = thread;
                running.add(publishers.submit(() -> publish(queue, self)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            publishers.shutdownNow();
        }
    }

    private static Void publish(MessageQueue queue, int self) throws QueueFullException {
        for (int i = 0; i < MESSAGES_PER_THREAD; i++) {
            TargetFunction target = new TargetFunction("f" + i % 3, "default");
            queue.reserve(DATA.length());
            queue.add(new Message(self + "-" + i, target, DATA, TraceContext.NONE, "g" + i % GROUPS));
            queue.drain();
        }
        return null;
    }

    private static boolean all(MessageQueue queue, RandomHandlers handlers) {
        return handlers.successes.size() + queue.deadLetterCount() == THREADS * MESSAGES_PER_THREAD;
    }

    private static void check(MessageQueue queue, RandomHandlers handlers) {
        Map<String, DeadLetter> dead = new HashMap<>();
        queue.deadLetters()
                .forEach(letter -> assertThat(dead.put(letter.id(), letter)).isNull());
        assertThat(dead.keySet()).doesNotContainAnyElementsOf(handlers.successes.keySet());
        assertThat(handlers.successes)
                .allSatisfy((id, count) -> assertThat(count).hasValue(1));
        assertThat(handlers.deliveries)
                .hasSize(THREADS * MESSAGES_PER_THREAD)
                .allSatisfy((id, count) -> assertThat(count.get()).isBetween(1, MAX_DELIVERIES));
        assertThat(dead.values()).allSatisfy(letter -> {
            assertThat(letter.deliveries()).isEqualTo(MAX_DELIVERIES);
            assertThat(handlers.deliveries.get(letter.id())).hasValue(MAX_DELIVERIES);
        });
        assertThat(dead).isNotEmpty();
        assertThat(handlers.mostRunning.get()).isBetween(2, CONCURRENCY);
        assertThat(handlers.brokenRules).hasValue(0);
    }
}
