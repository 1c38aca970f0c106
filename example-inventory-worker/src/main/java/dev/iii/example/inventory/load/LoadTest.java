package dev.iii.example.inventory.load;

import dev.iii.example.inventory.app.Alerts;
import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.app.InventoryWorker.Settings;
import dev.iii.example.inventory.app.InventoryWorker.Sold;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets many buyers sell one item at the same time, and compares the answers with the event log and the view. Each buyer
 * repeats a sale without an answer with the same command id. Used by one thread.
 */
public final class LoadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PROGRESS_SECONDS = 1;
    private static final int MAX_REPETITIONS = 5;
    private static final double MEDIAN = 0.5;
    private static final double SLOWEST_OF_HUNDRED = 0.99;
    private static final int MAX_PER_ADD = 1_000_000;

    private final LoadOptions options;
    private final Worker customer;
    private final PrintStream out;
    private final String sku = "LOAD-" + UUID.randomUUID().toString().substring(0, 8);
    private final Set<String> sold = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long[] nanos;

    private LoadTest(LoadOptions options, Worker customer, PrintStream out) {
        this.options = options;
        this.customer = customer;
        this.out = out;
        this.nanos = new long[options.attempts()];
    }

    /**
     * Runs a load test. A worker of this program runs the inventory, unless another one on the engine already does.
     *
     * @param url the address of the engine
     * @return {@code true} if the sales agree with the log and the view
     * @throws dev.iii.sdk.error.IiiException if the engine is not available
     */
    public static boolean run(LoadOptions options, String url, PrintStream out) throws InterruptedException {
        try (Worker worker = Iii.registerWorker(
                        url, WorkerOptions.builder().standby(true).build());
                Worker customer = Iii.registerWorker(
                        url,
                        WorkerOptions.builder()
                                .fixedName(worker.name() + "-buyers")
                                .build())) {
            InventoryWorker inventory = InventoryWorker.start(worker, Settings.of(Alerts::warn, null));
            worker.awaitReady(PATIENCE);
            customer.awaitReady(PATIENCE);
            out.println(inventory.isOpen() ? "This program runs the inventory." : "Another worker runs the inventory.");
            return new LoadTest(options, customer, out).run();
        }
    }

    private boolean run() throws InterruptedException {
        customer.trigger(
                "cmd::add-inventory-item",
                Map.of(
                        "sku",
                        sku,
                        "name",
                        "Load test",
                        "quantity",
                        Math.min(options.stock(), MAX_PER_ADD),
                        "priceCents",
                        100));
        out.println(options.buyers() + " buyers, " + options.attempts() + " attempts, " + options.stock() + " units of "
                + sku);
        long begin = System.nanoTime();
        buyAll();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Throwable failed = failure.get();
        if (failed != null) {
            out.println("A buyer has failed: " + failed);
            return false;
        }
        Arrays.sort(nanos);
        out.println(String.format(
                Locale.ROOT,
                "%d sold, %d refused, %d unknown in %.2f s: %.0f sales/s, %.0f commands/s, p50 %.1f ms, p99 %.1f ms",
                sold.size(),
                refused.get(),
                unknown.get(),
                seconds,
                sold.size() / seconds,
                options.attempts() / seconds,
                percentile(MEDIAN),
                percentile(SLOWEST_OF_HUNDRED)));
        return new Books(customer, sku, out).agree(options.stock(), sold, unknown.get());
    }

    private double percentile(double part) {
        return nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * part))] / 1e6;
    }

    private void buyAll() throws InterruptedException {
        ExecutorService buyers = Executors.newFixedThreadPool(options.buyers());
        CountDownLatch running = new CountDownLatch(options.buyers());
        try {
            for (int i = 0; i < options.buyers(); i++) {
                buyers.execute(() -> {
                    try {
                        buy();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        running.countDown();
                    }
                });
            }
            while (!running.await(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
                out.println("  " + Math.min(started.get(), options.attempts()) + " attempts, " + sold.size() + " sold");
            }
        } finally {
            buyers.shutdownNow();
        }
    }

    private void buy() {
        for (int i = started.getAndIncrement(); i < options.attempts(); i = started.getAndIncrement()) {
            long begin = System.nanoTime();
            buyOne(UUID.randomUUID().toString());
            nanos[i] = System.nanoTime() - begin;
        }
    }

    private void buyOne(String commandId) {
        Map<String, Object> sale = Map.of("sku", sku, "quantity", 1, "commandId", commandId);
        for (int i = 0; i < MAX_REPETITIONS; i++) {
            try {
                Sold answer = Objects.requireNonNull(customer.trigger("cmd::sell-item", sale, Sold.class));
                sold.add(answer.eventId());
                return;
            } catch (FunctionException e) {
                if (e.code().equals("not_enough_stock")) {
                    refused.incrementAndGet();
                    return;
                }
                if (!Set.of("busy", "engine_unavailable", "outcome_unknown").contains(e.code())) {
                    throw e;
                }
            } catch (CallException e) {
                // The sale may have been executed. Repeating it with the same command id is safe.
            }
        }
        unknown.incrementAndGet();
    }

    /** Returns the field of an answer as a number. */
    static long number(Json answer, String field) {
        Json value = answer.field(field);
        return value.isNull() ? 0 : Objects.requireNonNullElse(value.as(Long.class), 0L);
    }
}
