package dev.iii.sdk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waiting for futures of the SDK, with its exceptions. */
final class Waits {

    private Waits() {}

    static void await(CompletableFuture<Void> future, Duration timeout, Supplier<String> onTimeout) {
        long nanos = Checks.positive(timeout, "timeout").toNanos();
        try {
            future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IiiException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new CallTimeoutException(onTimeout.get(), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallCancelledException("interrupted while waiting", e);
        }
    }
}
