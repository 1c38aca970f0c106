package dev.iii.sdk.stream;

import dev.iii.sdk.Json;
import dev.iii.sdk.TypeRef;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.SocketAddresses;
import dev.iii.sdk.internal.stream.ConsumerCore;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at streams from outside, over the engine's stream port (engine behaviour, section 11): no worker, no functions. It
 * connects by itself, again and again, and joins anew on each connection; the engine then tells what is there. Thread-safe.
 *
 * <pre>{@code
 * try (StreamConsumer consumer = StreamConsumer.connect("ws://127.0.0.1:3112")) {
 *     consumer.join("carts", "user-7", Line.class, event -> {
 *         if (event instanceof StreamEvent.Synced<Line> synced) {
 *             view.replaceWith(synced.items());
 *         } else if (event instanceof StreamEvent.Updated<Line> updated) {
 *             view.put(updated.place().item().orElseThrow(), updated.item());
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>What has come and was not told yet is bounded by {@link StreamConsumerOptions#maxBufferedBytes}: beyond that the
 * consumer stops reading, so that one slow listener holds up the others of its socket; a slow one should have a consumer of
 * its own. Subscriptions of the same group get sockets of their own, since the engine does not say for which of them an
 * event is. An engine whose Redis was restarted sends no events any more on sockets from before (section 22).
 */
public final class StreamConsumer implements AutoCloseable {

    private final ConsumerCore core;

    private StreamConsumer(ConsumerCore core) {
        this.core = core;
    }

    /**
     * Begins to connect.
     *
     * @param url the engine's stream port, {@code ws://host:port}; a query is handed to its auth function
     * @throws IllegalArgumentException when the address is not of this form
     */
    public static StreamConsumer connect(String url) {
        return connect(url, StreamConsumerOptions.builder().build());
    }

    /** Begins to connect. */
    public static StreamConsumer connect(String url, StreamConsumerOptions options) {
        Arguments.notNull(options, "options");
        URI address = SocketAddresses.parse(url, "stream address", "ws://127.0.0.1:3112");
        return new StreamConsumer(new ConsumerCore(address, options));
    }

    /** Looks at a group of a stream. */
    public <T> StreamSubscription join(String stream, String group, Class<T> type, StreamListener<T> listener) {
        Arguments.notNull(type, "type");
        return join(place(stream, group), listener, value -> value.as(type));
    }

    /** Looks at a group of a stream, with items of a generic type. */
    public <T> StreamSubscription join(String stream, String group, TypeRef<T> type, StreamListener<T> listener) {
        Arguments.notNull(type, "type");
        return join(place(stream, group), listener, value -> value.as(type));
    }

    /** Looks at one item. It need not be there yet. */
    public <T> StreamSubscription joinItem(
            String stream, String group, String item, Class<T> type, StreamListener<T> listener) {
        Arguments.notNull(type, "type");
        return join(place(stream, group, item), listener, value -> value.as(type));
    }

    /** Looks at one item of a generic type. It need not be there yet. */
    public <T> StreamSubscription joinItem(
            String stream, String group, String item, TypeRef<T> type, StreamListener<T> listener) {
        Arguments.notNull(type, "type");
        return join(place(stream, group, item), listener, value -> value.as(type));
    }

    private <T> StreamSubscription join(
            StreamPlace place, StreamListener<T> listener, Function<Json, @Nullable T> reader) {
        return core.join(place, reader, Arguments.notNull(listener, "listener"));
    }

    private static StreamPlace place(String stream, String group) {
        return new StreamPlace(
                Arguments.notBlank(stream, "stream name"), Arguments.notNull(group, "group"), Optional.empty());
    }

    private static StreamPlace place(String stream, String group, String item) {
        return new StreamPlace(place(stream, group).stream(), group, Optional.of(Arguments.notNull(item, "item")));
    }

    /** Whether it is connected at this moment. */
    public boolean isConnected() {
        return core.isConnected();
    }

    /**
     * Waits for the first connection.
     *
     * @return whether there was one in time
     */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return core.awaitConnected(Arguments.positive(timeout, "timeout"));
    }

    /** Leaves everything, waits for listeners that run, at most 5 s, and ends all threads. Idempotent. */
    @Override
    public void close() {
        core.close();
    }

    /** Leaves the query out. */
    @Override
    public String toString() {
        return "StreamConsumer[" + core + "]";
    }
}
