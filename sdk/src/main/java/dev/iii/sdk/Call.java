package dev.iii.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that waits for its answer, with what goes beside the payload. Immutable.
 *
 * <pre>{@code
 * Sold sold = worker.trigger(Call.to("cmd::sell-item", sell).timeout(Duration.ofSeconds(2)), Sold.class);
 * worker.trigger(Call.to("notify::low-stock", sold).enqueue("alerts"));
 * worker.trigger(Call.to("audit::sold", sold).withoutReply());
 * }</pre>
 */
public final class Call {

    private final CallSpec spec;

    private Call(CallSpec spec) {
        this.spec = spec;
    }

    /**
     * A call of this function.
     *
     * @param payload any value that can be written as JSON, a {@link Json}, or {@code null}
     * @throws IllegalArgumentException when the function id is blank
     */
    public static Call to(String functionId, @Nullable Object payload) {
        return new Call(new CallSpec(Checks.notBlank(functionId, "function id"), payload, null, null, null, null));
    }

    /**
     * How long to wait for the answer, from the moment of the call; {@link WorkerOptions#callTimeout} when not set.
     *
     * @throws IllegalArgumentException when it is not longer than zero
     */
    public Call timeout(Duration timeout) {
        return new Call(spec.withTimeout(Checks.positive(timeout, "timeout")));
    }

    /** Any value, delivered to the handler beside the payload. */
    public Call metadata(@Nullable Object metadata) {
        return new Call(spec.withMetadata(metadata));
    }

    /**
     * Where the function is looked up. When it is not set: the worker's own namespace, and {@code default} for functions
     * of the engine.
     *
     * @throws IllegalArgumentException when it is blank
     */
    public Call namespace(String namespace) {
        return new Call(spec.withNamespace(Checks.notBlank(namespace, "namespace")));
    }

    /** The same call, marked as one that does no harm when it runs twice: it is made again when its outcome is unknown. */
    public Call idempotent() {
        return idempotent(RetryPolicy.DEFAULT);
    }

    /** The same call, marked as one that does no harm when it runs twice, with a policy of its own. */
    public Call idempotent(RetryPolicy policy) {
        return new Call(spec.withRetries(Checks.notNull(policy, "retry policy")));
    }

    /**
     * The same call, put into a queue of the engine's queue worker: the answer is a receipt.
     *
     * @throws IllegalArgumentException when the name of the queue is blank
     */
    public EnqueueCall enqueue(String queue) {
        return new EnqueueCall(spec, Checks.notBlank(queue, "queue"));
    }

    /** The same call with action void: no answer, not even an error. */
    public VoidCall withoutReply() {
        return new VoidCall(spec);
    }

    CallSpec spec() {
        return spec;
    }

    @Override
    public String toString() {
        return "Call[" + spec.functionId() + "]";
    }
}
