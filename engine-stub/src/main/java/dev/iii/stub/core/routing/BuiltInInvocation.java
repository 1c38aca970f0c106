package dev.iii.stub.core.routing;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.CallerId;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An invocation of a built-in function, with the tasks that run after its result. */
final class BuiltInInvocation implements Invocation {

    private final Call call;
    private final @Nullable Worker caller;
    private @Nullable List<Runnable> afterAnswer;

    BuiltInInvocation(Call call, @Nullable Worker caller) {
        this.call = call;
        this.caller = caller;
    }

    @Override
    public String functionId() {
        return call.functionId();
    }

    @Override
    public String namespace() {
        return call.namespace();
    }

    @Override
    public RawJson payload() {
        return call.payload();
    }

    @Override
    public RawJson payloadWithCaller() {
        return caller == null ? payload() : CallerId.into(payload(), caller.idBytes());
    }

    @Override
    public @Nullable RawJson metadata() {
        return call.metadata();
    }

    @Override
    public TraceContext trace() {
        return call.trace();
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
