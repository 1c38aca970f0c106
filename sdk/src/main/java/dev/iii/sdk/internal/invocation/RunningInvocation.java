package dev.iii.sdk.internal.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.StreamingBody;
import dev.iii.sdk.internal.failure.Causes;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.runtime.PlacedTask;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.Json;
import dev.iii.transport.EventLoop;
import dev.iii.transport.EventLoop.UserTask.Loss;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One invocation, from its frame to its result. Runs once: on a handler thread, or on the I/O thread if the handler is quick. */
final class RunningInvocation extends PlacedTask implements Invocation {

    private static final Logger log = LoggerFactory.getLogger(Invocation.class);
    private static final UUID NO_ID = new UUID(0, 0);
    /** The approximate number of bytes of an invocation without its payload and its metadata. */
    private static final int BASE_BYTES = 512;

    private final Invoker invoker;
    private final int generation;
    private final InvokeFunction frame;
    private final RegisteredFunction function;
    private final long receivedNanos;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile Tracing.Handling handling = Tracing.Handling.NONE;
    private volatile @Nullable HttpEnvelope envelope;
    private volatile @Nullable HttpRequest request;
    /** The reason why the input cannot be read, so that the handler does not run. */
    private volatile @Nullable InvalidRequestException unread;

    private volatile EventLoop.@Nullable Timer timer;
    /** The stage that an asynchronous handler has returned. */
    private volatile @Nullable CompletionStage<?> stage;

    /** The handler has begun, or will never begin. */
    private final AtomicBoolean begun = new AtomicBoolean();

    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean holdsMemory = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();

    /** The thread that runs the handler, only while it runs: an interrupt must not reach the next task of the thread. */
    @GuardedBy("lock")
    private @Nullable Thread thread;

    @GuardedBy("lock")
    private boolean hasReturned;

    @GuardedBy("lock")
    private boolean interrupted;

