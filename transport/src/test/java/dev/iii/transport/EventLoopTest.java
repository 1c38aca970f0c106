package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private static WebSocketServer echoServer(EventLoop loop, int port) throws IOException {
        return WebSocketServer.listen(
                List.of(loop),
                new InetSocketAddress("127.0.0.1", port),
                request -> CompletableFuture.completedFuture(
                        new UpgradeDecision.Accept(new EchoTest.Echo(), Limits.DEFAULT)));
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }

    private static void openAndClose(int port) throws IOException {
        Recorder client = new Recorder();
        try (EventLoop loop = new EventLoop("leak-server");
                EventLoop clientLoop = new EventLoop("leak-client");
                WebSocketServer server = echoServer(loop, port)) {
            clientLoop.connect(
                    new ConnectRequest(
                            URI.create("ws://localhost:" + server.address().getPort()), Map.of(), Limits.DEFAULT),
                    client);
            client.connection().sendText(new byte[] {'a'}, 0, 1, Lane.DATA);
            client.connection().flush();
            assertThat(client.text()).isEqualTo("a");
        }
        assertThat(client.closings()).hasSize(1);
    }

    @Test
    void closedLoopsAndServersLeaveNoThreadsFilesOrPorts() throws IOException {
        int port;
        try (EventLoop loop = new EventLoop("leak-server");
                WebSocketServer server = echoServer(loop, 0)) {
            port = server.address().getPort();
        }
        openAndClose(port);
        int filesBefore = openFiles();

        for (int i = 0; i < 200; i++) {
            openAndClose(port);
        }

        assertThat(threads("leak-")).isZero();
        assertThat(openFiles()).isLessThanOrEqualTo(filesBefore + 20);
    }

    @Test
    void aPortInUseIsRejectedAndAFreedPortIsAccepted() throws IOException {
        try (EventLoop loop = new EventLoop("port")) {
            WebSocketServer first = echoServer(loop, 0);
            int port = first.address().getPort();
            assertThatThrownBy(() -> echoServer(loop, port)).isInstanceOf(IOException.class);

            first.close();
            first.close();
            echoServer(loop, port).close();
        }
    }

    @Test
    void connectionsOutliveTheirServer() throws IOException {
        Recorder client = new Recorder();
        try (EventLoop loop = new EventLoop("outlive")) {
            WebSocketServer server = echoServer(loop, 0);
            URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort());
            loop.connect(new ConnectRequest(uri, Map.of(), Limits.DEFAULT), client);
            client.connection();

            server.close();

            client.connection().sendText(new byte[] {'a'}, 0, 1, Lane.DATA);
            client.connection().flush();
            assertThat(client.text()).isEqualTo("a");
            Recorder late = new Recorder();
            loop.connect(new ConnectRequest(uri, Map.of(), Limits.DEFAULT), late);
            assertThat(late.closing().reason()).isEqualTo("Connection refused");
        }
    }

    @Test
    void aServerCanBeClosedAfterItsLoopAndOnItsLoop() throws Exception {
        EventLoop loop = new EventLoop("order");
        WebSocketServer first = echoServer(loop, 0);
        WebSocketServer second = echoServer(loop, 0);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.execute(() -> {
            first.close();
            closed.complete(null);
        });
        Recorder.get(closed);

        loop.close();
        second.close();

        try (EventLoop other = new EventLoop("order")) {
            echoServer(other, first.address().getPort()).close();
            echoServer(other, second.address().getPort()).close();
        }
    }

    @Test
    void aLoopCanBeClosedOnItsOwnThread() {
        EventLoop loop = new EventLoop("self-closing");

        loop.execute(loop::close);

        await().until(() -> threads("self-closing") == 0);
        loop.close();
        loop.close();
    }

    @Test
    void tasksRunImmediatelyAfterTheLoopWasClosed() {
        EventLoop loop = new EventLoop("ended");
        loop.close();
        List<Thread> ran = new ArrayList<>();

        loop.execute(() -> ran.add(Thread.currentThread()));
        loop.schedule(Duration.ZERO, () -> ran.add(Thread.currentThread())).cancel();

        assertThat(ran).containsExactly(Thread.currentThread());
        assertThatThrownBy(() -> echoServer(loop, 0)).isInstanceOf(IOException.class);
    }

    @Test
    void tasksSubmittedWhileTheLoopIsClosedAllRun() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            EventLoop loop = new EventLoop("ending");
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch started = new CountDownLatch(1);
            Thread giver = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    loop.execute(ran::incrementAndGet);
                    started.countDown();
                }
            });
            giver.start();
            assertThat(started.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();

            loop.close();
            giver.join();

            assertThat(ran).hasValue(1000);
        }
    }

    @Test
    void tasksThatSomethingWaitsForRunWhenTheLoopIsClosed() {
        EventLoop loop = new EventLoop("until-close");
        List<String> ran = new CopyOnWriteArrayList<>();
        loop.scheduleUntilClose(Duration.ofDays(1), () -> ran.add("pending"));
        loop.scheduleUntilClose(Duration.ofDays(1), () -> ran.add("cancelled")).cancel();
        loop.schedule(Duration.ofDays(1), () -> ran.add("never"));

        loop.close();
        assertThat(ran).containsExactly("pending");

        loop.scheduleUntilClose(Duration.ofDays(1), () -> ran.add("after the end"));
        assertThat(ran).containsExactly("pending", "after the end");
    }

    @Test
    void aLookupThatFailsInAnyWayEndsTheAttempt() {
        Recorder client = new Recorder();
        try (EventLoop loop = new EventLoop("lookup", SharedLimits.ofProcess(), host -> {
            throw new NoClassDefFoundError("on purpose");
        })) {
            loop.connect(new ConnectRequest(URI.create("ws://nowhere.test:1"), Map.of(), Limits.DEFAULT), client);
            assertThat(client.closing().reason()).contains("nowhere.test");
        }
    }

    @Test
    void timersRunInOrderUnlessTheyAreCancelled() {
        try (EventLoop loop = new EventLoop("timers")) {
            List<String> ran = new ArrayList<>();
            CompletableFuture<Void> last = new CompletableFuture<>();
            long now = System.nanoTime();

            loop.execute(() -> {
                loop.scheduleAt(now + 60_000_000, () -> last.complete(null));
                loop.scheduleAt(now + 30_000_000, () -> ran.add("second"));
                EventLoop.Timer cancelled = loop.scheduleAt(now + 20_000_000, () -> ran.add("cancelled"));
                loop.scheduleAt(now + 10_000_000, () -> {
                    ran.add("first");
                    cancelled.cancel();
                });
                loop.schedule(Duration.ofDays(1), () -> ran.add("never"));
            });

            Recorder.get(last);
            assertThat(ran).containsExactly("first", "second");
        }
    }

    @Test
    void cancelledTimersAreRemoved() throws Exception {
        CompletableFuture<List<Integer>> sizes = new CompletableFuture<>();
        List<String> ran = new CopyOnWriteArrayList<>();
        try (EventLoop loop = new EventLoop("cancelled")) {
            loop.execute(() -> {
                List<Integer> seen = new ArrayList<>();
                loop.scheduleUntilClose(Duration.ofDays(1), () -> ran.add("kept"));
                for (int i = 0; i < 10_000; i++) {
                    EventLoop.Timer timer = loop.schedule(Duration.ofHours(1), () -> ran.add("cancelled"));
                    timer.cancel();
                    timer.cancel();
                    seen.add(loop.timers());
                }
                sizes.complete(seen);
            });
            assertThat(sizes.get(20, TimeUnit.SECONDS))
                    .allSatisfy(size -> assertThat(size).isLessThan(200));
        }
        assertThat(ran).containsExactly("kept");
    }

    @Test
    void timersThatAreCancelledByOtherThreadsAreRemoved() throws Exception {
        try (EventLoop loop = new EventLoop("cancelled")) {
            List<EventLoop.Timer> timers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                timers.add(loop.schedule(Duration.ofHours(1), () -> {}));
            }
            timers.subList(0, 900).forEach(EventLoop.Timer::cancel);
            CompletableFuture<Integer> size = new CompletableFuture<>();
            loop.schedule(Duration.ZERO, () -> size.complete(loop.timers()));
            assertThat(size.get(20, TimeUnit.SECONDS)).isLessThan(200);
        }
    }

    @Test
    void aFailingTaskOrTimerDoesNotStopTheLoop() {
        try (EventLoop loop = new EventLoop("failing")) {
            CompletableFuture<Boolean> after = new CompletableFuture<>();

            loop.execute(() -> {
                throw new IllegalStateException("task");
            });
            loop.schedule(Duration.ZERO, () -> {
                throw new StackOverflowError("timer");
            });
            loop.schedule(Duration.ofMillis(20), () -> after.complete(EventLoop.current() == loop));

            assertThat(Recorder.get(after)).isTrue();
            assertThat(EventLoop.current()).isNull();
        }
    }

    @Test
    void connectionsAreDistributedOverTheLoops() throws IOException {
        try (EventLoop one = new EventLoop("spread-1");
                EventLoop two = new EventLoop("spread-2");
                EventLoop clients = new EventLoop("spread-c")) {
            List<EventLoop> seen = new CopyOnWriteArrayList<>();
            WebSocketServer server =
                    WebSocketServer.listen(List.of(one, two), new InetSocketAddress("127.0.0.1", 0), request -> {
                        seen.add(Objects.requireNonNull(EventLoop.current()));
                        return CompletableFuture.completedFuture(
                                new UpgradeDecision.Accept(new EchoTest.Echo(), Limits.DEFAULT));
                    });
            for (int i = 0; i < 4; i++) {
                Recorder client = new Recorder();
                clients.connect(
                        new ConnectRequest(
                                URI.create("ws://127.0.0.1:" + server.address().getPort()), Map.of(), Limits.DEFAULT),
                        client);
                client.connection();
            }

            assertThat(seen).containsExactlyInAnyOrder(one, one, two, two);
        }
    }
}
