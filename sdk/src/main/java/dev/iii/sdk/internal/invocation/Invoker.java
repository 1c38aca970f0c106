package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handlers of functions within the limits of the worker. Thread-safe. */
public final class Invoker {

    private static final Logger log = LoggerFactory.getLogger(Invoker.class);

    private final Worker worker;
    private final JsonCodec codec;
    private final WorkerThreads threads;
    private final SessionRunner runner;
    private final EventLoop loop;
    private final int maxResultBytes;
    private final Tracing tracing;
    private final OpenStreams streams = new OpenStreams();
    private final Set<RunningInvocation> running = ConcurrentHashMap.newKeySet();

    /**
     * Creates an invoker for one worker.
     *
     * @param maxResultBytes the maximum size of a result
     */
    public Invoker(
            Worker worker,
            JsonCodec codec,
            WorkerThreads threads,
            SessionRunner runner,
            EventLoop loop,
            int maxResultBytes,
            Tracing tracing) {
        this.worker = worker;
        this.codec = codec;
        this.threads = threads;
        this.runner = runner;
        this.loop = loop;
        this.maxResultBytes = maxResultBytes;
        this.tracing = tracing;
    }

    /** Runs the handler of a function for a call, or rejects the call because a limit is reached. */
    public void invoke(int generation, InvokeFunction frame, RegisteredFunction function) {
        RunningInvocation invocation = new RunningInvocation(this, generation, frame, function, runner.now());
        running.add(invocation);
        if (function.definition().isQuick()) {
            invocation.run();
            return;
        }
        FunctionGate gate = function.gate();
        FunctionGate.Entry entry = gate == null ? FunctionGate.Entry.RUNS : gate.enter(invocation);
        switch (entry) {
            case RUNS -> execute(invocation);
            case WAITS -> {}
            case REFUSED -> refuse(invocation, "the limit of its concurrent calls is reached");
        }
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

    private void execute(RunningInvocation invocation) {
        if (!threads.handlers().tryExecute(invocation)) {
            refuse(invocation, "the limit of concurrent calls of its worker is reached");
            left(invocation);
        }
    }

    private void refuse(RunningInvocation invocation, String why) {
        log.warn("{} was not run: {}", invocation.functionId(), why);
        invocation.refuse(Failures.overloaded(invocation.functionId() + " was not run: " + why));
    }

    /** The call has its result, or needs none. */
    void ended(RunningInvocation invocation, @Nullable InvocationResult result) {
        running.remove(invocation);
        runner.handlerDone(invocation.generation(), result, invocation.receivedNanos());
    }

    /** The handler has returned: a waiting call of the function can run. */
    void left(RunningInvocation invocation) {
        FunctionGate gate = invocation.function().gate();
        RunningInvocation next = gate == null ? null : gate.leave();
        if (next != null) {
            execute(next);
        }
    }

    EventLoop.Timer after(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    /** Cancels the invocations of a connection; of all connections if they are to be interrupted. */
    public void cancel(int generation, boolean interrupt) {
        for (RunningInvocation invocation : running) {
            if (interrupt || invocation.generation() == generation) {
                invocation.cancel(interrupt);
            }
        }
    }

    void checkSize(RawJson result) {
        if (result.length() > maxResultBytes) {
            throw new InvalidPayloadException(
                    "the result has " + result.length() + " bytes, more than the maximum of " + maxResultBytes
                            + "; use a channel for large data",
                    "",
                    null);
        }
    }

    Tracing.Handling trace(InvokeFunction frame, RegisteredFunction function) {
        return function.traced() ? tracing.begin(frame) : Tracing.Handling.NONE;
    }

    JsonCodec codec() {
        return codec;
    }

    Worker worker() {
        return worker;
    }
}
