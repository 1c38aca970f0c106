package dev.iii.sdk;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs handlers, within the bounds of the worker. */
final class Invoker {

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

    Invoker(
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

    void invoke(int generation, InvokeFunction frame, RegisteredFunction function) {
        RunningInvocation invocation = new RunningInvocation(this, generation, frame, function);
        running.add(invocation);
        if (function.definition().extras().quick) {
            invocation.run();
            return;
        }
        FunctionGate gate = function.gate();
        FunctionGate.Entry entry = gate == null ? FunctionGate.Entry.RUNS : gate.enter(invocation);
        switch (entry) {
            case RUNS -> execute(invocation);
            case WAITS -> {}
            case REFUSED -> refuse(invocation, "it has as many calls as it may have");
        }
    }

    OpenStreams streams() {
        return streams;
    }

    void callBack(Runnable task) {
        threads.callbacks().execute(task);
    }

    /** For the end of an invocation that has been admitted before. */
    void execute(Runnable task) {
        threads.finish(task);
    }

    private void execute(RunningInvocation invocation) {
        if (!threads.handlers().tryExecute(invocation)) {
            refuse(invocation, "its worker has as many calls as it may have");
            left(invocation);
        }
    }

    private void refuse(RunningInvocation invocation, String why) {
        log.warn("{} was not run: {}", invocation.functionId(), why);
        invocation.refuse(new ErrorBody(Failures.OVERLOADED, invocation.functionId() + " was not run: " + why));
    }

    /** The call has its answer, or needs none. */
    void ended(RunningInvocation invocation, @Nullable InvocationResult result) {
        running.remove(invocation);
        runner.handlerDone(invocation.generation(), result);
    }

    /** The handler has returned: there is a place for the next one. */
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

    void cancel(int generation, boolean interrupt) {
        for (RunningInvocation invocation : running) {
            if (interrupt || invocation.generation() == generation) {
                invocation.cancel(interrupt);
            }
        }
    }

    void checkSize(RawJson result) {
        if (result.length() > maxResultBytes) {
            throw new InvalidPayloadException(
                    "it has " + result.length() + " bytes; the engine takes " + maxResultBytes + " at most", "", null);
        }
    }

    Tracing.Handling trace(InvokeFunction frame, RegisteredFunction function) {
        return function.definition().extras().untraced ? Tracing.Handling.NONE : tracing.begin(frame);
    }

    JsonCodec codec() {
        return codec;
    }

    Worker worker() {
        return worker;
    }
}
