package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.transport.Loopback.Side;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that messages of concurrent senders are not lost and that the messages of each thread keep their order. */
class SendingTest {

    private static final int THREADS = 16;
    private static final int EACH = 3_000;

    private final Loopback loopback = new Loopback();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        loopback.close();
    }

    /** Checks the order of the messages of each sender. */
    private static final class Checker extends Recorder {
        private final int[] next = new int[THREADS];
        private final CountDownLatch left = new CountDownLatch(THREADS * EACH);

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            ByteBuffer message = ByteBuffer.wrap(bytes);
            int sender = message.getInt();
            int number = message.getInt();
            if (number != next[sender]) {
                throw new IllegalStateException("sender " + sender + ": " + number + " instead of " + next[sender]);
            }
            next[sender]++;
            left.countDown();
        }
    }

    /** Lets senders wait until the outbox is empty. */
    private static final class Waiting extends Recorder {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition drained = lock.newCondition();
        private int drains;

        int drains() {
            lock.lock();
            try {
                return drains;
            } finally {
                lock.unlock();
            }
        }

        void awaitAfter(int known) throws InterruptedException {
            lock.lock();
            try {
                while (drains == known) {
                    assertThat(drained.await(SECONDS, TimeUnit.SECONDS))
                            .as("drained")
                            .isTrue();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onDrained(Connection connection) {
            lock.lock();
            try {
                drains++;
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void send(Waiting waiting, int sender, int size) throws InterruptedException {
        Connection connection = waiting.connection();
        for (int number = 0; number < EACH; number++) {
            byte[] message =
                    ByteBuffer.allocate(size).putInt(sender).putInt(number).array();
            int known = waiting.drains();
            while (connection.sendBinary(message, 0, size, Lane.DATA) == SendResult.FULL) {
                waiting.awaitAfter(known);
                known = waiting.drains();
            }
            connection.flush();
        }
    }

    @ParameterizedTest
    @CsvSource({"CLIENT,8,67108864", "SERVER,8,67108864", "CLIENT,1000,20000", "SERVER,1000,20000", "CLIENT,3000,4000"})
    void noMessageIsLostAndTheOrderOfEachThreadIsKept(Side sending, int size, long outbox) throws Exception {
        Limits limits = new Limits(1 << 20, 100, outbox, Duration.ofSeconds(10), Duration.ofSeconds(5));
        Checker checker = new Checker();
        Waiting waiting = new Waiting();
        boolean client = sending == Side.CLIENT;
        int port = loopback.serve(
                request -> CompletableFuture.completedFuture(
                        new UpgradeDecision.Accept(loopback.used(client ? checker : waiting), limits)),
                Duration.ofSeconds(10));
        loopback.connect(
                new ConnectRequest(URI.create("ws://127.0.0.1:" + port), Map.of(), limits),
                loopback.used(client ? waiting : checker));
        waiting.connection();

        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int sender = i;
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            send(waiting, sender, size);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    threads));
        }

        for (CompletableFuture<Void> sender : senders) {
            sender.get(60, TimeUnit.SECONDS);
        }
        assertThat(checker.left.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(checker.closings()).isEmpty();
    }
}
