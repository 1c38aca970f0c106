package dev.iii.sdk;

import dev.iii.protocol.Action;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.transport.EventLoop;
import io.opentelemetry.context.Context;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes calls of other functions, blocking and not. */
final class Caller {

    private final SessionRunner runner;
    private final WorkerThreads threads;
    private final JsonCodec codec;
    private final CallFrames frames;
    private final LinkState link;
    private final BiConsumer<Duration, Runnable> later;

    /** @param later runs a task after a while, on a thread for handlers */
    Caller(
            SessionRunner runner,
            WorkerThreads threads,
            CallFrames frames,
            LinkState link,
            BiConsumer<Duration, Runnable> later) {
        this.runner = runner;
        this.threads = threads;
        this.codec = frames.codec();
        this.frames = frames;
        this.link = link;
        this.later = later;
    }

    Json json(CallSpec spec) {
        return Json.of(call(spec, null), codec);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T read(Call call, Type type) {
        CallSpec spec = call.spec();
        return Payloads.readFrom(spec.functionId(), call(spec, null), type, codec);
    }

    EnqueueReceipt enqueue(EnqueueCall call) {
        return EngineCall.receipt(call(call.spec(), new Action.EnqueueAction(call.queue())), codec);
    }

    void send(VoidCall call) {
        call(call.spec(), Action.VOID);
    }

    CompletableFuture<Json> jsonAsync(CallSpec spec) {
        return callAsync(spec, null, raw -> Json.of(raw, codec));
    }

    <T> CompletableFuture<T> readAsync(Call call, Type type) {
        CallSpec spec = call.spec();
        return callAsync(spec, null, raw -> Payloads.<T>readFrom(spec.functionId(), raw, type, codec));
    }

    /** Calls; the answer says only that it is done. */
    CompletableFuture<Void> doneAsync(CallSpec spec) {
        return callAsync(spec, null, raw -> null);
    }

    CompletableFuture<EnqueueReceipt> enqueueAsync(EnqueueCall call) {
        Action action = new Action.EnqueueAction(call.queue());
        return callAsync(call.spec(), action, raw -> EngineCall.receipt(raw, codec));
    }

    CompletableFuture<Void> sendAsync(VoidCall call) {
        return callAsync(call.spec(), Action.VOID, raw -> null);
    }

    /** Calls and waits. The result is JSON null for a call without reply. */
    private RawJson call(CallSpec spec, @Nullable Action action) {
        RetryPolicy policy = spec.retries();
        if (EventLoop.current() != null) {
            throw new IllegalStateException("this is the I/O thread, which must not wait for " + spec.functionId()
                    + "; a quick handler calls with triggerAsync");
        }
        if (policy == null) {
            return callOnce(spec, action);
        }
        Attempts attempts = attempts(spec, policy);
        while (true) {
            try {
                return callOnce(attempts.next(runner.now()), action);
            } catch (CallException e) {
                Duration wait = attempts.after(e, runner.now());
                if (wait == null) {
                    throw attempts.failure(e);
                }
                pause(wait);
            }
        }
    }

    private Attempts attempts(CallSpec spec, RetryPolicy policy) {
        Json payload = Json.of(Payloads.writeFor(spec.functionId(), spec.payload(), codec), codec);
        Json metadata = spec.metadata() == null
                ? null
                : Json.of(Payloads.writeFor(spec.functionId(), spec.metadata(), codec), codec);
        return new Attempts(spec.written(payload, metadata), policy, frames.timeout(spec), runner.now());
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallCancelledException("interrupted between two attempts", e);
        }
    }

    private RawJson callOnce(CallSpec spec, @Nullable Action action) {
        BlockingCall sink = new BlockingCall();
        PendingCall pending = frames.pending(spec, action, sink, runner.now());
        runner.on(new Input.Trigger(pending));
        Outcome outcome;
        HandlerThreads counted = sink.isDone() ? null : threads.beginWait();
        try {
            outcome = sink.await(pending.deadlineNanos(), () -> runner.on(new Input.Cancel(pending)));
        } finally {
            if (counted != null) {
                counted.endWait();
            }
        }
        return resultOf(outcome, spec);
    }

    /** Calls without waiting; the reader runs, and the future completes, on a thread for handlers. */
    private <T> CompletableFuture<T> callAsync(
            CallSpec spec, @Nullable Action action, Function<RawJson, ? extends @Nullable T> reader) {
        RetryPolicy policy = spec.retries();
        if (policy == null) {
            return callOnceAsync(spec, action, reader);
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        attempt(attempts(spec, policy), action, reader, future);
        return future;
    }

    private <T> void attempt(
            Attempts attempts,
            @Nullable Action action,
            Function<RawJson, ? extends @Nullable T> reader,
            CompletableFuture<T> future) {
        Context context = Context.current();
        CompletableFuture<T> attempt = callOnceAsync(attempts.next(runner.now()), action, reader);
        var unused = attempt.whenComplete((value, failure) -> {
            if (failure == null) {
                future.complete(value);
                return;
            }
            Duration wait = failure instanceof CallException e ? attempts.after(e, runner.now()) : null;
            if (wait == null) {
                future.completeExceptionally(failure instanceof CallException e ? attempts.failure(e) : failure);
            } else if (!future.isDone()) {
                later.accept(wait, context.wrap(() -> attempt(attempts, action, reader, future)));
            }
        });
        var unusedToo = future.whenComplete((value, failure) -> attempt.cancel(false));
    }

    private <T> CompletableFuture<T> callOnceAsync(
            CallSpec spec, @Nullable Action action, Function<RawJson, ? extends @Nullable T> reader) {
        CompletableFuture<T> future = new CompletableFuture<>();
        CallSink sink = outcome -> threads.callbacks().execute(() -> settle(future, outcome, spec, reader));
        PendingCall pending = frames.pending(spec, action, sink, runner.now());
        var unused = future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                runner.on(new Input.Cancel(pending));
            }
        });
        runner.on(new Input.Trigger(pending));
        return future;
    }

    /** The future may complete with {@code null}, which its type does not say. */
    @SuppressWarnings("NullAway")
    private <T> void settle(
            CompletableFuture<T> future,
            Outcome outcome,
            CallSpec spec,
            Function<RawJson, ? extends @Nullable T> reader) {
        try {
            future.complete(reader.apply(resultOf(outcome, spec)));
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    private RawJson resultOf(Outcome outcome, CallSpec spec) {
        CallException failure = Failures.of(outcome, spec.functionId(), frames.timeout(spec), link);
        if (failure != null) {
            throw failure;
        }
        return outcome instanceof Outcome.Answered answered ? answered.result() : RawJson.NULL;
    }

    Json write(@Nullable Object value) {
        return Json.of(Payloads.write(value, codec), codec);
    }

    JsonCodec codec() {
        return codec;
    }
}
