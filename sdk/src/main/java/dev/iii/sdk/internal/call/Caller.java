package dev.iii.sdk.internal.call;

import dev.iii.protocol.Action;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueCall;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.call.VoidCall;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.runtime.CodePlace;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.ManagedWait;
import dev.iii.sdk.internal.runtime.PlacedTask;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.session.CallCompletion;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.transport.EventLoop;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes calls of other functions, blocking and asynchronous. Thread-safe. */
public final class Caller implements Calls {

    /** Takes the place of the outcome of a call whose future is complete, so that the result is not kept. */
    private static final Outcome SETTLED = new Outcome.Cancelled();

    private final SessionRunner runner;
    private final WorkerThreads threads;
    private final CodePlace completions;
    private final JsonCodec codec;
    private final CallFrames frames;
    private final ConnectionDescription connection;
    private final BiConsumer<Duration, Runnable> delayed;

    /**
     * Creates a caller for one worker.
     *
     * @param completions the place where futures complete
     * @param connection describes the connection in exceptions
     * @param delayed runs a task on a callback thread after a delay; immediately when the worker is closed
     */
    public Caller(
            SessionRunner runner,
            WorkerThreads threads,
            CodePlace completions,
            CallFrames frames,
            ConnectionDescription connection,
            BiConsumer<Duration, Runnable> delayed) {
        this.runner = runner;
        this.threads = threads;
        this.completions = completions;
        this.codec = frames.codec();
        this.frames = frames;
        this.connection = connection;
        this.delayed = delayed;
    }

    /** Writes a value with the codec of the worker, as payloads are written. */
    public Json write(@Nullable Object value) {
        return JsonValue.of(Payloads.write(value, codec, frames.limit().maxPayloadBytes()), codec);
    }

    /** Returns the codec of the worker. */
    public JsonCodec codec() {
        return codec;
    }

    // ---------------------------------------------------------------- the kinds of calls

