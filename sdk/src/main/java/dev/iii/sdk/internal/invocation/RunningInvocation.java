package dev.iii.sdk.internal.invocation;

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
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.Json;
import dev.iii.transport.EventLoop;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One invocation from its frame to its result. Run once, on a thread for handlers. */
final class RunningInvocation implements Invocation, Runnable {

    private static final Logger log = LoggerFactory.getLogger(Invocation.class);
    private static final UUID NO_ID = new UUID(0, 0);

    private final Invoker invoker;
    private final int generation;
    private final InvokeFunction frame;
    private final RegisteredFunction function;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile Tracing.Handling handling = Tracing.Handling.NONE;
    private volatile @Nullable HttpEnvelope envelope;
    private volatile @Nullable HttpRequest request;
    private volatile EventLoop.@Nullable Timer timer;
    /** What a handler that answers later has returned. */
    private volatile @Nullable CompletionStage<?> stage;

    private final AtomicBoolean left = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock: an interrupt must not hit what the thread does next. */
    private @Nullable Thread thread;

    RunningInvocation(Invoker invoker, int generation, InvokeFunction frame, RegisteredFunction function) {
        this.invoker = invoker;
        this.generation = generation;
        this.frame = frame;
        this.function = function;
    }

    int generation() {
        return generation;
    }

    RegisteredFunction function() {
        return function;
    }

    @Override
    public void run() {
        if (cancelled) {
            end(null);
            leave();
            return;
        }
        boolean quick = function.definition().isQuick();
        // The I/O thread must not be interrupted: it has other work.
        hold(quick ? null : Thread.currentThread());
        startClock();
        handling = invoker.trace(frame, function);
        boolean later = false;
        try {
            RawJson data = frame.data();
            HttpEnvelope http = HttpEnvelope.of(data);
            envelope = http;
            request = http == null ? null : http.request(invoker.codec(), worker()::openReader);
            Object answer = call(function.definition(), http == null ? data : http.input());
            later = answer instanceof CompletionStage<?> || (quick && StreamedResponse.isWanted(answer));
            if (answer instanceof CompletionStage<?> promised) {
                await(promised);
            } else if (later) {
                completed(answer, null);
            } else {
                succeed(answer);
            }
        } catch (Throwable e) {
            // Errors of all kinds end here: the caller is to hear of them, and the thread is to live.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            fail(e);
        } finally {
            hold(null);
            if (!later) {
                leave();
            }
        }
    }

    private void await(CompletionStage<?> promised) {
        stage = promised;
        var unused = promised.whenComplete(this::completed);
        if (ended.get()) {
            giveUp();
        }
    }

    private void startClock() {
        Duration longest = function.definition().timeout().orElse(null);
        if (longest != null) {
            timer = invoker.after(longest, () -> timeOut(longest));
        }
    }

    private void timeOut(Duration longest) {
        FunctionException late = new FunctionException(
                        Failures.TIMEOUT, functionId() + " has not answered within " + longest.toMillis() + " ms")
                .withHttpStatus(504);
        if (refuse(late, Failures.toWire(late))) {
            log.warn("{} (invocation {})", late.getMessage(), frame.invocationId());
            cancel(true);
        }
    }

    @SuppressWarnings("try") // The scope is there to be closed.
    private <I> @Nullable Object call(FunctionDefinition<I> definition, RawJson data) throws Exception {
        if (!handling.isTraced()) {
            return definition.handler().handle(input(definition, data), this);
        }
        try (Scope scope = handling.context().makeCurrent()) {
            return definition.handler().handle(input(definition, data), this);
        }
    }

    /** A handler of type {@code Void} gets {@code null}, which its type does not say. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private <I> I input(FunctionDefinition<I> definition, RawJson data) {
        Type type = definition.inputType().type().orElse(null);
        if (type == HttpRequest.class) {
            return (I) http().orElseThrow(
                            () -> InvalidRequestException.whole("this function takes requests of http triggers"));
        }
        try {
            RawJson own = CallerId.hiddenFrom(type, data);
            I value = definition.inputType().read(JsonValue.of(own, invoker.codec()));
            if (value == null && type != Void.class) {
                throw InvalidRequestException.whole("the payload for " + functionId() + " is null"
                        + (type == null ? "" : "; expected " + JacksonCodec.INSTANCE.expected(type)));
            }
            return value;
        } catch (InvalidPayloadException e) {
            throw InvalidRequestException.of(e);
        }
    }

    private void completed(@Nullable Object value, @Nullable Throwable failure) {
        if (failure == null && StreamedResponse.isWanted(value)) {
            // This may be anybody's thread, and a stream waits for its reader.
            invoker.execute(() -> {
                hold(Thread.currentThread());
                succeed(value);
                hold(null);
                leave();
            });
            return;
        }
        if (failure == null) {
            succeed(value);
        } else {
            fail(failure);
        }
        leave();
    }

    /** There is a place for the next one; once. */
    private void leave() {
        if (left.compareAndSet(false, true)) {
            invoker.left(this);
        }
    }

