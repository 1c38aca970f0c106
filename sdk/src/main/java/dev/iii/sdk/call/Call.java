package dev.iii.sdk.call;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function: its payload and its options. Immutable.
 *
 * <p>Pass a call to {@code Worker.trigger} to wait for the result, or to {@code Worker.triggerAsync} to get a future.
 *
 * <pre>{@code
 * Sold sold = worker.trigger(Call.to("cmd::sell-item", sell).timeout(Duration.ofSeconds(2)), Sold.class);
 * worker.trigger(Call.to("notify::low-stock", sold).enqueue("default"));
 * worker.trigger(Call.to("audit::sold", sold).withoutReply());
 * }</pre>
 */
public final class Call {

    private final String functionId;
    private final @Nullable Object payload;
    private final @Nullable Object metadata;
    private final @Nullable Duration timeout;
    private final @Nullable String namespace;
    private final @Nullable RetryPolicy retryPolicy;

    private Call(
            String functionId,
            @Nullable Object payload,
            @Nullable Object metadata,
            @Nullable Duration timeout,
            @Nullable String namespace,
            @Nullable RetryPolicy retryPolicy) {
        this.functionId = functionId;
        this.payload = payload;
        this.metadata = metadata;
        this.timeout = timeout;
        this.namespace = namespace;
        this.retryPolicy = retryPolicy;
    }

    /**
     * Creates a call of a function.
     *
     * @param functionId the id of the function, for example {@code cmd::sell-item}
     * @param payload a value that can be written as JSON, a {@link dev.iii.sdk.json.Json}, or {@code null}
     * @throws IllegalArgumentException if the function id is {@code null} or blank
     */
    public static Call to(String functionId, @Nullable Object payload) {
        return new Call(Arguments.notBlank(functionId, "function id"), payload, null, null, null, null);
    }

    /**
     * Returns a copy of this call with a timeout: the maximum time from the call until its result. Default: {@code
     * WorkerOptions.callTimeout}.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public Call timeout(Duration timeout) {
        return new Call(functionId, payload, metadata, Arguments.positive(timeout, "timeout"), namespace, retryPolicy);
    }

    /** Returns a copy of this call with metadata: a value that the handler receives in addition to the payload. */
    public Call metadata(@Nullable Object metadata) {
        return new Call(functionId, payload, metadata, timeout, namespace, retryPolicy);
    }

    /** Returns a copy of this call with another payload. */
    public Call payload(@Nullable Object payload) {
        return new Call(functionId, payload, metadata, timeout, namespace, retryPolicy);
    }

    /**
     * Returns a copy of this call with the namespace in which the engine looks for the function. Default: the namespace of
     * the worker, and {@code default} for functions of the engine.
     *
     * @throws IllegalArgumentException if the namespace is {@code null} or blank
     */
    public Call namespace(String namespace) {
        return new Call(
                functionId, payload, metadata, timeout, Arguments.notBlank(namespace, "namespace"), retryPolicy);
    }

    /**
     * Returns a copy of this call that is repeated with {@link RetryPolicy#DEFAULT} if its outcome is unknown. Use it only
     * for functions that have no additional effect if they run twice.
     */
    public Call idempotent() {
        return idempotent(RetryPolicy.DEFAULT);
    }

    /**
     * Returns a copy of this call that is repeated if its outcome is unknown. Use it only for functions that have no
     * additional effect if they run twice.
     *
     * @throws IllegalArgumentException if the policy is {@code null}
     */
    public Call idempotent(RetryPolicy policy) {
        return new Call(functionId, payload, metadata, timeout, namespace, Arguments.notNull(policy, "retry policy"));
    }

    /**
     * Returns a call that puts this call into a queue of the engine. Its result is a receipt.
     *
     * @throws IllegalArgumentException if the name of the queue is {@code null} or blank
     */
    public EnqueueCall enqueue(String queue) {
        return new EnqueueCall(this, Arguments.notBlank(queue, "queue"));
    }

    /** Returns a call with the action void: the engine sends no result and no error. */
    public VoidCall withoutReply() {
        return new VoidCall(this);
    }

    /** Returns the id of the function. */
    public String functionId() {
        return functionId;
    }

    /** Returns the payload; {@code null} if there is none. */
    public @Nullable Object payload() {
        return payload;
    }

    /** Returns the metadata; {@code null} if there is none. */
    public @Nullable Object metadata() {
        return metadata;
    }

    /** Returns the timeout; empty if the default of the worker applies. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Returns the namespace; empty if the default applies. */
    public Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }

    /** Returns the retry policy of an idempotent call; empty if the call is not repeated. */
    public Optional<RetryPolicy> retryPolicy() {
        return Optional.ofNullable(retryPolicy);
    }

    /** Returns the function id without the payload, which may contain secrets. */
    @Override
    public String toString() {
        return "Call[" + functionId + "]";
    }
}
