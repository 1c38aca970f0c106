package dev.iii.sdk.internal.runtime;

import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.internal.check.Arguments;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for futures of the SDK and throws its exceptions. */
public final class FutureWait {

    private FutureWait() {}

    /**
     * Waits for a future.
     *
     * @param onTimeout creates the message of the exception
     * @throws CallTimeoutException if the future does not complete in time; nothing was called
     */
    public static void await(CompletableFuture<Void> future, Duration timeout, Supplier<String> onTimeout) {
        long nanos = Arguments.positive(timeout, "timeout").toNanos();
        try {
            future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IiiException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new CallTimeoutException(onTimeout.get(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallCancelledException("the thread was interrupted while it waited for the engine", e, false);
        }
    }
}
