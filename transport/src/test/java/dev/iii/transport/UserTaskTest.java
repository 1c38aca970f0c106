package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.transport.UserTask.Loss;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of users on the thread that reads, and what happens when it does not return. */
class UserTaskTest {

    /** Waits until it is released. */
    private static class Blocking implements UserTask {

        final CountDownLatch release = new CountDownLatch(1);
        final CompletableFuture<Thread> blocked = new CompletableFuture<>();
        final CompletableFuture<Loss> loss = new CompletableFuture<>();
        final CompletableFuture<StackTraceElement[]> stack = new CompletableFuture<>();
        final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        @Override
        public void run() {
            try {
                // Longer than the test waits for anything, so that the end of this wait causes nothing that it expects.
                interrupted.complete(!release.await(3 * Recorder.SECONDS, TimeUnit.SECONDS));
                afterwards();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        }

        void afterwards() {}

        @Override
        public void takenOver(Thread thread, Loss why, StackTraceElement[] where) {
            stack.complete(where);
            loss.complete(why);
            blocked.complete(thread);
        }

        @Override
        public void loopClosed() {}
    }

    /** Must not block. */
    private record Quick(Runnable code) implements UserTask {

        @Override
        public void run() {
            code.run();
        }

        @Override
        public void takenOver(Thread blocked, Loss loss, StackTraceElement[] stack) {
            throw new AssertionError("it does not block");
        }

        @Override
        public void loopClosed() {
            throw new AssertionError("it runs before");
        }
    }

    /** Reports the wait to the loop, and waits then. */
    private static class Waiting extends Blocking {

        final CompletableFuture<Boolean> mayWait = new CompletableFuture<>();

        @Override
        public void run() {
            beforehand();
            mayWait.complete(EventLoop.beforeWait());
            super.run();
        }

        void beforehand() {}
    }

    /** Counts the tasks that the loop runs, and those that it returns when it is closed. */
    private record Counted(AtomicInteger ran, AtomicInteger returned) implements UserTask {

        @Override
        public void run() {
            ran.incrementAndGet();
        }

        @Override
        public void takenOver(Thread thread, Loss loss, StackTraceElement[] stack) {}

        @Override
        public void loopClosed() {
            returned.incrementAndGet();
        }
    }

    private final EventLoop loop = new EventLoop("user");

    @AfterEach
    void close() {
        loop.close();
        // A thread is still listed for a moment after it has ended its work.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("user")));
    }

    private Thread reader() {
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        loop.execute(() -> reader.complete(Thread.currentThread()));
        return Recorder.get(reader);
    }

    @Test
    void runsOnTheThreadThatReadsInOrder() {
        CompletableFuture<String> ran = new CompletableFuture<>();
        StringBuilder order = new StringBuilder();
        loop.execute(() -> {
            loop.runUserTask(new Quick(() -> order.append(EventLoop.current() == loop)));
            loop.runUserTask(
                    new Quick(() -> ran.complete(order.append(" second").toString())));
            order.append("after the loop's own code: ");
        });
        assertThat(Recorder.get(ran)).isEqualTo("after the loop's own code: true second");
    }

    @Test
    void anotherThreadReadsWhileACodeOfAUserBlocks() throws Exception {
        Blocking task = new Blocking();
        CompletableFuture<String> next = new CompletableFuture<>();
        loop.execute(() -> {
            loop.runUserTask(task);
            loop.runUserTask(
                    new Quick(() -> next.complete(Thread.currentThread().getName())));
        });
        Thread blocked = Recorder.get(task.blocked);
        assertThat(Recorder.get(next)).isEqualTo("user");
        assertThat(reader()).isNotSameAs(blocked);
        assertThat(blocked.getName()).isEqualTo("user-blocked");
        assertThat(Recorder.get(task.loss)).isEqualTo(Loss.BLOCKED);
        assertThat(Recorder.get(task.stack))
                .anyMatch(frame -> frame.getMethodName().equals("await"));
        task.release.countDown();
        blocked.join(TimeUnit.SECONDS.toMillis(Recorder.SECONDS));
        assertThat(blocked.isAlive()).isFalse();
        assertThat(reader().getName()).isEqualTo("user");
    }

