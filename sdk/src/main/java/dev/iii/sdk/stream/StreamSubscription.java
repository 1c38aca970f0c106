package dev.iii.sdk.stream;

import java.util.concurrent.CompletableFuture;

/** A place in a stream that a consumer looks at, until it is closed. Thread-safe. */
public interface StreamSubscription extends AutoCloseable {

    /** What the engine knows it by, see {@code stream:join}. */
    String id();

    /** What is looked at. */
    StreamPlace place();

    /**
     * Completes when the listener has been told what is there. While the engine does not answer, it is joined again and again
     * ({@link StreamConsumerOptions#joinTimeout}), so wait with a timeout. Fails with {@link dev.iii.sdk.error.FunctionException}, code {@code
     * unauthorized}, when the engine lets the consumer not in, and with {@link IllegalStateException} when the subscription
     * or its consumer is closed before.
     */
    CompletableFuture<Void> joined();

    /** Leaves. An event that is being told is told to its end, none comes after it. Idempotent. */
    @Override
    void close();
}