    /** Nobody waits for it any more. It may be of a kind that does not end by this, so that its place is free now. */
    private void giveUp() {
        CompletionStage<?> promised = stage;
        if (promised == null) {
            return;
        }
        try {
            if (!promised.toCompletableFuture().cancel(true)) {
                return;
            }
        } catch (UnsupportedOperationException e) {
            log.debug("The stage of {} cannot be cancelled", functionId());
        }
        leave();
    }

    private void succeed(@Nullable Object answer) {
        if (answer instanceof HttpResponse response && response.body() instanceof StreamingBody body) {
            stream(response, body);
            return;
        }
        RawJson result;
        try {
            if (envelope != null) {
                result = HttpEnvelope.answer(answer, invoker.codec());
            } else {
                Object value = answer instanceof HttpResponse response ? response.body() : answer;
                result = Payloads.write(value, invoker.codec());
            }
            invoker.checkSize(result);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("The answer of {} cannot be sent: {}", functionId(), e.getMessage());
            refuse(
                    e,
                    new ErrorBody(
                            "invalid_response",
                            "the answer of " + functionId() + " cannot be sent: " + e.getMessage()));
            return;
        }
        if (end(result(result, null))) {
            handling.succeeded(result);
        }
    }

    private void stream(HttpResponse response, StreamingBody body) {
        HttpEnvelope http = envelope;
        invoker.streams().begin();
        try {
            StreamedResponse answer;
            if (http == null) {
                // The caller reads while this writes, so it has to have its answer first.
                Channel channel = worker().createChannel();
                RawJson reader = Payloads.write(channel.reader(), invoker.codec());
                if (end(result(reader, null))) {
                    handling.succeeded(reader);
                }
                answer = new StreamedResponse(channel.writer(), response, false);
            } else {
                answer = new StreamedResponse(worker().openWriter(http.responseRef()), response, true);
            }
            write(answer, body);
        } catch (Exception e) {
            fail(e);
        } finally {
            invoker.streams().end();
        }
    }

    private void write(StreamedResponse answer, StreamingBody body) throws Exception {
        try {
            answer.write(body);
        } catch (Exception e) {
            if (!answer.hasBegun()) {
                throw e;
            }
            if (answer.isLost()) {
                log.debug("Who was to get the answer of {} has left: {}", functionId(), e.toString());
            } else {
                log.error("The answer of {} broke off (invocation {})", functionId(), frame.invocationId(), e);
            }
        }
        if (end(result(RawJson.NULL, null))) {
            handling.succeeded(RawJson.NULL);
        }
    }

    private void fail(Throwable thrown) {
        Throwable failure = Causes.root(thrown);
        if (Failures.isUnexpected(failure)) {
            log.error("{} failed (invocation {})", functionId(), frame.invocationId(), failure);
        } else {
            log.debug("{} answered with an error: {}", functionId(), failure.toString());
        }
        refuse(failure, Failures.toWire(failure));
    }

    /** Whether this was the answer; it is not when there has been one before. */
    private boolean refuse(Throwable failure, ErrorBody error) {
        InvocationResult answer =
                envelope != null ? result(HttpEnvelope.problem(failure, id()), null) : result(null, error);
        if (!end(answer)) {
            return false;
        }
        handling.failed(error, failure);
        return true;
    }

    /** Answers without having run. */
    void refuse(ErrorBody error) {
        boolean http = HttpEnvelope.of(frame.data()) != null;
        OverloadedException overloaded = new OverloadedException(error.message(), null);
        end(http ? result(HttpEnvelope.problem(overloaded, id()), null) : result(null, error));
    }

    private @Nullable InvocationResult result(@Nullable RawJson value, @Nullable ErrorBody error) {
        UUID id = frame.invocationId();
        return id == null ? null : new InvocationResult(id, frame.functionId(), value, error, null, null);
    }

    /** Exactly once, whatever an asynchronous handler does. */
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

    private void hold(@Nullable Thread current) {
        lock.lock();
        try {
            thread = current;
        } finally {
            lock.unlock();
        }
    }

    void cancel(boolean interrupt) {
        cancelled = true;
        if (interrupt) {
            lock.lock();
            try {
                if (thread != null) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
            // Code of the user may hang on the stage, and this may be the I/O thread.
            invoker.callBack(this::giveUp);
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
