package dev.iii.sdk.internal.stream;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamListener;
import dev.iii.sdk.stream.StreamPlace;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The sockets, threads and subscriptions of one consumer. Thread-safe. */
public final class ConsumerCore {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_RUNNING = 64;
    private static final long OUTBOX = 4 << 20;

    private final ConnectRequest request;
    private final StreamConsumerOptions options;
    private final EventLoop loop;
    private final HandlerThreads threads;
    private final RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
    private final Set<Subscriber<?>> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean isConnected;

    /** Owned by the loop; the first one is always there. */
    private final List<Lane> lanes = new ArrayList<>();

    /** Begins to connect. */
    public ConsumerCore(URI address, StreamConsumerOptions options) {
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
        this.threads = HandlerThreads.start(name + "-handler", MAX_RUNNING, MAX_RUNNING);
        loop.execute(this::addLane);
    }

    /** Joins as soon as there is a connection, and again with every new one. */
    public <T> StreamSubscription join(
            StreamPlace place, Function<Json, @Nullable T> reader, StreamListener<T> listener) {
        Subscriber<T> subscriber =
                new Subscriber<>(UUID.randomUUID().toString(), place, reader, listener, threads, this::leave);
        subscribers.add(subscriber);
        if (closed.get()) {
            subscriber.end();
            subscribers.remove(subscriber);
            throw new IllegalStateException("the stream consumer is closed");
        }
        loop.execute(() -> laneFor(place).join(subscriber));
        return subscriber;
    }

    private void leave(Subscriber<?> subscriber) {
        subscribers.remove(subscriber);
        loop.execute(() -> {
            for (Lane lane : List.copyOf(lanes)) {
                if (lane.has(subscriber)) {
                    lane.leave(subscriber);
                    if (lane.isEmpty() && lane != lanes.get(0)) {
                        lane.close();
                        lanes.remove(lane);
                    }
                }
            }
        });
    }

    private Lane laneFor(StreamPlace place) {
        for (Lane lane : lanes) {
            if (lane.takes(place)) {
                return lane;
            }
        }
        return addLane();
    }

    private Lane addLane() {
        Lane lane = new Lane(request, options, loop, random, this::changed);
        lanes.add(lane);
        if (closed.get()) {
            lane.close();
        } else {
            lane.connect();
        }
        return lane;
    }

    private void changed() {
        isConnected = !lanes.isEmpty() && lanes.get(0).isConnected();
        if (isConnected) {
            threads.execute(() -> connected.complete(null));
        }
        if (closed.get() && lanes.stream().allMatch(Lane::hasEnded)) {
            ended.complete(null);
        }
    }

    public boolean isConnected() {
        return isConnected;
    }

    /** Whether it was connected in time. */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        try {
            connected.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Leaves by closing the sockets, waits for what runs, and ends all threads. Idempotent. */
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        subscribers.forEach(Subscriber::end);
        subscribers.clear();
        loop.execute(() -> {
            lanes.forEach(Lane::close);
            changed();
        });
        try {
            ended.get(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The loop drops what is left.
        }
        connected.completeExceptionally(new IllegalStateException("the stream consumer is closed"));
        loop.close();
        threads.close(CLOSE_TIMEOUT.toNanos());
    }

    @Override
    public String toString() {
        return request.displayAddress();
    }
}