    RunningInvocation(
            Invoker invoker, int generation, InvokeFunction frame, RegisteredFunction function, long receivedNanos) {
        super(function.place());
        this.invoker = invoker;
        this.generation = generation;
        this.frame = frame;
        this.function = function;
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
        setThread(onIoThread ? null : Thread.currentThread());
        boolean later = false;
        try {
            startTimeout();
            handling = invoker.trace(frame, function);
            RawJson payload = frame.data();
            HttpEnvelope http = invoker.envelope(frame);
            envelope = http;
            request = http == null ? null : http.request(invoker.codec(), worker()::openReader);
            Object result = call(function.definition(), http == null ? payload : input(http));
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
            returned();
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
        lock.lock();
        try {
            if (!hasReturned) {
                thread = adopted;
                if (interrupted) {
                    adopted.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
        invoker.lostIoThread(this, loss, stack);
    }

    @Override
    protected void refused() {
        invoker.refused(this);
    }

    private void returned() {
        lock.lock();
        try {
            thread = null;
            hasReturned = true;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing of this invocation runs any more. It is ended if nothing else has ended it, and its place is free. */
    private void finished() {
        try {
            end(null);
        } finally {
            leave();
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
            log.warn("{} (invocation {})", late.getMessage(), frame.invocationId());
        }
    }

    @SuppressWarnings("try") // The scope is only closed.
    private <I> @Nullable Object call(FunctionDefinition<I> definition, RawJson payload) throws Exception {
        if (!handling.isTraced()) {
            return handle(definition, payload);
        }
        try (Scope scope = handling.context().makeCurrent()) {
            return handle(definition, payload);
        }
    }

    private <I> @Nullable Object handle(FunctionDefinition<I> definition, RawJson payload) throws Exception {
        FunctionInterceptors interceptors = function.interceptors();
        if (interceptors == null) {
            return definition.handler().handle(input(definition, payload), this);
        }
        return interceptors.run(
                this, invocation -> definition.handler().handle(input(definition, payload), invocation));
    }

    /** Returns the input of the handler. It is {@code null} for the type {@code Void}, which the return type does not express. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private <I> I input(FunctionDefinition<I> definition, RawJson payload) {
        Type type = definition.inputType().type().orElse(null);
        if (type == HttpRequest.class) {
            return (I) http().orElseThrow(() ->
                    unread(InvalidRequestException.whole("this function accepts only requests of http triggers")));
        }
        try {
            RawJson visible = CallerId.hiddenFrom(type, payload, invoker.codec());
            I value = definition.inputType().read(JsonValue.of(visible, invoker.codec()));
            if (value == null && type != Void.class) {
                throw InvalidRequestException.whole("the payload for " + functionId() + " is null"
                        + (type == null ? "" : "; expected " + StandardCodec.expected(type, invoker.codec())));
            }
            return value;
        } catch (InvalidPayloadException e) {
            throw unread(explained(InvalidRequestException.of(e)));
        } catch (InvalidRequestException e) {
            throw unread(e);
        }
    }

    private InvalidRequestException unread(InvalidRequestException e) {
        unread = e;
        return e;
    }

    private RawJson input(HttpEnvelope http) {
        Type type = function.definition().inputType().type().orElse(null);
        return type == HttpRequest.class ? RawJson.NULL : http.input(type, invoker.codec());
    }

    private InvalidRequestException explained(InvalidRequestException e) {
        HttpEnvelope http = envelope;
        return http == null ? e : http.explain(e);
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
        setThread(Thread.currentThread());
        try {
            succeed(value, false);
        } catch (Throwable e) {
            fail(e);
        } finally {
            setThread(null);
            finished();
        }
    }

    /** Counts the payload as used memory. Returns {@code false} if it does not fit. */
    boolean takeMemory() {
        boolean fits = function.memory().tryAdd(bytes());
        holdsMemory.set(fits);
        return fits;
    }

    /** The payload is no longer needed, or was not accepted. Has an effect only once. */
    void freeMemory() {
        if (holdsMemory.compareAndSet(true, false)) {
            function.memory().remove(bytes());
        }
    }

    private long bytes() {
        RawJson metadata = frame.metadata();
        return BASE_BYTES + (long) frame.data().length() + (metadata == null ? 0 : metadata.length());
    }

    /** Lets the next waiting call of the function run. Has an effect only once. */
    private void leave() {
        invoker.left(this);
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
            log.debug("The stage of {} cannot be cancelled: {}", functionId(), e.getClass());
        } finally {
            if (!completed) {
                leave();
            }
        }
    }

    /** @param inRun whether this is the thread of {@link #runCode} */
    private void succeed(@Nullable Object returned, boolean inRun) {
        if (returned instanceof HttpResponse response && response.body() instanceof StreamingBody body) {
            stream(response, body);
            return;
        }
        RawJson result;
        try {
            if (envelope != null) {
                result = HttpEnvelope.result(returned, invoker.codec());
            } else {
                Object value = returned instanceof HttpResponse response ? response.body() : returned;
                result = Payloads.write(value, invoker.codec());
            }
            invoker.checkSize(result);
        } catch (Throwable e) {
            // Also an Error: a getter of the result may throw any.
            refuse(e, Failures.invalidResult(functionId(), e, id(), invoker.showErrorMessages()));
            log.error("The result of {} cannot be sent (invocation {})", functionId(), frame.invocationId(), e);
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
        if (ended.get()) {
            // The caller has another result, and reads no channel.
            return;
        }
        HttpEnvelope http = envelope;
        invoker.streams().begin();
        try {
            StreamedResponse streamed;
            if (http == null) {
                // Send the result first: the caller needs the channel to read while this thread writes.
                Channel channel = worker().createChannel();
                RawJson reader = Payloads.write(channel.reader(), invoker.codec());
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
            if (streamed.isLost()) {
                log.debug("The receiver of the result of {} disconnected: {}", functionId(), e.toString());
            } else {
                log.error(
                        "The streamed response of {} is incomplete (invocation {})",
                        functionId(),
                        frame.invocationId(),
                        e);
            }
        }
        if (end(result(RawJson.NULL, null))) {
            handling.succeeded(RawJson.NULL);
        }
    }

    /** Ends the invocation with the exception of its handler, and then logs it. Never throws. */
    void fail(Throwable thrown) {
        try {
            Throwable failure = Causes.root(thrown);
            boolean isResult = refuse(failure, toWire(failure));
            if (wasInterrupted() && Causes.mayBeInterrupt(failure)) {
                // No stack trace: the SDK itself has interrupted the handler.
                if (isResult) {
                    log.warn(
                            "{} was interrupted because its worker shuts down (invocation {})",
                            functionId(),
                            frame.invocationId());
                } else {
                    log.debug("{} has ended after its timeout: {}", functionId(), failure.toString());
                }
            } else if (Failures.isUnexpected(failure)) {
                log.error("{} failed (invocation {})", functionId(), frame.invocationId(), failure);
            } else if (isUnheard(failure)) {
                invoker.unheard(this, failure, failure == unread);
            } else {
                log.debug("{} returned an error: {}", functionId(), failure.toString());
            }
        } catch (Throwable e) {
            // The exception of the handler may itself throw, for example from getMessage().
            failWithoutDetails(thrown);
        }
    }

    /** Returns {@code true} if no caller receives the error: the engine has made the call, and it does not report errors. */
    private boolean isUnheard(Throwable failure) {
        return envelope == null
                && CallerId.of(frame.data()) == null
                && (failure == unread || invoker.hasTriggers(functionId()));
    }

    private void failWithoutDetails(Throwable thrown) {
        try {
            end(result(null, new ErrorBody(Failures.INVOCATION_FAILED, functionId() + " failed")));
            log.error(
                    "{} failed with {}, which cannot be described (invocation {})",
                    functionId(),
                    thrown.getClass().getName(),
                    frame.invocationId());
        } catch (Throwable e) {
            end(null);
        }
    }

    private ErrorBody toWire(Throwable failure) {
        return Failures.toWire(failure, id(), invoker.showErrorMessages());
    }

    /** Ends the invocation with an error. Returns {@code false} if it has ended before. */
    private boolean refuse(Throwable failure, ErrorBody error) {
        InvocationResult result = envelope != null ? result(problem(failure), null) : result(null, error);
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
            log.debug("The error of {} is sent without an HTTP response", functionId(), e);
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

    private void setThread(@Nullable Thread current) {
        lock.lock();
        try {
            thread = current;
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code true} if the SDK has interrupted the handler, because of its timeout or of a shutdown. */
    private boolean wasInterrupted() {
        lock.lock();
        try {
            return interrupted;
        } finally {
            lock.unlock();
        }
    }

    void cancel(boolean interrupt) {
        cancelled = true;
        if (interrupt) {
            lock.lock();
            try {
                interrupted = true;
                if (thread != null) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
            // Cancelling the stage may run code of the user, and this may be the I/O thread.
            invoker.callBack(this::cancelStage);
        }
    }

    @Override
    public UUID id() {
        UUID id = frame.invocationId();
        return id == null ? NO_ID : id;
    }

    @Override
    public String functionId() {
        return frame.functionId();
    }

    @Override
    public Json payload() {
        return JsonValue.of(frame.data(), invoker.codec());
    }

    @Override
    public Optional<Json> metadata() {
        return Optional.ofNullable(frame.metadata()).map(raw -> JsonValue.of(raw, invoker.codec()));
    }

    @Override
    public Optional<HttpRequest> http() {
        return Optional.ofNullable(request);
    }

    @Override
    public Optional<String> callerWorkerId() {
        return Optional.ofNullable(CallerId.of(frame.data()));
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(frame.traceparent());
    }

    @Override
    public Optional<String> baggage() {
        return Optional.ofNullable(frame.baggage());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Worker worker() {
        return invoker.worker();
    }
}
