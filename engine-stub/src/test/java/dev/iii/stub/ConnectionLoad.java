package dev.iii.stub;

import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Measures the cost of many connections:
 * {@code java -cp TEST_CLASSPATH dev.iii.stub.ConnectionLoad [CONNECTIONS [FUNCTIONS]]}. The engine runs in a separate
 * process with a heap of 1 GiB. Each process needs a file descriptor for each connection ({@code ulimit -n}). Prints
 * the heap of the engine and the calls per second, without and with the connections. Fails if the heap does not shrink
 * to its first size after the connections are closed.
 */
public final class ConnectionLoad {

    private static final int CONNECTING = 200;
    private static final int ECHO_CALLS = 100_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int SLACK_MIB = 10;

    private ConnectionLoad() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("engine")) {
            engine();
            return;
        }
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int functions = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        Process engine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConnectionLoad.class.getName(),
                        "engine")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(engine.getInputStream(), StandardCharsets.US_ASCII))) {
            URI url = URI.create(said.readLine());
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                echo(url, "warm-up");
            }
            echo(url, "alone");
            int empty = heap(engine, said, "empty");
            EventLoop loop = new EventLoop("test-connections");
            arrive(loop, url, connections, functions);
            heap(engine, said, connections + " connections and " + functions + " functions");
            echo(url, "with all connections");
            loop.close();
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (heap(engine, said, "after closing the connections") > empty + SLACK_MIB) {
                if (System.nanoTime() > patience) {
                    throw new IllegalStateException("the heap is still larger than before the connections");
                }
            }
        } finally {
            engine.destroy();
        }
    }

    private static void engine() throws IOException {
        try (EngineStub stub = EngineStub.start();
                BufferedReader asked =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println(stub.workerUrl());
            while (asked.readLine() != null) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.println((runtime.totalMemory() - runtime.freeMemory()) >> 20);
            }
        }
    }

    private static int heap(Process engine, BufferedReader said, String when) throws IOException {
        engine.getOutputStream().write('\n');
        engine.getOutputStream().flush();
        int mebibytes = Integer.parseInt(said.readLine());
        System.out.println("heap " + mebibytes + " MiB: " + when);
        return mebibytes;
    }

    private static void echo(URI url, String when) {
        long begin = System.nanoTime();
        try (EchoRun run = new EchoRun(url, "echo", ECHO_CALLS)) {
            run.answered().orTimeout(120, TimeUnit.SECONDS).join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println("calls " + Math.round(ECHO_CALLS / seconds) + " per second: " + when);
    }

    private static void arrive(EventLoop loop, URI url, int connections, int functions) throws Exception {
        Semaphore room = new Semaphore(CONNECTING);
        CountDownLatch settled = new CountDownLatch(connections);
        CompletableFuture<Closing> lost = new CompletableFuture<>();
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            if (!room.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "only " + (i - CONNECTING) + " clients are connected: " + lost.getNow(null));
            }
            int share = functions / connections + (i < functions % connections ? 1 : 0);
            loop.connect(new ConnectRequest(url, Map.of(), Limits.DEFAULT), new Idler(i, share, room, settled, lost));
        }
        if (!settled.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(settled.getCount() + " clients are not registered: " + lost.getNow(null));
        }
        System.out.println("all clients registered in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    /** Announces itself and registers its share of the functions. */
    private record Idler(
            int number, int functions, Semaphore room, CountDownLatch settled, CompletableFuture<Closing> lost)
            implements ConnectionListener {

        @Override
        public void onOpen(Connection connection) {
            send(
                    connection,
                    "{\"type\":\"invokefunction\",\"function_id\":\"engine::workers::register\",\"data\":{\"name\":\"w"
                            + number + "\",\"runtime\":\"java\"},\"action\":{\"type\":\"void\"}}");
            for (int i = 0; i < functions; i++) {
                send(
                        connection,
                        "{\"type\":\"registerfunction\",\"id\":\"load::" + number + "::" + i
                                + "\",\"description\":\"One of many\",\"request_format\":{\"type\":\"object\"}}");
            }
            send(connection, "{\"type\":\"ping\"}");
        }

        private static void send(Connection connection, String frame) {
            byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
            connection.sendText(bytes, 0, bytes.length, Lane.DATA);
            connection.flush();
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            if (new String(utf8, StandardCharsets.US_ASCII).contains("\"pong\"")) {
                room.release();
                settled.countDown();
            }
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            connection.abort("a binary message");
        }

        @Override
        public void onClosed(Closing closing) {
            lost.complete(closing);
        }
    }
}