    @Test
    void blockingCodeIsReplacedEachTime() {
        for (int i = 0; i < 5; i++) {
            Blocking task = new Blocking();
            loop.runUserTask(task);
            Thread blocked = Recorder.get(task.blocked);
            assertThat(reader()).isNotSameAs(blocked);
            task.release.countDown();
            assertThat(Recorder.get(task.interrupted)).isFalse();
        }
    }

    /** Runs a test with a connection of the loop to an echo server. */
    private void connected(BiConsumer<Connection, Recorder> test) throws IOException {
        Recorder client = new Recorder();
        try (EventLoop serverLoop = new EventLoop("user-server");
                WebSocketServer server = WebSocketServer.listen(
                        List.of(serverLoop),
                        new InetSocketAddress("127.0.0.1", 0),
                        request -> CompletableFuture.completedFuture(
                                new UpgradeDecision.Accept(new EchoTest.Echo(), Limits.DEFAULT)))) {
            URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort());
            loop.connect(new ConnectRequest(uri, Map.of(), Limits.DEFAULT), client);
            test.accept(client.connection(), client);
        }
    }

    /** Sends a message before it blocks and one afterwards. */
    private static final class Sending extends Blocking {

        final CompletableFuture<Boolean> sentWhileReading = new CompletableFuture<>();
        private final Connection connection;

        Sending(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void run() {
            send(connection, "before");
            sentWhileReading.complete(EventLoop.current() != null);
            super.run();
        }

        @Override
        void afterwards() {
            send(connection, "late");
        }
    }

    @Test
    void whatBlockedCodeHasSentAndWhatItSendsLaterIsSent() throws IOException {
        connected((connection, client) -> {
            Sending task;
            int attempts = 0;
            do {
                Sending next = new Sending(connection);
                task = next;
                // In a later turn, so that the wake-up of this turn does not cause a flush.
                loop.schedule(Duration.ofMillis(20), () -> loop.runUserTask(next));
                // The thread that has taken over flushes what the blocked one has marked.
                assertThat(client.text()).isEqualTo("before");
                Recorder.get(task.blocked);
                task.release.countDown();
                assertThat(client.text()).isEqualTo("late");
                // On a busy machine, the thread may have lost the reading before it has marked anything.
            } while (!Recorder.get(task.sentWhileReading) && ++attempts < 100);
            assertThat(attempts).isLessThan(100);
        });
    }

    @Test
    void codeThatIsAboutToWaitIsReplacedAndItsFramesLeaveFirst() throws IOException {
        connected((connection, client) -> {
            Waiting task = new Waiting() {
                @Override
                void beforehand() {
                    send(connection, "request");
                }

                @Override
                void afterwards() {
                    send(connection, "late");
                }
            };
            loop.runUserTask(task);
            // This answer is read by another thread.
            assertThat(client.text()).isEqualTo("request");
            assertThat(Recorder.get(task.mayWait)).isTrue();
            assertThat(Recorder.get(task.loss)).isEqualTo(Loss.WAITS);
            assertThat(reader()).isNotSameAs(Recorder.get(task.blocked));
            assertThat(reader().getName()).isEqualTo("user");
            task.release.countDown();
            assertThat(client.text()).isEqualTo("late");
        });
    }

    @Test
    void codeThatWaitsAgainAndAgainIsReplacedOnce() {
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        loop.runUserTask(new Waiting() {
            @Override
            public void run() {
                super.run();
                waited.complete(EventLoop.beforeWait() && EventLoop.current() == null);
            }

            @Override
            void beforehand() {
                release.countDown();
            }
        });
        assertThat(Recorder.get(waited)).isTrue();
    }

    @Test
    void theOwnCodeOfALoopMustNotWait() {
        CompletableFuture<Boolean> loopCode = new CompletableFuture<>();
        CompletableFuture<Boolean> mayWait = new CompletableFuture<>();
        loop.execute(() -> {
            loopCode.complete(EventLoop.isLoopCode());
            mayWait.complete(EventLoop.beforeWait());
        });
        assertThat(Recorder.get(loopCode)).isTrue();
        assertThat(Recorder.get(mayWait)).isFalse();
        assertThat(EventLoop.isLoopCode()).isFalse();
        assertThat(EventLoop.beforeWait()).isTrue();
    }

