package dev.iii.benchmarks;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Echo of a small order through an engine, from one worker to another in the same process: the same work as {@code
 * peers/} does with the official SDKs, through the typed API.
 */
final class Roundtrip {

    /** What is sent to and fro, some 200 bytes. */
    record Order(String sku, int quantity, double price, List<String> tags, String note) {}

    private static final Order ORDER = new Order("sku-000123", 3, 19.99, List.of("a", "b", "c"), "x".repeat(100));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    /** As the peers do. */
    private static final int WARM_UP = 500;
    /** The time in which the JVM compiles; its rate is told beside the steady one. */
    private static final int WARM_UP_PARALLEL = 100_000;

    private final String url;
    private final int sequential;
    private final int parallel;
    private final int window;
    private final boolean blocking;
    private final String function;
    /** Calls without an answer: the 0.23 engine drops about one result of a fast worker in 30 000. */
    private final AtomicInteger lost = new AtomicInteger();

    private Roundtrip(String url, int sequential, int parallel, int window, boolean blocking) {
        this.url = url;
        this.sequential = sequential;
        this.parallel = parallel;
        this.window = window;
        this.blocking = blocking;
        this.function = "bench::echo-" + ProcessHandle.current().pid();
    }

    static Roundtrip of(String[] args) {
        List<String> rest = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        boolean blocking = rest.remove("--blocking");
        for (String arg : rest) {
            if (arg.startsWith("-")) {
                throw new IllegalArgumentException("the option " + arg + " is not known");
            }
        }
        if (rest.size() > 4) {
            throw new IllegalArgumentException("too many arguments: " + rest.subList(4, rest.size()));
        }
        return new Roundtrip(
                rest.isEmpty() ? "ws://127.0.0.1:49134" : rest.get(0),
                number(rest, 1, "N_SEQ", 3000),
                number(rest, 2, "N_PAR", 30000),
                number(rest, 3, "WINDOW", 64),
                blocking);
    }

    private static int number(List<String> args, int index, String name, int otherwise) {
        if (args.size() <= index) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(args.get(index));
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(name + " is '" + args.get(index) + "'; it must be a whole number from 1 on");
    }

    String run() throws Exception {
        long start = System.nanoTime();
        long pid = ProcessHandle.current().pid();
        try (Worker callee = Iii.registerWorker(url, options("callee-" + pid));
                Worker caller = Iii.registerWorker(url, options("caller-" + pid))) {
            callee.registerFunction(function, Order.class, (order, call) -> order);
            callee.awaitReady(PATIENCE);
            call(caller);
            double firstMillis = (System.nanoTime() - start) / 1e6;
            for (int i = 0; i < WARM_UP; i++) {
                call(caller);
            }
            double[] micros = new double[sequential];
            for (int i = 0; i < sequential; i++) {
                long before = System.nanoTime();
                call(caller);
                micros[i] = (System.nanoTime() - before) / 1e3;
            }
            Arrays.sort(micros);
            long cold = System.nanoTime();
            inParallel(caller, WARM_UP_PARALLEL);
            double coldPerSecond = WARM_UP_PARALLEL / ((System.nanoTime() - cold) / 1e9);
            long cpu = cpuNanos();
            long before = System.nanoTime();
            inParallel(caller, parallel);
            double seconds = (System.nanoTime() - before) / 1e9;
            double cpuMicros = (cpuNanos() - cpu) / 1e3 / parallel;
            return String.format(
                    Locale.ROOT,
                    "{\"sdk\":\"java\",\"first_ms\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"per_s\":%d,\"cpu_us\":%.1f,\"rss_mib\":%d,\"lost\":%d,\"cold_per_s\":%d}",
                    firstMillis,
                    micros[sequential / 2],
                    micros[(int) (sequential * 0.99)],
                    Math.round(parallel / seconds),
                    cpuMicros,
                    peakMiB(),
                    lost.get(),
                    Math.round(coldPerSecond));
        }
    }

    private static WorkerOptions options(String name) {
        return WorkerOptions.builder().name(name).callTimeout(CALL_TIMEOUT).build();
    }

    private void call(Worker caller) {
        for (int tries = 0; ; tries++) {
            try {
                Order back = caller.trigger(function, ORDER, Order.class);
                if (!ORDER.equals(back)) {
                    throw new IllegalStateException("the echo is not what was sent: " + back);
                }
                return;
            } catch (FunctionNotFoundException | CallTimeoutException e) {
                if (tries == 1000) {
                    throw e;
                }
                if (e instanceof CallTimeoutException) {
                    lost.incrementAndGet();
                }
            }
        }
    }

    private void inParallel(Worker caller, int calls) throws Exception {
        if (blocking) {
            inThreads(caller, calls);
        } else {
            inFutures(caller, calls);
        }
    }

    private void inThreads(Worker caller, int calls) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < window; i++) {
            Thread thread = new Thread(
                    () -> {
                        while (left.getAndDecrement() > 0) {
                            call(caller);
                        }
                    },
                    "bench-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void inFutures(Worker caller, int calls) throws Exception {
        AtomicInteger left = new AtomicInteger(calls);
        CountDownLatch done = new CountDownLatch(window);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < window; i++) {
            next(caller, left, done, failure);
        }
        if (!done.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not all calls have ended within 10 minutes");
        }
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a call failed", first);
        }
    }

    private void next(Worker caller, AtomicInteger left, CountDownLatch done, AtomicReference<Throwable> failure) {
        if (left.getAndDecrement() <= 0) {
            done.countDown();
            return;
        }
        CompletableFuture<Order> call = caller.triggerAsync(function, ORDER, Order.class);
        var unused = call.whenComplete((order, problem) -> {
            if (problem instanceof CallTimeoutException) {
                lost.incrementAndGet();
                left.incrementAndGet();
                next(caller, left, done, failure);
            } else if (problem != null) {
                failure.compareAndSet(null, problem);
                done.countDown();
            } else {
                next(caller, left, done, failure);
            }
        });
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Linux only; 0 elsewhere. */
    private static long peakMiB() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
