package dev.iii.sdk.stream;

import java.util.concurrent.CompletableFuture;

/** A subscription of a consumer to a group of a stream, or to one item of it. It remains until it is closed. Thread-safe. */
public interface StreamSubscription extends AutoCloseable {

    /**
     * Returns the id of the subscription, which the engine passes to the functions that are bound to {@code stream:join}.
     */
    String id();

    /** Returns the path of the group or item. */
    StreamPath path();

    /**
     * Returns a future that completes with {@code null} when the listener has received the current items. While the engine
     * does not respond, the consumer joins again repeatedly ({@link StreamConsumerOptions#joinTimeout}): wait with a
     * timeout.
     *
     * <p>The future fails with {@link dev.iii.sdk.error.FunctionException}, code {@code unauthorized}, if the engine
     * refuses the consumer. It fails with {@link IllegalStateException} if the subscription or its consumer is closed
     * first. It completes on a handler thread of the consumer, or on the thread that closes.
     */
    CompletableFuture<Void> joined();

    /** Ends the subscription. A call of the listener that is running is completed; no further call follows. Idempotent. */
    @Override
    void close();
}
