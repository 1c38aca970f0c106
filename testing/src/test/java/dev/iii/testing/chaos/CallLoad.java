package dev.iii.testing.chaos;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls on a separate thread and records the result of each. {@link #IN_FLIGHT} calls wait at the same time. The load
 * pauses when it has made the permitted number of calls.
 */
final class CallLoad implements AutoCloseable {

    /** The maximum number of calls that wait for a result at the same time. */
    static final int IN_FLIGHT = 128;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IMPATIENT_TIMEOUT = Duration.ofMillis(250);
    private static final Duration IDEMPOTENT_TIMEOUT = Duration.ofSeconds(20);
    private static final RetryPolicy RETRIES = new RetryPolicy(
            100, Duration.ofSeconds(1), Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(200)));

    private final Worker caller;
    private final int workers;
    private final Random random;
    private final CallRecords records;
    private final Semaphore slots = new Semaphore(IN_FLIGHT);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "chaos-load");
    private final Object monitor = new Object();
    private int permitted;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger timeouts = new AtomicInteger();

    CallLoad(Worker caller, int workers, long seed, CallRecords records) {
        this.caller = caller;
        this.workers = workers;
        this.random = new Random(seed);
        this.records = records;
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how many calls have been made. */
    int made() {
        return made.get();
    }

    /** Returns how many timeouts have expired. */
    int timeouts() {
        return timeouts.get();
    }

    /** Permits calls up to this number in total. */
    void permit(int total) {
        synchronized (monitor) {
            permitted = Math.min(Math.max(permitted, total), records.capacity());
            monitor.notifyAll();
        }
    }

    /** Returns {@code true} if all permitted calls have been made. */
    boolean isPaused() {
        synchronized (monitor) {
            return made.get() == permitted;
        }
    }

    /** Waits until every call that was made has ended. Requires that the load is paused. */
    boolean awaitEnd(Duration time) throws InterruptedException {
        if (!slots.tryAcquire(IN_FLIGHT, time.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        slots.release(IN_FLIGHT);
        return true;
    }

    @Override
    public void close() {
        closed.set(true);
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed.get()) {
                awaitPermission();
                slots.acquire();
                call(made.get());
                made.incrementAndGet();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void awaitPermission() throws InterruptedException {
        synchronized (monitor) {
            while (made.get() == permitted) {
                monitor.wait();
            }
        }
    }

    private CallKind kind() {
        int share = random.nextInt(10);
        if (share < 5) {
            return CallKind.PLAIN;
        }
        if (share < 7) {
            return CallKind.IDEMPOTENT;
        }
        return share == 7 ? CallKind.IMPATIENT : share == 8 ? CallKind.FAILING : CallKind.RELAYED;
    }

    private void call(int number) {
        CallKind kind = kind();
        Call call = Call.to(kind.function(random.nextInt(workers)), (long) number);
        call = switch (kind) {
            case IDEMPOTENT -> call.timeout(IDEMPOTENT_TIMEOUT).idempotent(RETRIES);
            case IMPATIENT -> call.timeout(IMPATIENT_TIMEOUT);
            case PLAIN, FAILING, RELAYED -> call.timeout(TIMEOUT);
        };
        records.made(number, kind);
        CompletableFuture<Long> unused = caller.triggerAsync(call, Long.class).whenComplete((result, failure) -> {
            CallResult how = result(number, kind, result, failure);
            records.ended(number, how, failure);
            if (how == CallResult.UNKNOWN_AFTER_TIMEOUT) {
                timeouts.incrementAndGet();
            }
            slots.release();
        });
    }

    private static CallResult result(int number, CallKind kind, @Nullable Long result, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            boolean right = kind != CallKind.FAILING && result != null && result == number;
            return right ? CallResult.RETURNED : CallResult.WRONG;
        }
        if (cause instanceof FunctionException error) {
            boolean right = kind == CallKind.FAILING
                    ? error.code().equals(CallKind.code(number))
                    : kind == CallKind.RELAYED && error.code().equals(CallKind.RELAY_FAILED);
            return right ? CallResult.FAILED : CallResult.WRONG;
        }
        if (cause instanceof CallException error) {
            if (!error.mayHaveRun()) {
                return CallResult.NOT_RUN;
            }
            return error instanceof CallTimeoutException ? CallResult.UNKNOWN_AFTER_TIMEOUT : CallResult.UNKNOWN;
        }
        return CallResult.WRONG;
    }
}
