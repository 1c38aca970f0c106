package dev.iii.stub.core.routing;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Call;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.call.CallerId;
import dev.iii.stub.core.call.Invocation;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a built-in function, with the tasks that run after its result. */
final class BuiltInCall implements Call {

    private final Invocation invocation;
    private final @Nullable Worker caller;
    private @Nullable List<Runnable> afterAnswer;

    BuiltInCall(Invocation invocation, @Nullable Worker caller) {
        this.invocation = invocation;
        this.caller = caller;
    }

    @Override
    public String functionId() {
        return invocation.functionId();
    }

    @Override
    public String namespace() {
        return invocation.namespace();
    }

    @Override
    public RawJson payload() {
        return invocation.payload();
    }

    @Override
    public RawJson payloadWithCaller() {
        return caller == null ? payload() : CallerId.into(payload(), caller.idBytes());
    }

    @Override
    public @Nullable RawJson metadata() {
        return invocation.metadata();
    }

    @Override
    public TraceContext trace() {
        return invocation.trace();
    }

    @Override
    public @Nullable ConnectedWorker caller() {
        return caller;
    }

    @Override
    public void afterAnswer(Runnable task) {
        List<Runnable> tasks = afterAnswer;
        if (tasks == null) {
            tasks = new ArrayList<>(1);
            afterAnswer = tasks;
        }
        tasks.add(task);
    }

    /** Returns the tasks that run after the result, or {@code null} if there are none. */
    @Nullable
    List<Runnable> tasksAfterAnswer() {
        return afterAnswer;
    }
}
