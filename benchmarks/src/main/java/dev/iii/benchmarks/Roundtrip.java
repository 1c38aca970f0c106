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
 * Measures calls through an engine. A worker sends a small order, and another worker in the same process returns it. The
 * programs in {@code peers/} do the same work with the official SDKs. This class uses the typed API.
 */
final class Roundtrip {

    /** The payload and the result of a call, about 200 bytes of JSON. */
    record Order(String sku, int quantity, double price, List<String> tags, String note) {}

    private static final Order ORDER = new Order("sku-000123", 3, 19.99, List.of("a", "b", "c"), "x".repeat(100));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    /** The number of sequential calls before the measurement, about as many as the peers make. */
    private static final int WARM_UP = 500;
    /** The number of parallel calls while the JVM still compiles. Their rate is printed as {@code cold_per_s}. */
    private static final int WARM_UP_PARALLEL = 100_000;

    private final String url;
    private final int sequential;
    private final int parallel;
    private final int window;
    private final boolean blocking;
    private final String function;
    /** The number of calls without a result. Engine 0.23 drops about one in 30 000 results of a fast worker. */
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
                throw new IllegalArgumentException("unknown option '" + arg + "'");
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
            // The exception below reports it.
        }
        throw new IllegalArgumentException(name + " is '" + args.get(index) + "'; it must be an integer of at least 1");
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
        for (int retries = 0; ; retries++) {
            try {
                Order echo = caller.trigger(function, ORDER, Order.class);
                if (!ORDER.equals(echo)) {
                    throw new IllegalStateException("the result differs from the payload: " + echo);
                }
                return;
            } catch (FunctionNotFoundException | CallTimeoutException e) {
                if (retries == 1000) {
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
            throw new IllegalStateException("some calls were not completed within 10 minutes");
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

    /** Returns the peak memory of this process in RAM, in MiB. Returns 0 on systems other than Linux. */
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