    @Test
    void codeOfAUserIsNotTheOwnCodeOfTheLoop() {
        CompletableFuture<Boolean> loopCode = new CompletableFuture<>();
        loop.runUserTask(new Quick(() -> loopCode.complete(EventLoop.isLoopCode())));
        assertThat(Recorder.get(loopCode)).isFalse();
    }

    @Test
    void timersRunBetweenManyTasks() {
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Integer> ranBefore = new CompletableFuture<>();
        int tasks = 1_000_000;
        loop.execute(() -> {
            Counted task = new Counted(ran, new AtomicInteger());
            for (int i = 0; i < tasks; i++) {
                loop.runUserTask(task);
            }
            loop.schedule(Duration.ofNanos(1), () -> {});
            loop.enqueue(() -> loop.enqueue(() -> ranBefore.complete(ran.get())));
        });
        assertThat(Recorder.get(ranBefore)).as("the tasks of two turns").isLessThan(tasks);
        await().until(() -> ran.get() == tasks);
    }

    @Test
    void everyTaskRunsOrIsReturnedWhenTheLoopIsClosed() throws Exception {
        Counted task = new Counted(new AtomicInteger(), new AtomicInteger());
        CountDownLatch started = new CountDownLatch(1);
        Thread giver = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                loop.runUserTask(task);
                started.countDown();
            }
        });
        giver.start();
        assertThat(started.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();
        loop.close();
        giver.join();
        assertThat(task.ran().get() + task.returned().get()).isEqualTo(10_000);
    }

    @Test
    void threadsThatReadLaterHaveTheClassLoaderOfTheFirst() {
        CompletableFuture<@Nullable ClassLoader> first = new CompletableFuture<>();
        CompletableFuture<@Nullable ClassLoader> second = new CompletableFuture<>();
        Waiting task = new Waiting() {
            @Override
            void beforehand() {
                first.complete(Thread.currentThread().getContextClassLoader());
                Thread.currentThread().setContextClassLoader(null);
            }
        };
        loop.runUserTask(task);
        Recorder.get(task.blocked);
        loop.execute(() -> second.complete(Thread.currentThread().getContextClassLoader()));
        assertThat(Recorder.get(second)).isSameAs(Recorder.get(first)).isNotNull();
        task.release.countDown();
    }

    private static void send(Connection connection, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        connection.sendText(utf8, 0, utf8.length, Lane.DATA);
        connection.flush();
    }

    @Test
    void closingInterruptsBlockedCodeAndLeavesNoThread() {
        Blocking task = new Blocking();
        loop.runUserTask(task);
        Recorder.get(task.blocked);
        assertThat(loop.close(Duration.ofSeconds(Recorder.SECONDS))).isTrue();
        assertThat(Recorder.get(task.interrupted)).isTrue();
    }

    @Test
    void aLoopCanBeClosedWhileCodeBlocksAndNobodyHasNoticedItYet() {
        Blocking task = new Blocking();
        loop.runUserTask(task);
        assertThat(loop.close(Duration.ofSeconds(Recorder.SECONDS))).isTrue();
    }

    @Test
    void codeThatClosesTheLoopDoesNotWaitForItself() {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        loop.runUserTask(new Quick(() -> closed.complete(loop.close(Duration.ofDays(1)))));
        assertThat(Recorder.get(closed)).isFalse();
    }

    @Test
    void codeThatInterruptsItselfDoesNotDisturbTheReading() {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        loop.runUserTask(new Quick(() -> Thread.currentThread().interrupt()));
        loop.runUserTask(new Quick(() -> flag.complete(Thread.currentThread().isInterrupted())));
        assertThat(Recorder.get(flag)).isFalse();
    }

    @Test
    void codeThatFailsDoesNotStopTheNext() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        loop.runUserTask(new Quick(() -> {
            throw new StackOverflowError("on purpose");
        }));
        loop.runUserTask(new Quick(() -> next.complete(true)));
        assertThat(Recorder.get(next)).isTrue();
    }
}
