package dev.iii.stub.core.api;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a built-in function, as the engine worker that answers it sees it. Not thread-safe: it belongs to
 * the thread that answers it.
 */
public interface Invocation {

    /** Returns the id of the called function. */
    String functionId();

    /** Returns the namespace of the called function. */
    String namespace();

    /** Returns the payload as the caller sent it. */
    RawJson payload();

    /** Returns the payload as a worker would get it: with {@code _caller_worker_id} if a worker called. */
    RawJson payloadWithCaller();

    /** Returns the metadata of the call, or {@code null} if there is none. */
    @Nullable
    RawJson metadata();

    /** Returns the trace that this call belongs to. If the engine makes a span for the call, that span is the parent. */
    TraceContext trace();

    /** Returns the worker that called, or {@code null} if the engine itself called, for example for a delivery. */
    @Nullable
    ConnectedWorker caller();

    /**
     * Runs the task after the result has been sent to the caller, so that the effects of a call come after its result.
     * Must be called before the function returns or completes its stage.
     */
    void afterAnswer(Runnable task);
}
