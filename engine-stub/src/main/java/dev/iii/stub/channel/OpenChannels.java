package dev.iii.stub.channel;

import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineListener;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Overload;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.HeapShare;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.LogLimiter;
import dev.iii.transport.SharedLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The channels that still accept connections. A channel is removed when both of its ends have closed, or if one of its
 * ends is still free after 5 minutes. The channels are checked every minute, as long as there are any.
 *
 * <p>The memory of the channels that a worker has created counts as the memory of its calls does, also after the worker has
 * disconnected. If the worker is dropped for it, its channels are removed. Channels of HTTP requests do not count: they end
 * with their requests.
 */
final class OpenChannels implements Channels, EngineListener {

    static final Duration LIFETIME = Duration.ofMinutes(5);
    static final Duration SWEEP = Duration.ofMinutes(1);

    private static final int REFUSAL_LINES = 10;
    private static final Duration REFUSAL_PERIOD = Duration.ofMinutes(1);

    /** The memory of a channel without messages, about. */
    static final int CHANNEL_BYTES = 800;

    /** The maximum number of channels that calls of the engine itself create, for example for an http trigger. */
    static final long MAX_UNOWNED = HeapShare.limit(Long.MAX_VALUE, 64) / CHANNEL_BYTES;

    private static final Logger log = BoundedLogger.of(OpenChannels.class);

    private final EngineContext engine;
    private final SharedLimits limits;
    private final LogLimiter refusals;
    private final Map<String, StoredChannel> byId = new ConcurrentHashMap<>();
    private final Map<ConnectedWorker, Set<StoredChannel>> byOwner = new ConcurrentHashMap<>();
    private final AtomicLong unowned = new AtomicLong();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean closed;
    private volatile StubClock.@Nullable Alarm nextSweep;

    OpenChannels(EngineContext engine, SharedLimits limits) {
        this.engine = engine;
        this.refusals = new LogLimiter(engine.clock()::nanoTime, REFUSAL_LINES, REFUSAL_PERIOD);
        this.limits = limits;
    }

    @Override
    public Channel open(int messages) {
        return open(messages, channel -> {});
    }

    /**
     * Opens a channel that counts for its owner.
     *
     * @param owner the worker that creates the channel, or {@code null} if the engine itself does
     * @throws InvocationFailed if there are too many channels
     */
    Channel openFor(@Nullable ConnectedWorker owner, int messages) {
        if (!(owner == null ? holdUnowned() : owner.hold(CHANNEL_BYTES))) {
            refusals.log(note -> log.warn(
                    "A channel for {} is refused: channels, and calls without a result, use too much memory{}",
                    owner == null ? "the engine" : "worker " + owner,
                    note));
            throw new InvocationFailed(Overload.notRun("The channel was not created: channels of this worker, and its"
                    + " calls without a result, use too much memory of the engine"));
        }
        if (owner == null) {
            return open(messages, channel -> unowned.decrementAndGet());
        }
        StoredChannel channel = open(messages, removed -> {
            owner.release(CHANNEL_BYTES);
            byOwner.computeIfPresent(owner, (worker, channels) -> {
                channels.remove(removed);
                return channels.isEmpty() ? null : channels;
            });
        });
        byOwner.compute(owner, (worker, channels) -> {
            Set<StoredChannel> all = channels == null ? new HashSet<>() : channels;
            all.add(channel);
            return all;
        });
        return channel;
    }

    @Override
    public void evicted(ConnectedWorker worker) {
        Set<StoredChannel> channels = byOwner.remove(worker);
        if (channels != null) {
            channels.forEach(Channel::remove);
        }
    }

    private StoredChannel open(int messages, Consumer<StoredChannel> onRemoved) {
        String id = engine.newId().toString();
        String key = engine.newSecret().toString();
        StoredChannel channel = new StoredChannel(
                id,
                key,
                messages,
                engine.clock().nanoTime(),
                () -> removed(id, onRemoved),
                limits,
                task -> engine.clock().after(Duration.ZERO, task));
        byId.put(id, channel);
        sweepLater();
        return channel;
    }

    private boolean holdUnowned() {
        if (unowned.incrementAndGet() > MAX_UNOWNED) {
            unowned.decrementAndGet();
            return false;
        }
        return true;
    }

    private void removed(String id, Consumer<StoredChannel> onRemoved) {
        StoredChannel channel = byId.remove(id);
        if (channel != null) {
            onRemoved.accept(channel);
        }
    }

    /** Returns the channel with this id, if the key is correct. */
    Optional<StoredChannel> find(String id, String key) {
        return Optional.ofNullable(byId.get(id)).filter(channel -> channel.opensWith(key));
    }

    int count() {
        return byId.size();
    }

    void close() {
        closed = true;
        StubClock.Alarm alarm = nextSweep;
        if (alarm != null) {
            alarm.cancel();
        }
        byId.values().forEach(Channel::remove);
    }

    private void sweepLater() {
        if (!closed && sweeping.compareAndSet(false, true)) {
            nextSweep = engine.clock().after(SWEEP, this::sweep);
        }
    }

    private void sweep() {
        sweeping.set(false);
        long now = engine.clock().nanoTime();
        for (StoredChannel channel : byId.values()) {
            if (now - channel.createdNanos() >= LIFETIME.toNanos() && channel.isWaitingForAnEnd()) {
                log.info(
                        "Removing {}: a reader or a writer did not connect within {} min",
                        channel,
                        LIFETIME.toMinutes());
                channel.remove();
            }
        }
        if (!byId.isEmpty()) {
            sweepLater();
        }
    }
}
