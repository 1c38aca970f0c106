package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes live ends of references, on the sockets loop of a worker and with its headers. */
public final class ChannelOpener {

    /** Ends that this worker has opened; the engine forgets the ones before, too. */
    private static final int REMEMBERED = 10_000;

    private static final Duration READER_CLOSE = Duration.ofMillis(500);

    private final URI engine;
    private final Map<String, String> headers;
    private final Limits limits;
    private final @Nullable SSLContext sslContext;
    private final EventLoop loop;
    private final HandlerThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Map<String, Boolean> used = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param threads where subscribers are called */
    public ChannelOpener(
            URI engine,
            Map<String, String> headers,
            Limits limits,
            @Nullable SSLContext sslContext,
            EventLoop loop,
            HandlerThreads threads) {
        this.engine = engine;
        this.headers = headers;
        this.limits = limits;
        this.sslContext = sslContext;
        this.loop = loop;
        this.threads = threads;
    }

    public ChannelReader reader(ChannelRef ref) {
        check(ref, ChannelRef.Direction.READ);
        return new SocketReader(this, ref);
    }

    public ChannelWriter writer(ChannelRef ref) {
        check(ref, ChannelRef.Direction.WRITE);
        return new SocketWriter(this, ref);
    }

    private static void check(ChannelRef ref, ChannelRef.Direction direction) {
        if (ref.direction() != direction) {
            throw new IllegalArgumentException("the reference is for the other end: it is to "
                    + ref.direction().name().toLowerCase(Locale.ROOT));
        }
    }

    HandlerThreads threads() {
        return threads;
    }

    /**
     * Whether the end was not opened by this worker before. The engine lets an end be used once, but to a second reader
     * it looks like a channel that is at its end.
     */
    boolean isFirstUse(ChannelRef ref) {
        lock.lock();
        try {
            return used.put(ref.direction() + ref.channelId(), true) == null;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the task on the loop after the delay; it only hands over. */
    EventLoop.Timer after(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    void connect(ChannelRef ref, ChannelSocket listener) {
        String base = engine.getRawPath() == null ? "" : engine.getRawPath().replaceAll("/+$", "");
        String authority = engine.getPort() < 0 ? engine.getHost() : engine.getHost() + ":" + engine.getPort();
        URI uri = URI.create(engine.getScheme() + "://" + authority + base + "/ws/channels/" + encode(ref.channelId())
                + "?key=" + encode(ref.accessKey())
                + "&dir=" + ref.direction().name().toLowerCase(Locale.ROOT));
        loop.connect(new ConnectRequest(uri, headers, limits(ref.direction()), sslContext), listener);
    }

    /**
     * A writer waits for the engine to take what is on its way. A reader does not: the engine reads its close frame only
     * when it has something to send, and notices a lost connection before.
     */
    private Limits limits(ChannelRef.Direction direction) {
        return new Limits(
                limits.maxMessageBytes(),
                limits.maxFragments(),
                limits.maxOutboxBytes(),
                limits.handshakeTimeout(),
                direction == ChannelRef.Direction.READ ? READER_CLOSE : ChannelWriter.DEFAULT_IDLE_TIMEOUT);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
