package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.runtime.CodePlaces;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.validation.InputValidator;
import dev.iii.transport.EventLoop;
import dev.iii.transport.LogLimiter;
import dev.iii.transport.UserTask.Loss;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handlers of functions within the limits of the worker. Thread-safe. */
public final class Invoker {

    private static final Logger log = LoggerFactory.getLogger(Invoker.class);

    private static final int REFUSAL_LINES = 20;
    private static final Duration REFUSAL_PERIOD = Duration.ofSeconds(10);

    private final LogLimiter refusals = new LogLimiter(System::nanoTime, REFUSAL_LINES, REFUSAL_PERIOD);
    private final Worker worker;
    private final JsonCodec codec;
    private final WorkerThreads threads;
    private final CodePlaces places;
    private final SessionRunner runner;
    private final EventLoop loop;
    private final FrameLimit limit;
    private final boolean showErrorMessages;
    private final Tracing tracing;
    private final Function<String, Set<String>> triggerTypes;
    private final InputValidator validator;
    private final @Nullable FunctionInterceptors interceptors;
    /** Passes invocations to the executor of the user; {@code null} if this worker has started the handler threads. */
    private final @Nullable ExecutorQueue executorQueue;
    /** The queue of functions that are marked as quick: they must not wait for others, because most run on the I/O thread. */
    private final @Nullable ExecutorQueue quickQueue;

    private final OpenStreams streams = new OpenStreams();
    private final Set<RunningInvocation> running = ConcurrentHashMap.newKeySet();
    /** The functions that are marked as quick, and of which the log says that they are not. */
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * Creates an invoker for one worker.
     *
     * @param maxSubmissions the maximum number of invocations that wait until an executor of the user accepts them; 0 if
     *     the worker has started the handler threads
     * @param limit the maximum size of a frame; a result leaves its reserve
     * @param showErrorMessages whether callers get the messages of unexpected exceptions
     * @param triggerTypes returns the types of the triggers that this worker has registered for the function with this id
     * @param validator checks the inputs of the functions of the user
     * @param interceptors the code that runs around the handlers of the user; {@code null} if there is none
     */
    public Invoker(
            Worker worker,
            JsonCodec codec,
            WorkerThreads threads,
            CodePlaces places,
            SessionRunner runner,
            EventLoop loop,
            int maxSubmissions,
            FrameLimit limit,
            boolean showErrorMessages,
            Tracing tracing,
            Function<String, Set<String>> triggerTypes,
            InputValidator validator,
            @Nullable FunctionInterceptors interceptors) {
        this.worker = worker;
        this.codec = codec;
        this.threads = threads;
        this.places = places;
        this.runner = runner;
        this.loop = loop;
        this.limit = limit;
        this.showErrorMessages = showErrorMessages;
        this.tracing = tracing;
        this.triggerTypes = triggerTypes;
        this.validator = validator;
        this.interceptors = interceptors;
        this.executorQueue = maxSubmissions == 0 ? null : new ExecutorQueue(loop, maxSubmissions, new Submission());
        this.quickQueue = maxSubmissions == 0 ? null : new ExecutorQueue(loop, maxSubmissions, new Submission());
    }

    /** Submits invocations to the executor of the user. */
    private final class Submission implements ExecutorQueue.Target {

        @Override
        public void submit(RunningInvocation invocation) {
            if (!invocation.function().place().submit(invocation)) {
                Invoker.this.refused(invocation);
            }
        }

        @Override
        public void refused(RunningInvocation invocation) {
            Invoker.this.refused(invocation);
        }
    }

    /**
     * Returns a function whose handler this invoker will run.
     *
     * @param traced whether the function is the user's: its invocations become spans, its inputs are checked, and its handler is
     *     intercepted
     * @throws IllegalArgumentException if its inputs have constraints that cannot be checked
     */
    public RegisteredFunction function(FunctionDefinition<?> definition, boolean traced) {
        return RegisteredFunction.of(
                definition,
                places.ofHandler(definition.isQuick()),
                traced,
                traced ? inputCheck(definition) : null,
                traced ? interceptors : null);
    }

