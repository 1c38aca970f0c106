package dev.iii.stub.core;

import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a built-in function. Belongs to the thread that answers it. */
public final class Call {

    private final Invocation invocation;
    private final @Nullable Worker caller;
    private @Nullable List<Runnable> afterAnswer;

    Call(Invocation invocation, @Nullable Worker caller) {
        this.invocation = invocation;
        this.caller = caller;
    }

    public String functionId() {
        return invocation.functionId();
    }

    public String namespace() {
        return invocation.namespace();
    }

    /** The payload as the caller sent it. */
    public RawJson data() {
        return invocation.data();
    }

    /** The payload as a worker would get it, with {@code _caller_worker_id} when a worker called. */
    public RawJson dataWithCaller() {
        return caller == null ? data() : CallerId.into(data(), caller.idBytes());
    }

    public @Nullable RawJson metadata() {
        return invocation.metadata();
    }

    /** The trace that this call belongs to; below the engine's own span of the call when there is one. */
    public TraceContext trace() {
        return invocation.trace();
    }

    /** The worker that called; {@code null} for deliveries, jobs and calls of the engine itself. */
    public @Nullable Worker caller() {
        return caller;
    }

    /**
     * Runs the task when the answer is on its way to the caller, so that what a call causes comes after its answer.
     * Only while the call is being answered.
     */
    public void afterAnswer(Runnable task) {
        List<Runnable> tasks = afterAnswer;
        if (tasks == null) {
            tasks = new ArrayList<>(1);
            afterAnswer = tasks;
        }
        tasks.add(task);
    }

    @Nullable
    List<Runnable> afterAnswer() {
        return afterAnswer;
    }
}