    @Override
    public Json json(Call call) {
        return JsonValue.of(call(call, null, null), codec);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T read(Call call, Type type) {
        return read(call, call(call, null, null), type);
    }

    @Override
    public EnqueueReceipt enqueue(EnqueueCall call) {
        return receipt(call(call.call(), new Action.EnqueueAction(call.queue()), null));
    }

    @Override
    public void send(VoidCall call) {
        call(call.call(), Action.VOID, null);
    }

    @Override
    public CompletableFuture<Json> jsonAsync(Call call) {
        return callAsync(call, null, raw -> JsonValue.of(raw, codec), null);
    }

    @Override
    public <T> CompletableFuture<T> readAsync(Call call, Type type) {
        return callAsync(call, null, raw -> this.<T>read(call, raw, type), null);
    }

    @Override
    public CompletableFuture<Void> doneAsync(Call call) {
        return callAsync(call, null, raw -> null, null);
    }

    @Override
    public CompletableFuture<EnqueueReceipt> enqueueAsync(EnqueueCall call) {
        return callAsync(call.call(), new Action.EnqueueAction(call.queue()), this::receipt, null);
    }

    @Override
    public CompletableFuture<Void> sendAsync(VoidCall call) {
        return callAsync(call.call(), Action.VOID, raw -> null, null);
    }

    // ---------------------------------------------------------------- for interceptors

    /**
     * Makes a call of any kind and waits for its result.
     *
     * @param attempts is incremented for each attempt
     */
    public Json json(Call call, @Nullable Action action, AtomicInteger attempts) {
        return JsonValue.of(call(call, action, attempts), codec);
    }

    /**
     * Makes a call of any kind; the future completes with the result.
     *
     * @param attempts is incremented for each attempt
     */
    public CompletableFuture<Json> jsonAsync(Call call, @Nullable Action action, AtomicInteger attempts) {
        return callAsync(call, action, raw -> JsonValue.of(raw, codec), attempts);
    }

    /**
     * Returns an incomplete future. Waiting for it is treated like waiting for a call.
     *
     * @param call the future of the call that completes it; {@code null} if there is none yet
     */
    public <T> CompletableFuture<T> futureOf(@Nullable CompletableFuture<?> call) {
        CallFuture<T> future = new CallFuture<>(threads, connection);
        if (call instanceof CallFuture<?> made) {
            future.completedBy(made.completion());
        }
        return future;
    }

    /** Reads the result of a call as a Java type. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T read(Call call, Json result, Type type) {
        return read(call, JsonValue.raw(result), type);
    }

    /** Reads the result of an enqueued call. */
    public EnqueueReceipt receipt(Json result) {
        String id = result.field("messageReceiptId").as(String.class);
        return new EnqueueReceipt(id == null ? "" : id);
    }

    // ---------------------------------------------------------------- results

    /** @throws InvalidPayloadException if the result does not fit; the message names the function and the type */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> @Nullable T read(Call call, RawJson result, Type type) {
        try {
            return Payloads.read(result, type, codec);
        } catch (InvalidPayloadException e) {
            // The problem of the whole value says what was expected.
            String mismatch = e.path().isEmpty() ? "" : " does not fit " + StandardCodec.simpleName(type);
            throw e.about("the result of " + call.functionId() + mismatch);
        }
    }

    private EnqueueReceipt receipt(RawJson result) {
        return receipt(JsonValue.of(result, codec));
    }

    // ---------------------------------------------------------------- blocking

    /** Calls and waits. The result is JSON null for a call without a reply. */
    private RawJson call(Call call, @Nullable Action action, @Nullable AtomicInteger counter) {
        if (EventLoop.isLoopCode()) {
            throw new IllegalStateException(
                    "a blocking call of " + call.functionId() + " is not allowed on the I/O thread; use triggerAsync");
        }
        connection.requireMayWait(call.functionId(), "was called");
        RetryPolicy policy = call.retryPolicy().orElse(null);
        if (policy == null) {
            count(counter);
            return callOnce(call, action);
        }
        Attempts attempts = attempts(call, policy, counter);
        while (true) {
            try {
                return callOnce(attempts.next(runner.now()), action);
            } catch (CallException e) {
                Duration delay = attempts.after(e, runner.now());
                if (delay == null) {
                    throw attempts.failure(e);
                }
                pause(delay);
            }
        }
    }

    /** Payload and metadata are written once, so that every attempt sends the same bytes. */
    private Attempts attempts(Call call, RetryPolicy policy, @Nullable AtomicInteger counter) {
        Call written = call.payload(JsonValue.of(frames.write(call, call.payload()), codec));
        Object metadata = call.metadata();
        if (metadata != null) {
            written = written.metadata(JsonValue.of(frames.write(call, metadata), codec));
        }
        return new Attempts(written, policy, frames.timeout(call), runner.now(), counter);
    }

    private static void count(@Nullable AtomicInteger counter) {
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    private void pause(Duration delay) {
        HandlerThreads counted = threads.beginWait();
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallCancelledException(
                    "the thread was interrupted between two attempts of a call; the function may have run", e);
        } finally {
            if (counted != null) {
                counted.endWait();
            }
        }
    }

    private RawJson callOnce(Call call, @Nullable Action action) {
        BlockedCaller blocked = new BlockedCaller();
        PendingCall pending = frames.pending(call, action, blocked, runner.now());
        runner.on(new Input.Trigger(pending));
        Outcome outcome;
        HandlerThreads counted = blocked.isDone() ? null : beginWait(pending);
        try {
            outcome = blocked.await(pending.deadlineNanos(), () -> runner.on(new Input.Cancel(pending)));
        } finally {
            if (counted != null) {
                counted.endWait();
            }
        }
        return resultOf(outcome, call, action);
    }

    private @Nullable HandlerThreads beginWait(PendingCall pending) {
        boolean mayWait = false;
        try {
            HandlerThreads counted = threads.beginWait();
            mayWait = true;
            return counted;
        } finally {
            if (!mayWait) {
                runner.on(new Input.Cancel(pending));
            }
        }
    }

    // ---------------------------------------------------------------- asynchronous

    /** The reader runs, and the future completes, on a callback thread, or on the I/O thread if completions are quick. */
    private <T> CompletableFuture<T> callAsync(
            Call call,
            @Nullable Action action,
            Function<RawJson, ? extends @Nullable T> reader,
            @Nullable AtomicInteger counter) {
        RetryPolicy policy = call.retryPolicy().orElse(null);
        if (policy == null) {
            count(counter);
            return callOnceAsync(call, action, reader);
        }
        CallFuture<T> future = new CallFuture<>(threads, connection);
        attempt(attempts(call, policy, counter), action, reader, future);
        return future;
    }

    private <T> void attempt(
            Attempts attempts,
            @Nullable Action action,
            Function<RawJson, ? extends @Nullable T> reader,
            CallFuture<T> future) {
        Runnable next = Tracing.inCurrentContext(() -> attempt(attempts, action, reader, future));
        CallFuture<T> attempt = callOnceAsync(attempts.next(runner.now()), action, reader);
        future.completedBy(attempt.completion());
        var unused = attempt.whenComplete((value, failure) -> orFail(future, () -> {
            if (failure == null) {
                future.complete(value);
                return;
            }
            Duration delay = failure instanceof CallException e ? attempts.after(e, runner.now()) : null;
            if (delay == null) {
                future.completeExceptionally(failure instanceof CallException e ? attempts.failure(e) : failure);
            } else if (!future.isDone()) {
                delayed.accept(delay, () -> orFail(future, next));
            }
        }));
        var unusedToo = future.whenComplete((value, failure) -> attempt.cancel(false));
    }

    /** Runs a step that leads to the end of the future. If it throws, the future ends with that. */
    private static void orFail(CompletableFuture<?> future, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private <T> CallFuture<T> callOnceAsync(
            Call call, @Nullable Action action, Function<RawJson, ? extends @Nullable T> reader) {
        CallFuture<T> future = new CallFuture<>(threads, connection);
        AsyncCompletion<T> completion = new AsyncCompletion<>(future, call, action, reader);
        future.completedBy(completion);
        PendingCall pending = frames.pending(call, action, completion, runner.now());
        var unused = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                runner.on(new Input.Cancel(pending));
            }
        });
        runner.on(new Input.Trigger(pending));
        return future;
    }

    /**
     * Completes the future of a call, on the thread where completions run, or on a callback thread that waits for the future.
     */
    private final class AsyncCompletion<T> extends PlacedTask implements CallCompletion, CallFuture.Completion {

        private final Call call;
        private final @Nullable Action action;
        private final Function<RawJson, ? extends @Nullable T> reader;
        /** {@code null} as soon as one thread completes it. Derived futures keep this object, but not the result. */
        private final AtomicReference<@Nullable CompletableFuture<T>> future;

        private volatile @Nullable Outcome outcome;
        private volatile @Nullable Thread waiter;

        AsyncCompletion(
                CompletableFuture<T> future,
                Call call,
                @Nullable Action action,
                Function<RawJson, ? extends @Nullable T> reader) {
            super(completions);
            this.future = new AtomicReference<>(future);
            this.call = call;
            this.action = action;
            this.reader = reader;
        }

        @Override
        public void done(Outcome ended) {
            outcome = ended;
            LockSupport.unpark(waiter);
            completions.submit(this);
        }

        @Override
        protected void runCode(boolean onIoThread) {
            complete();
        }

        private void complete() {
            Outcome ended = outcome;
            CompletableFuture<T> completed = ended == null ? null : future.getAndSet(null);
            if (ended != null && completed != null) {
                settle(completed, ended, call, action, reader);
                outcome = SETTLED;
            }
        }

        @Override
        public void completeWhenArrived(CompletableFuture<?> waitedFor, long deadlineNanos, boolean interruptible) {
            if (waiter != null) {
                return;
            }
            Thread current = Thread.currentThread();
            waiter = current;
            var unused = waitedFor.whenComplete((value, failure) -> LockSupport.unpark(current));
            boolean interrupted = false;
            long left;
            while (outcome == null
                    && !waitedFor.isDone()
                    && !(interrupted && interruptible)
                    && (left = deadlineNanos - System.nanoTime()) > 0) {
                ManagedWait.parkNanos(this, () -> outcome != null || waitedFor.isDone(), left);
                interrupted |= Thread.interrupted();
            }
            waiter = null;
            complete();
            if (interrupted) {
                current.interrupt();
            }
        }

        @Override
        protected void refused() {
            throw new IllegalStateException("completions are never refused");
        }
    }

    /** The future may complete with {@code null}, which its type cannot express. */
    @SuppressWarnings("NullAway")
    private <T> void settle(
            CompletableFuture<T> future,
            Outcome outcome,
            Call call,
            @Nullable Action action,
            Function<RawJson, ? extends @Nullable T> reader) {
        // Not only exceptions: reading the result runs code of the user, which may throw an Error.
        orFail(future, () -> future.complete(reader.apply(resultOf(outcome, call, action))));
    }

    private RawJson resultOf(Outcome outcome, Call call, @Nullable Action action) {
        boolean enqueued = action instanceof Action.EnqueueAction;
        CallException failure = Failures.of(outcome, call.functionId(), enqueued, frames.timeout(call), connection);
        if (failure != null) {
            throw failure;
        }
        if (!(outcome instanceof Outcome.Completed completed)) {
            return RawJson.NULL;
        }
        RawJson result = completed.result();
        return result == null ? JsonValue.NOTHING : result;
    }
}
