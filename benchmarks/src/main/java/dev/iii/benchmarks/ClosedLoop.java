package dev.iii.benchmarks;

import dev.iii.sdk.error.CallTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a constant number of calls in flight. A call that ends starts the next one.
 *
 * <p>A call that times out counts as lost. It is not repeated, so its place is empty for the time of the timeout.
 */
final class ClosedLoop {

    private static final long PATIENCE_MINUTES = 20;

    /** The calls, of which one is made for each number. The stage completes with the result. */
    interface Calls extends IntFunction<CompletionStage<?>> {}

    /**
     * The measurement of one loop.
     *
     * @param results the number of calls that had a result
     * @param lost the number of calls that timed out
     * @param perSecond results per second from the first call to the last result. The timeouts of calls that were lost
     *     after it are not part of this time
     * @param cpuMicros processor time of this process per result
     * @param latencies the times of the calls that had a result
     */
    record Result(int results, int lost, double perSecond, double cpuMicros, Latencies latencies) {}

    private final int calls;
    private final BooleanSupplier stopped;
    private final double[] micros;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger results = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile long lastResultNanos;

    private ClosedLoop(int calls, BooleanSupplier stopped, boolean latencies) {
        this.calls = calls;
        this.stopped = stopped;
        this.micros = new double[latencies ? calls : 0];
        Arrays.fill(micros, Double.NaN);
    }

    /** Makes a number of calls with futures. */
    static Result run(int calls, int inFlight, Calls call) throws InterruptedException {
        return new ClosedLoop(calls, () -> false, true).measure(inFlight, call);
    }

    /** Makes calls with futures until {@code stopped} returns {@code true}, and does not record their times. */
    static Result runUntil(BooleanSupplier stopped, int inFlight, Calls call) throws InterruptedException {
        return new ClosedLoop(Integer.MAX_VALUE, stopped, false).measure(inFlight, call);
    }

    /** Makes a number of calls with one blocked thread for each call in flight. */
    static Result runBlocking(int calls, int inFlight, Runnable call) throws InterruptedException {
        return new ClosedLoop(calls, () -> false, true).measureBlocking(inFlight, call);
    }

    private Result measure(int inFlight, Calls call) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(inFlight);
        long cpu = ProcessUsage.cpuNanos();
        long start = System.nanoTime();
        lastResultNanos = start;
        for (int i = 0; i < inFlight; i++) {
            next(call, ended);
        }
        if (!ended.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("some calls have not ended within " + PATIENCE_MINUTES + " minutes");
        }
        return result(start, cpu);
    }

    private void next(Calls call, CountDownLatch ended) {
        int index = started.getAndIncrement();
        if (index < 0 || index >= calls || stopped.getAsBoolean()) {
            ended.countDown();
            return;
        }
        long before = System.nanoTime();
        CompletionStage<?> stage;
        try {
            stage = call.apply(index);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            ended.countDown();
            return;
        }
        var unused = stage.whenComplete((result, problem) -> {
            if (count(index, before, problem)) {
                next(call, ended);
            } else {
                ended.countDown();
            }
        });
    }

    private Result measureBlocking(int inFlight, Runnable call) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long cpu = ProcessUsage.cpuNanos();
        long start = System.nanoTime();
        lastResultNanos = start;
        for (int i = 0; i < inFlight; i++) {
            Thread thread = new Thread(() -> callInTurn(call), "bench-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return result(start, cpu);
    }

    private void callInTurn(Runnable call) {
        boolean goOn = true;
        int index;
        while (goOn && (index = started.getAndIncrement()) < calls) {
            long before = System.nanoTime();
            Throwable problem = null;
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                problem = e;
            }
            goOn = count(index, before, problem);
        }
    }

    /** Returns {@code false} if the loop must end because of a failure. */
    private boolean count(int index, long before, @Nullable Throwable problem) {
        if (problem == null) {
            long now = System.nanoTime();
            if (index < micros.length) {
                micros[index] = (now - before) / 1e3;
            }
            results.incrementAndGet();
            lastResultNanos = now;
            return true;
        }
        if (isLost(problem)) {
            lost.incrementAndGet();
            return true;
        }
        failure.compareAndSet(null, problem);
        return false;
    }

    private static boolean isLost(Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        return cause instanceof CallTimeoutException || cause instanceof TimeoutException;
    }

    private Result result(long start, long cpu) {
        Throwable problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("a call failed", problem);
        }
        int completed = results.get();
        return new Result(
                completed,
                lost.get(),
                completed / ((lastResultNanos - start) / 1e9),
                (ProcessUsage.cpuNanos() - cpu) / 1e3 / completed,
                Latencies.of(micros));
    }
}