    private InputValidator.@Nullable Check inputCheck(FunctionDefinition<?> definition) {
        Type type = definition.inputType().type().orElse(null);
        if (type == null || type == Json.class || type == HttpRequest.class) {
            return null;
        }
        try {
            return validator.checkOf(type).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the input of " + definition.id() + " cannot be validated: " + e.getMessage(), e);
        }
    }

    /** Runs the handler of a function for a call, or rejects the call because a limit is reached. */
    public void invoke(int generation, InvokeFunction frame, RegisteredFunction function) {
        RunningInvocation invocation = new RunningInvocation(this, generation, frame, function, runner.now());
        try {
            running.add(invocation);
            if (!invocation.input().takeMemory()) {
                refuse(invocation, "the calls that wait or run use too much memory");
                return;
            }
            FunctionGate gate = function.gate();
            FunctionGate.Entry entry = gate == null ? FunctionGate.Entry.RUNS : gate.enter(invocation);
            switch (entry) {
                case RUNS -> run(invocation);
                case WAITS -> {}
                case REFUSED -> refuse(invocation, "the limit of its concurrent calls is reached");
            }
        } catch (Throwable e) {
            // The caller waits for a result, and the drain waits for the end of the invocation.
            invocation.input().freeMemory();
            invocation.fail(e);
        }
    }

    /** A handler has lost the I/O thread, which it has kept for too long or with which it waits. */
    void lostIoThread(RunningInvocation invocation, Loss loss, StackTraceElement[] stack) {
        String functionId = invocation.functionId();
        if (!invocation.function().definition().isQuick() || !reported.add(functionId)) {
            return;
        }
        Throwable where = new Throwable("the handler was here");
        if (loss != Loss.WAITS) {
            where.setStackTrace(stack);
        }
        log.warn(
                "The handler of {} blocks the I/O thread, although the function is marked with quick(). Another thread"
                        + " reads the connection now. The function runs on handler threads until it has been quick many"
                        + " times; remove quick()",
                functionId,
                where);
    }

    /** Returns {@code true} if this worker itself has made the call with this id, and waits for its result. */
    boolean awaitsResult(UUID invocationId) {
        return runner.awaitsResult(invocationId);
    }

    /** Returns the streamed responses that are not complete. */
    public OpenStreams streams() {
        return streams;
    }

    /** Runs a task on a callback thread. */
    void callBack(Runnable task) {
        threads.callbacks().execute(task);
    }

    /** Runs the completion of an invocation that was admitted before. */
    void execute(Runnable task) {
        threads.finish(task);
    }

    /** Runs an invocation that has passed its gate. If that is refused, the next one that waits at the gate runs instead. */
    private void run(RunningInvocation first) {
        RunningInvocation next = first;
        while (next != null && !submit(next)) {
            next = afterRefusing(next);
        }
    }

    private boolean submit(RunningInvocation invocation) {
        RegisteredFunction function = invocation.function();
        ExecutorQueue queue = function.definition().isQuick() ? quickQueue : executorQueue;
        if (queue == null) {
            return function.place().submit(invocation);
        }
        invocation.limitWait();
        return queue.add(invocation);
    }

    /** An executor of the user has not run an invocation in time, and it will not run any more. */
    void notBegun(RunningInvocation invocation, Duration timeout) {
        refuse(invocation, "the handlerExecutor did not begin to run it within " + timeout.toMillis() + " ms");
        RunningInvocation next = afterLeaving(invocation);
        if (next != null) {
            run(next);
        }
    }

    /** Nothing runs an invocation that has passed its gate. */
    void refused(RunningInvocation invocation) {
        RunningInvocation next = afterRefusing(invocation);
        if (next != null) {
            run(next);
        }
    }

    private @Nullable RunningInvocation afterRefusing(RunningInvocation invocation) {
        refuse(invocation, "the limit of concurrent calls of its worker is reached");
        return afterLeaving(invocation);
    }

