package dev.iii.sdk.internal.interception;

import dev.iii.protocol.Action;
import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.CallKind;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One call with the interceptors around it. Thread-safe. */
final class InterceptedCall {

    private final Worker worker;
    private final Caller caller;
    private final List<CallInterceptor> interceptors;
    private final CallKind kind;
    private final @Nullable Action action;
    private final boolean blocking;
    private final AtomicInteger attempts = new AtomicInteger();
    /** The futures of the call, which the interceptors may have made several times. */
    private final Queue<CompletableFuture<Json>> made = new ConcurrentLinkedQueue<>();
    /** The number of blocking calls of interceptors that run, or after which the function may have run. */
    private final AtomicInteger mayHaveRun = new AtomicInteger();
    /** The caller has cancelled the future of the call, or was interrupted while it waited. */
    private volatile boolean cancelled;
    /** The exception with which the call was refused before anything was sent. */
    private volatile @Nullable Throwable refusal;

    InterceptedCall(
            Worker worker,
            Caller caller,
            List<CallInterceptor> interceptors,
            CallKind kind,
            @Nullable Action action,
            boolean blocking) {
        this.worker = worker;
        this.caller = caller;
        this.interceptors = interceptors;
        this.kind = kind;
        this.action = action;
        this.blocking = blocking;
    }

    /** Runs the interceptors and waits for the outcome. Throws the exception with which the call has failed. */
    Json await(Call call) {
        CompletableFuture<Json> outcome = new Step(0).proceed(call).toCompletableFuture();
        if (!outcome.isDone()) {
            // An interceptor returned a stage other than that of the call.
            outcome = counted(outcome);
        }
        try {
            Json result = outcome.get();
            return result == null ? Json.NULL : result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            outcome.cancel(false);
            throw new CallCancelledException(
                    "interrupted while an interceptor of the call of " + call.functionId()
                            + " was waited for; the function may have run",
                    e);
        } catch (ExecutionException e) {
            throw thrown(failure(e, call), call);
        }
    }

    /**
     * Returns the failure of the call. It says that the function may have run if a call of an interceptor may have run it: the
     * failure can be that of another call that an interceptor has made, or of a repetition.
     */
    Throwable failure(Throwable failed, Call call) {
        Throwable failure = Causes.root(failed);
        if (!(failure instanceof CallException e) || e.mayHaveRun() || !mayHaveRun()) {
            return failure;
        }
        return new OutcomeUnknownException(
                call.functionId() + " may have run, but an interceptor has failed: " + e.getMessage(), e);
    }

    private boolean mayHaveRun() {
        return mayHaveRun.get() > 0
                || made.stream().anyMatch(future -> {
                    Throwable failed = future.isCompletedExceptionally() ? failureOf(future) : null;
                    return !(failed instanceof CallException e) || e.mayHaveRun();
                });
    }

    private CompletableFuture<Json> counted(CompletableFuture<Json> outcome) {
        CompletableFuture<Json> future = caller.futureOf(null);
        var unused = outcome.whenComplete((result, failure) -> {
            if (failure == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    /**
     * Runs the interceptors.
     *
     * @return the outcome
     * @throws RuntimeException if the call was refused before anything was sent, as an asynchronous call throws it without
     *     interceptors
     */
    CompletableFuture<Json> start(Call call) {
        CompletableFuture<Json> outcome = new Step(0).proceed(call).toCompletableFuture();
        Throwable refused = refusal;
        if (refused != null && outcome.isCompletedExceptionally() && failureOf(outcome) == refused) {
            throw thrown(refused, call);
        }
        return outcome;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> failed) {
        try {
            var unused = failed.join();
            return null;
        } catch (RuntimeException e) {
            return Causes.root(e);
        }
    }

    private static RuntimeException thrown(Throwable failure, Call call) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(
                        "an interceptor of the call of " + call.functionId() + " has failed", failure);
    }

    /** Returns the future of the call that an interceptor has made first; {@code null} if there is none yet. */
    @Nullable
    CompletableFuture<Json> made() {
        return made.peek();
    }

    /** Abandons the call. An interceptor may pass it on later. */
    void cancel() {
        cancelled = true;
        made.forEach(future -> future.cancel(false));
    }

    private CompletionStage<Json> make(Call call) {
        if (cancelled) {
            throw new CancellationException(
                    call.functionId() + " was not called: the call was cancelled before proceed was called");
        }
        try {
            if (blocking) {
                return CompletableFuture.completedFuture(makeBlocking(call));
            }
            CompletableFuture<Json> future = caller.jsonAsync(call, action, attempts);
            made.add(future);
            if (cancelled) {
                // It was cancelled meanwhile, by another thread.
                future.cancel(false);
            }
            return future;
        } catch (RuntimeException | Error e) {
            refusal = e;
            throw e;
        }
    }

    private Json makeBlocking(Call call) {
        mayHaveRun.incrementAndGet();
        try {
            return caller.json(call, action, attempts);
        } catch (CallException e) {
            if (!e.mayHaveRun()) {
                mayHaveRun.decrementAndGet();
            }
            throw e;
        } catch (InvalidPayloadException e) {
            // The payload cannot be sent.
            mayHaveRun.decrementAndGet();
            throw e;
        }
    }

    /** The call after a number of interceptors. */
    private final class Step implements CallInterceptor.Chain {

        private final int index;

        Step(int index) {
            this.index = index;
        }

        @Override
        public CompletionStage<Json> proceed(Call call) {
            try {
                Arguments.notNull(call, "call");
                return index == interceptors.size() ? make(call) : intercept(call);
            } catch (Throwable e) {
                // Not only exceptions: the other interceptors must see every failure.
                return CompletableFuture.failedFuture(e);
            }
        }

        private CompletionStage<Json> intercept(Call call) {
            CallInterceptor interceptor = interceptors.get(index);
            CompletionStage<Json> stage = interceptor.intercept(call, new Step(index + 1));
            if (stage == null) {
                throw new IllegalStateException("the interceptor "
                        + interceptor.getClass().getName()
                        + " returned null instead of a CompletionStage for the call of "
                        + call.functionId());
            }
            return stage;
        }

        @Override
        public CallKind kind() {
            return kind;
        }

        @Override
        public Optional<String> queue() {
            return action instanceof Action.EnqueueAction enqueue ? Optional.of(enqueue.queue()) : Optional.empty();
        }

        @Override
        public int attempts() {
            return attempts.get();
        }

        @Override
        public Worker worker() {
            return worker;
        }
    }
}
