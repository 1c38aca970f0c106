package dev.iii.stub.channel;

import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.transport.SharedLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that still accept connections. A channel is removed when both of its ends have closed, or if one of its
 * ends is still free after 5 minutes. The channels are checked every minute, as long as there are any.
 */
final class OpenChannels implements Channels {

    static final Duration LIFETIME = Duration.ofMinutes(5);
    static final Duration SWEEP = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(OpenChannels.class);

    private final EngineContext engine;
    private final SharedLimits limits;
    private final Map<String, StoredChannel> byId = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean closed;
    private volatile StubClock.@Nullable Alarm nextSweep;

    OpenChannels(EngineContext engine, SharedLimits limits) {
        this.engine = engine;
        this.limits = limits;
    }

    @Override
    public Channel open(int messages) {
        String id = engine.newId().toString();
        String key = engine.newSecret().toString();
        StoredChannel channel = new StoredChannel(
                id,
                key,
                messages,
                engine.clock().nanoTime(),
                () -> byId.remove(id),
                limits,
                task -> engine.clock().after(Duration.ZERO, task));
        byId.put(id, channel);
        sweepLater();
        return channel;
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