    private void refuse(RunningInvocation invocation, String why) {
        invocation.input().freeMemory();
        invocation.refuse(Failures.overloaded(invocation.functionId() + " was not run: " + why));
        // A burst can refuse thousands of calls in a second, and writing a line for each would delay the I/O thread.
        refusals.log(note -> log.warn("{} was not run: {}{}", invocation.functionId(), why, note));
    }

    /** The call has its result, or needs none. */
    void ended(RunningInvocation invocation, @Nullable InvocationResult result) {
        try {
            running.remove(invocation);
        } finally {
            runner.handlerDone(invocation.generation(), result, invocation.receivedNanos());
        }
    }

    /** The handler has returned: a waiting call of the function can run. Has an effect only once for each invocation. */
    void left(RunningInvocation invocation) {
        RunningInvocation next = afterLeaving(invocation);
        if (next != null) {
            run(next);
        }
    }

    /** Returns the call that can run instead; {@code null} if none waits, or if the place was free already. */
    private static @Nullable RunningInvocation afterLeaving(RunningInvocation invocation) {
        if (!invocation.markLeft()) {
            return null;
        }
        invocation.input().freeMemory();
        FunctionGate gate = invocation.function().gate();
        return gate == null ? null : gate.leave();
    }

    EventLoop.Timer after(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    /** Returns the number of invocations that run, or wait to run, and have no result yet. */
    public int running() {
        return running.size();
    }

    /** Cancels the invocations of a connection; of all connections if they are to be interrupted. */
    public void cancel(int generation, boolean interrupt) {
        for (RunningInvocation invocation : running) {
            if (interrupt || invocation.generation() == generation) {
                invocation.cancel(interrupt);
            }
        }
    }

    /** Writes a result, or a part of it, and stops if it is too large. */
    RawJson write(@Nullable Object value) {
        return Payloads.write(value, codec, limit.maxPayloadBytes());
    }

    void checkSize(RawJson result) {
        limit.requirePayload(result.length(), "the result", "use a channel for large data");
    }

    /** Returns {@code true} if a result is not too large. */
    boolean fits(RawJson result) {
        return result.length() <= limit.maxPayloadBytes();
    }

    /**
     * Returns the HTTP request with which an invocation was made; {@code null} if another trigger or a worker made it. A
     * message of a topic or a queue can look like a request, so the triggers of the function must permit one.
     */
    @Nullable
    HttpEnvelope envelope(InvokeFunction frame) {
        HttpEnvelope envelope = HttpEnvelope.of(frame.data());
        if (envelope == null) {
            return null;
        }
        Set<String> types = triggerTypes.apply(frame.functionId());
        return types.isEmpty() || types.contains("http") ? envelope : null;
    }

    /** Returns {@code true} if this worker has registered triggers for a function. */
    boolean hasTriggers(String functionId) {
        return !triggerTypes.apply(functionId).isEmpty();
    }

    /**
     * Logs the error of an invocation that was made by the engine, so that no caller receives it.
     *
     * @param unread whether the input could not be read, so that the handler has not run
     */
    void unheard(RunningInvocation invocation, FunctionException failure, boolean unread) {
        Set<String> types = triggerTypes.apply(invocation.functionId());
        String from = types.isEmpty() ? "" : ", from trigger " + String.join(" or ", types);
        invocation
                .function()
                .unheard()
                .log(note -> log.warn(
                        "{} {} (invocation {}{}): {}{}{}",
                        invocation.functionId(),
                        unread
                                ? "was not run, because its input cannot be read"
                                : types.isEmpty()
                                        ? "returned an error, which no caller receives if a queue has made the call"
                                        : "returned an error that no caller receives",
                        invocation.id(),
                        from,
                        unread ? "" : failure.code() + ": ",
                        failure.getMessage(),
                        note));
    }

    Tracing.Handling trace(InvokeFunction frame, RegisteredFunction function) {
        return function.traced() ? tracing.begin(frame) : Tracing.Handling.NONE;
    }

    boolean showErrorMessages() {
        return showErrorMessages;
    }

    JsonCodec codec() {
        return codec;
    }

    Worker worker() {
        return worker;
    }
}
