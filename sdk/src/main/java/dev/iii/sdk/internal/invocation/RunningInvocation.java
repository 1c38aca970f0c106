package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.StreamingBody;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.internal.runtime.PlacedTask;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.transport.EventLoop;
import dev.iii.transport.UserTask.Loss;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One invocation, from its frame to its result. Runs once: on a handler thread, or on the I/O thread if the handler is quick. */
final class RunningInvocation extends PlacedTask implements ReceivedInvocation {

    private final Invoker invoker;
    private final int generation;
    private final InvokeFunction frame;
    private final RegisteredFunction function;
    private final long receivedNanos;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile Tracing.Handling handling = Tracing.Handling.NONE;
    private final InvocationInput input;

    private volatile EventLoop.@Nullable Timer timer;
    /** The stage that an asynchronous handler has returned. */
    private volatile @Nullable CompletionStage<?> stage;

    /** The handler has begun, or will never begin. */
    private final AtomicBoolean begun = new AtomicBoolean();

    private final AtomicBoolean left = new AtomicBoolean();

    private final HandlerThread thread = new HandlerThread();

    RunningInvocation(
            Invoker invoker, int generation, InvokeFunction frame, RegisteredFunction function, long receivedNanos) {
        super(function.place());
        this.invoker = invoker;
        this.generation = generation;
        this.frame = frame;
        this.function = function;
        this.input = new InvocationInput(invoker, frame, function.memory());
        this.receivedNanos = receivedNanos;
    }

    int generation() {
        return generation;
    }

    /** Returns the time at which the invocation arrived, on the clock of the session. */
    long receivedNanos() {
        return receivedNanos;
    }

    RegisteredFunction function() {
        return function;
    }

    InvocationInput input() {
        return input;
    }

