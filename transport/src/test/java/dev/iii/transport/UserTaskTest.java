package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of users on the thread that reads, and what happens when it does not return. */
class UserTaskTest {

    /** Waits until it is released. */
    private static class Blocking implements EventLoop.UserTask {

        final CountDownLatch release = new CountDownLatch(1);
        final CompletableFuture<Thread> blocked = new CompletableFuture<>();
        final CompletableFuture<StackTraceElement[]> stack = new CompletableFuture<>();
        final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        @Override
        public void run() {
            try {
                interrupted.complete(!release.await(Recorder.SECONDS, TimeUnit.SECONDS));
                afterwards();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        }

        void afterwards() {}

        @Override
        public void takenOver(Thread thread, StackTraceElement[] where) {
            stack.complete(where);
            blocked.complete(thread);
        }
    }

    /** Must not block. */
    private record Quick(Runnable code) implements EventLoop.UserTask {

        @Override
        public void run() {
            code.run();
        }

        @Override
        public void takenOver(Thread blocked, StackTraceElement[] stack) {
            throw new AssertionError("it does not block");
        }
    }

    private final EventLoop loop = new EventLoop("user");

    @AfterEach
    void close() {
        loop.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("user"));
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

    @Test
    void whatBlockedCodeSendsLaterIsSent() throws Exception {
        Recorder client = new Recorder();
        try (EventLoop serverLoop = new EventLoop("user-server");
                WebSocketServer server = WebSocketServer.listen(
                        List.of(serverLoop),
                        new InetSocketAddress("127.0.0.1", 0),
                        request -> CompletableFuture.completedFuture(
                                new UpgradeDecision.Accept(new EchoTest.Echo(), Limits.DEFAULT)))) {
            URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort());
            loop.connect(new ConnectRequest(uri, Map.of(), Limits.DEFAULT), client);
            Connection connection = client.connection();
            Blocking task = new Blocking() {
                @Override
                void afterwards() {
                    send(connection, "late");
                }
            };
            loop.execute(() -> {
                loop.runUserTask(new Quick(() -> send(connection, "before")));
                loop.runUserTask(task);
            });
            // The marks of the blocked turn are flushed by the thread that has taken over.
            assertThat(client.text()).isEqualTo("before");
            Recorder.get(task.blocked);
            task.release.countDown();
            assertThat(client.text()).isEqualTo("late");
        }
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
