package dev.iii.sdk.stream;

import dev.iii.sdk.json.TypeRef;
import java.time.Duration;

/**
 * Receives the events of streams over the stream port of the engine (engine behaviour, section 11), without a worker and
 * without functions. Created by {@code Iii.connectStreams} or {@link StreamClient#consumer(String)}. It connects in the
 * background, reconnects automatically and joins again on every new connection; the engine then sends the current items.
 * Thread-safe.
 *
 * <pre>{@code
 * try (StreamConsumer consumer = Iii.connectStreams("ws://127.0.0.1:3112")) {
 *     consumer.join("carts", "user-7", Line.class, event -> {
 *         if (event instanceof StreamEvent.Synced<Line> synced) {
 *             view.replaceWith(synced.items());
 *         } else if (event instanceof StreamEvent.Updated<Line> updated) {
 *             view.put(updated.path().item().orElseThrow(), updated.item());
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>Events that have arrived and were not delivered yet are bounded by {@link StreamConsumerOptions#maxBufferedBytes}. Beyond
 * that the consumer stops reading, so that a slow listener delays the other listeners of its socket; give it a separate
 * consumer. Subscriptions of the same group get separate sockets, because the engine does not say to which of them an event
 * belongs. After a restart of its Redis, an engine sends no more events over sockets that were open before (section 22).
 */
public interface StreamConsumer extends AutoCloseable {

    /**
     * Subscribes to a group of a stream.
     *
     * @param type the type of the items
     * @param listener receives the events on handler threads of the consumer, one at a time
     * @throws IllegalArgumentException if the codec can never read the type; the message contains the field and the remedy
     * @throws IllegalStateException if the consumer is closed
     * @throws dev.iii.sdk.error.InvalidPayloadException if the names together have more than 64 KiB
     */
    default <T> StreamSubscription join(String stream, String group, Class<T> type, StreamListener<T> listener) {
        return join(stream, group, TypeRef.of(type), listener);
    }

    /**
     * Subscribes to a group of a stream with items of a generic type. Otherwise like {@link #join(String, String, Class,
     * StreamListener)}.
     */
    <T> StreamSubscription join(String stream, String group, TypeRef<T> type, StreamListener<T> listener);

    /** Subscribes to one item, which need not exist yet. Otherwise like {@link #join(String, String, Class, StreamListener)}. */
    default <T> StreamSubscription joinItem(
            String stream, String group, String item, Class<T> type, StreamListener<T> listener) {
        return joinItem(stream, group, item, TypeRef.of(type), listener);
    }

    /**
     * Subscribes to one item of a generic type, which need not exist yet. Otherwise like {@link #join(String, String, Class,
     * StreamListener)}.
     */
    <T> StreamSubscription joinItem(
            String stream, String group, String item, TypeRef<T> type, StreamListener<T> listener);

    /** Returns {@code true} if the consumer is connected at this moment. */
    boolean isConnected();

    /**
     * Waits for the first connection.
     *
     * @param timeout the maximum time to wait; must be positive
     * @return {@code true} if the consumer was connected in time
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitConnected(Duration timeout) throws InterruptedException;

    /** Ends all subscriptions, waits at most 5 s for running listeners, and stops all threads. Idempotent. */
    @Override
    void close();
}