    @Override
    protected void runCode(boolean onIoThread) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        if (cancelled) {
            finished();
            return;
        }
        // The I/O thread must not be interrupted, because it serves the connection.
        thread.set(onIoThread ? null : Thread.currentThread());
        boolean later = false;
        try {
            startTimeout();
            handling = invoker.trace(frame, function);
            input.open();
            Object result = call(function.definition());
            later = result instanceof CompletionStage<?> || (onIoThread && StreamedResponse.isRequired(result));
            if (result instanceof CompletionStage<?> returned) {
                await(returned);
            } else if (later) {
                completed(result, null);
            } else {
                succeed(result, true);
            }
        } catch (Throwable e) {
            // Catch every Throwable: the caller must get an error and the thread must survive.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            later = false;
            fail(e);
        } finally {
            thread.returned();
            if (!later) {
                finished();
            }
        }
    }

    @Override
    protected boolean isAwaited() {
        UUID id = frame.invocationId();
        return id != null && invoker.awaitsResult(id);
    }

    @Override
    protected void adopted(Thread adopted, Loss loss, StackTraceElement[] stack) {
        thread.adopted(adopted);
        invoker.lostIoThread(this, loss, stack);
    }

    @Override
    protected void refused() {
        invoker.refused(this);
    }

    /** Nothing of this invocation runs any more. It is ended if nothing else has ended it, and its place is free. */
    private void finished() {
        try {
            end(null);
        } finally {
            invoker.left(this);
        }
    }

    private void await(CompletionStage<?> returned) {
        stage = returned;
        var unused = returned.whenComplete(this::completed);
        if (ended.get()) {
            cancelStage();
        }
    }

    private void startTimeout() {
        Duration timeout = function.definition().timeout().orElse(null);
        if (timeout != null) {
            EventLoop.Timer waiting = timer;
            if (waiting != null) {
                waiting.cancel();
            }
            timer = invoker.after(timeout, () -> timeOut(timeout));
        }
    }

    /** Limits the time until an executor of the user begins to run the handler: it may never do so. */
    void limitWait() {
        Duration timeout = function.definition().timeout().orElse(null);
        if (timeout != null) {
            timer = invoker.after(timeout, () -> {
                if (begun.compareAndSet(false, true)) {
                    invoker.notBegun(this, timeout);
                }
            });
        }
    }

    /** The handler will not run, because the result is no longer needed. */
    void skip() {
        if (begun.compareAndSet(false, true)) {
            finished();
        }
    }

    private void timeOut(Duration timeout) {
        FunctionException late = new FunctionException(
                        Failures.TIMEOUT, functionId() + " returned no result within " + timeout.toMillis() + " ms")
                .withHttpStatus(504);
        if (refuse(late, toWire(late))) {
            cancel(true);
            InvocationLog.timedOut(this, late);
        }
    }

    private <I> @Nullable Object call(FunctionDefinition<I> definition) throws Exception {
        if (!handling.isTraced()) {
            return handle(definition);
        }
        return handling.run(() -> handle(definition));
    }

    private <I> @Nullable Object handle(FunctionDefinition<I> definition) throws Exception {
        FunctionInterceptors interceptors = function.interceptors();
        if (interceptors == null) {
            return definition.handler().handle(input.read(definition, function.inputCheck()), this);
        }
        return interceptors.run(this, invocation -> {
            requireNeeded();
            return definition.handler().handle(input.read(definition, function.inputCheck()), invocation);
        });
    }

    /**
     * Checks that the result is still needed. An interceptor may pass the invocation on at any time, also after its timeout or
     * after the end of its connection.
     */
    private void requireNeeded() {
        if (cancelled || ended.get()) {
            throw new HandlerSkippedException(functionId());
        }
    }

    private void completed(@Nullable Object value, @Nullable Throwable failure) {
        boolean later = false;
        try {
            if (failure != null) {
                fail(failure);
            } else if (StreamedResponse.isRequired(value)) {
                // Any thread may complete the stage, and it must not wait for the reader of the stream.
                later = true;
                invoker.execute(() -> streamed(value));
            } else {
                succeed(value, false);
            }
        } catch (Throwable e) {
            // The stage would swallow it.
            later = false;
            fail(e);
        } finally {
            if (!later) {
                finished();
            }
        }
    }

    private void streamed(@Nullable Object value) {
        thread.set(Thread.currentThread());
        try {
            succeed(value, false);
        } catch (Throwable e) {
            fail(e);
        } finally {
            thread.set(null);
            finished();
        }
    }

    /** Records that the place of this invocation is free. Returns {@code true} the first time. */
    boolean markLeft() {
        return left.compareAndSet(false, true);
    }

    /**
     * Cancels the stage of an asynchronous handler, because its result is no longer needed. Some stages cannot be cancelled,
     * or throw anything; the invocation then no longer counts as running, too. A stage that has completed frees the place
     * itself.
     */
    private void cancelStage() {
        CompletionStage<?> returned = stage;
        if (returned == null) {
            return;
        }
        boolean completed = false;
        try {
            CompletableFuture<?> future = returned.toCompletableFuture();
            completed = !future.cancel(true) && future.isDone();
        } catch (Throwable e) {
            InvocationLog.stageNotCancelled(this, e);
        } finally {
            if (!completed) {
                invoker.left(this);
            }
        }
    }

    /** @param inRun whether this is the thread of {@link #runCode} */
    private void succeed(@Nullable Object returned, boolean inRun) {
        if (ended.get()) {
            // After a timeout, the result is not needed, and a failure to write it would be a second line in the log.
            return;
        }
        if (returned instanceof HttpResponse response && response.body() instanceof StreamingBody body) {
            stream(response, body);
            return;
        }
        RawJson result;
        try {
            if (input.envelope() != null) {
                result = HttpEnvelope.result(returned, invoker::write);
            } else {
                Object value = returned instanceof HttpResponse response ? response.body() : returned;
                result = invoker.write(value);
            }
            invoker.checkSize(result);
        } catch (Throwable e) {
            // Also an Error: a getter of the result may throw any.
            refuse(e, Failures.invalidResult(functionId(), e, id(), invoker.showErrorMessages()));
            InvocationLog.resultNotSent(this, e);
            return;
        }
        if (inRun) {
            codeEnded();
        }
        if (end(result(result, null))) {
            handling.succeeded(result);
        }
    }

    private void stream(HttpResponse response, StreamingBody body) {
        HttpEnvelope http = input.envelope();
        invoker.streams().begin();
        try {
            StreamedResponse streamed;
            if (http == null) {
                // Send the result first: the caller needs the channel to read while this thread writes.
                Channel channel = worker().createChannel();
                RawJson reader = invoker.write(channel.reader());
                if (end(result(reader, null))) {
                    handling.succeeded(reader);
                }
                streamed = new StreamedResponse(channel.writer(), response, false);
            } else {
                streamed = new StreamedResponse(worker().openWriter(http.responseRef()), response, true);
            }
            write(streamed, body);
        } catch (Exception e) {
            fail(e);
        } finally {
            invoker.streams().end();
        }
    }

    private void write(StreamedResponse streamed, StreamingBody body) throws Exception {
        try {
            streamed.write(body);
        } catch (Exception e) {
            if (!streamed.hasBegun()) {
                throw e;
            }
            InvocationLog.streamEnded(this, e, streamed.isLost());
        }
        if (end(result(RawJson.NULL, null))) {
            handling.succeeded(RawJson.NULL);
        }
    }

    /** Ends the invocation with the exception of its handler, and then logs it. Never throws. */
    void fail(Throwable thrown) {
        try {
            Throwable failure = Causes.root(thrown);
            if (failure instanceof HandlerSkippedException) {
                skipped(failure);
                return;
            }
            // Before the result is sent, because the call of this worker ends then.
            boolean awaited = isAwaited();
            boolean isResult = refuse(failure, toWire(failure));
            if (thread.wasInterrupted() && Causes.mayBeInterrupt(failure)) {
                InvocationLog.interrupted(this, failure, isResult);
            } else if (failure instanceof FunctionException e
                    && !Failures.isUnexpected(e)
                    && !awaited
                    && input.isUnheard(e, function.definition())) {
                invoker.unheard(this, e, input.isReasonOf(e));
            } else {
                InvocationLog.failed(this, failure);
            }
        } catch (Throwable e) {
            // The exception of the handler may itself throw, for example from getMessage().
            failWithoutDetails(thrown);
        }
    }

    /** Ends the invocation without a result, as if its handler had not begun: nothing would receive it. */
    private void skipped(Throwable failure) {
        if (end(null)) {
            handling.failed(toWire(failure), failure);
        }
        InvocationLog.skipped(this);
    }

    private void failWithoutDetails(Throwable thrown) {
        try {
            end(result(null, new ErrorBody(Failures.INVOCATION_FAILED, functionId() + " failed")));
            InvocationLog.failedWithoutDetails(this, thrown);
        } catch (Throwable e) {
            end(null);
        }
    }

    private ErrorBody toWire(Throwable failure) {
        return Failures.toWire(failure, id(), invoker.showErrorMessages());
    }

    /** Ends the invocation with an error. Returns {@code false} if it has ended before. */
    private boolean refuse(Throwable failure, ErrorBody error) {
        InvocationResult result = input.envelope() != null ? result(problem(failure), null) : result(null, error);
        if (!end(result)) {
            return false;
        }
        handling.failed(error, failure);
        return true;
    }

    private RawJson problem(Throwable failure) {
        RawJson problem = HttpEnvelope.problem(failure, id());
        return invoker.fits(problem) ? problem : HttpEnvelope.shortProblem(failure, id());
    }

    /** Ends the invocation with an error before the handler has run. */
    void refuse(ErrorBody error) {
        try {
            boolean http = invoker.envelope(frame) != null;
            OverloadedException overloaded = new OverloadedException(error.message(), null);
            end(http ? result(HttpEnvelope.overloaded(overloaded, id()), null) : result(null, error));
        } catch (Throwable e) {
            InvocationLog.withoutHttpResponse(this, e);
            end(result(null, error));
        }
    }

    private @Nullable InvocationResult result(@Nullable RawJson value, @Nullable ErrorBody error) {
        UUID id = frame.invocationId();
        return id == null ? null : new InvocationResult(id, frame.functionId(), value, error, null, null);
    }

    /** Ends the invocation. Returns {@code false} if it has ended before: there is exactly one result. */
    private boolean end(@Nullable InvocationResult result) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        EventLoop.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        invoker.ended(this, result);
        return true;
    }

    void cancel(boolean interrupt) {
        cancelled = true;
        if (interrupt) {
            thread.interrupt();
            // Cancelling the stage may run code of the user, and this may be the I/O thread.
            invoker.callBack(this::cancelStage);
        }
    }

    @Override
    public InvokeFunction frame() {
        return frame;
    }

    @Override
    public Invoker invoker() {
        return invoker;
    }

    @Override
    public Optional<HttpRequest> http() {
        return input.request();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
