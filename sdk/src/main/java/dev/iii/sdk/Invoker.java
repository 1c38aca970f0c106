package dev.iii.sdk;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.json.JsonCodec;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs handlers, within the bounds of the worker. */
final class Invoker {

    private static final Logger log = LoggerFactory.getLogger(Invoker.class);

    private final Worker worker;
    private final JsonCodec codec;
    private final HandlerThreads threads;
    private final SessionRunner runner;
    private final int maxResultBytes;
    private final Set<RunningInvocation> running = ConcurrentHashMap.newKeySet();

    Invoker(Worker worker, JsonCodec codec, HandlerThreads threads, SessionRunner runner, int maxResultBytes) {
        this.worker = worker;
        this.codec = codec;
        this.threads = threads;
        this.runner = runner;
        this.maxResultBytes = maxResultBytes;
    }

    void invoke(int generation, InvokeFunction frame, FunctionDefinition<?> function) {
        RunningInvocation invocation = new RunningInvocation(this, generation, frame, function);
        running.add(invocation);
        if (!threads.tryExecute(invocation)) {
            log.warn("{} was not run: the inbox of the worker is full", frame.functionId());
            ended(invocation, overloaded(frame));
        }
    }

    private static @Nullable InvocationResult overloaded(InvokeFunction frame) {
        UUID id = frame.invocationId();
        ErrorBody error = new ErrorBody(
                Failures.OVERLOADED, frame.functionId() + " was not run: the inbox of its worker is full");
        return id == null ? null : new InvocationResult(id, frame.functionId(), null, error, null, null);
    }

    void ended(RunningInvocation invocation, @Nullable InvocationResult result) {
        running.remove(invocation);
        runner.handlerDone(invocation.generation(), result);
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

    JsonCodec codec() {
        return codec;
    }

    Worker worker() {
        return worker;
    }
}
