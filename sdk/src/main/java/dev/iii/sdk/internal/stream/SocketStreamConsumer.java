package dev.iii.sdk.internal.stream;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.address.SocketAddresses;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.PoolTimer;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamListener;
import dev.iii.sdk.stream.StreamPath;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** The sockets, threads and subscriptions of one consumer. Thread-safe. */
public final class SocketStreamConsumer implements StreamConsumer {

    private static final String EXAMPLE = "ws://127.0.0.1:3112";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** The time in which the engine must answer the close frame. */
    private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The number of listeners that run at the same time and do not wait, if the threads are platform threads. */
    private static final int RUNNING = 64;

    private static final long OUTBOX = 4 << 20;
    /** A message that does not fit into the outbox would end every connection on which it is sent. */
    private static final int MAX_JOIN_BYTES = 64 << 10;

    private final ConnectRequest request;
    private final StreamConsumerOptions options;
    private final EventLoop loop;
    private final HandlerThreads threads;
    private final RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
    private final Set<SocketSubscription<?>> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean isConnected;

    /** Owned by the I/O thread; the first one always exists. */
    private final List<StreamConnection> connections = new ArrayList<>();

    private SocketStreamConsumer(URI address, StreamConsumerOptions options) {
        this.options = options;
        this.request = new ConnectRequest(
                address,
                options.headers(),
                new Limits(
                        options.maxMessageBytes(),
                        Limits.DEFAULT.maxFragments(),
                        OUTBOX,
                        options.connectTimeout(),
                        CLOSE_TIMEOUT),
                options.sslContext().orElse(null));
        String name = "iii-" + options.name();
        this.loop = new EventLoop(name + "-io");
        this.threads = HandlerThreads.startUnlimited(name + "-handler", RUNNING, PoolTimer.of(loop));
    }

    /**
     * Creates a consumer and starts to connect it.
     *
     * @throws IllegalArgumentException if the address is not a WebSocket address
     */
    public static StreamConsumer connect(String url, StreamConsumerOptions options) {
        Arguments.notNull(options, "options");
        SocketStreamConsumer consumer =
                new SocketStreamConsumer(SocketAddresses.parse(url, "stream address", EXAMPLE), options);
        consumer.loop.execute(consumer::addConnection);
        return consumer;
    }

    @Override
    public <T> StreamSubscription join(String stream, String group, TypeRef<T> type, StreamListener<T> listener) {
        StreamPath path = new StreamPath(
                Arguments.notBlank(stream, "stream name"), Arguments.notNull(group, "group"), Optional.empty());
        return join(path, type, listener);
    }

    @Override
    public <T> StreamSubscription joinItem(
            String stream, String group, String item, TypeRef<T> type, StreamListener<T> listener) {
        StreamPath path = new StreamPath(
                Arguments.notBlank(stream, "stream name"),
                Arguments.notNull(group, "group"),
                Optional.of(Arguments.notNull(item, "item")));
        return join(path, type, listener);
    }

    private <T> StreamSubscription join(StreamPath path, TypeRef<T> type, StreamListener<T> listener) {
        requireReadable(path, Arguments.notNull(type, "type"));
        SocketSubscription<T> subscription = new SocketSubscription<>(
                UUID.randomUUID().toString(),
                path,
                StreamEvent.of(type),
                Arguments.notNull(listener, "listener"),
                threads,
                this::leave);
        int bytes = subscription.message("leave").text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_JOIN_BYTES) {
            throw new InvalidPayloadException(
                    "the names of the stream, the group and the item have " + bytes
                            + " bytes, more than the maximum of " + MAX_JOIN_BYTES + "; shorten them",
                    "",
                    null);
        }
        subscriptions.add(subscription);
        if (closed.get()) {
            subscription.end();
            subscriptions.remove(subscription);
            throw new IllegalStateException("the stream consumer is closed");
        }
        loop.execute(() -> connectionFor(path).join(subscription));
        return subscription;
    }

    /** Refuses a type of items that the default codec can never read, because every event would fail. */
    private void requireReadable(StreamPath path, TypeRef<?> type) {
        JacksonCodec codec = StandardCodec.jackson(options.codec().orElseGet(JsonCodec::standard));
        if (codec == null) {
            return;
        }
        try {
            codec.requireReadable(type.type());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the items of the stream " + path.stream() + ": " + e.getMessage(), e);
        }
    }

    private void leave(SocketSubscription<?> subscription) {
        subscriptions.remove(subscription);
        loop.execute(() -> {
            for (StreamConnection connection : List.copyOf(connections)) {
                if (connection.has(subscription)) {
                    connection.leave(subscription);
                    if (connection.isEmpty() && connection != connections.get(0)) {
                        connection.close();
                        connections.remove(connection);
                    }
                }
            }
        });
    }

    private StreamConnection connectionFor(StreamPath path) {
        for (StreamConnection connection : connections) {
            if (connection.accepts(path)) {
                return connection;
            }
        }
        return addConnection();
    }

    private StreamConnection addConnection() {
        StreamConnection connection = new StreamConnection(request, options, loop, random, this::changed);
        connections.add(connection);
        if (closed.get()) {
            connection.close();
        } else {
            connection.connect();
        }
        return connection;
    }

    private void changed() {
        isConnected = !connections.isEmpty() && connections.get(0).isConnected();
        if (isConnected) {
            threads.execute(() -> connected.complete(null));
        }
        if (closed.get() && connections.stream().allMatch(StreamConnection::hasEnded)) {
            ended.complete(null);
        }
    }

    @Override
    public boolean isConnected() {
        return isConnected;
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        EventLoop.beforeWait();
        try {
            connected.get(Arguments.positive(timeout, "timeout").toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        subscriptions.forEach(SocketSubscription::end);
        subscriptions.clear();
        loop.execute(() -> {
            connections.forEach(StreamConnection::close);
            changed();
        });
        EventLoop.beforeWait();
        try {
            ended.get(END_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Closing the loop closes the remaining sockets.
        }
        try {
            connected.completeExceptionally(new IllegalStateException("the stream consumer is closed"));
        } finally {
            release();
        }
    }

    private void release() {
        try {
            // The loop no longer takes samples of the threads.
            threads.beginClose();
            loop.close();
        } finally {
            try {
                threads.close(CLOSE_TIMEOUT.toNanos());
            } finally {
                // Listeners have read types of the user with the codec that all consumers share.
                StandardCodec.INSTANCE.forget();
            }
        }
    }

    /** Returns the address without its query. */
    @Override
    public String toString() {
        return "StreamConsumer[" + request.displayAddress() + "]";
    }
}
