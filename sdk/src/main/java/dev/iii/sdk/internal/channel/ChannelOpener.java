package dev.iii.sdk.internal.channel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.HostAndPort;
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

/**
 * Creates live ends from references. Their sockets use the event loop, the headers and the limits of the worker.
 * Thread-safe.
 */
public final class ChannelOpener {

    /**
     * The number of used ends that this worker remembers. It need not remember more, because the engine deletes used
     * channels, too.
     */
    private static final int REMEMBERED = 10_000;

    private static final Duration READER_CLOSE = Duration.ofMillis(500);

    private final URI engine;
    private final Map<String, String> headers;
    private final Limits limits;
    private final @Nullable SSLContext sslContext;
    private final EventLoop loop;
    private final WorkerThreads threads;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, Boolean> used = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Creates an opener.
     *
     * @param threads the threads that may wait on a channel; the callback threads call subscribers
     */
    public ChannelOpener(
            URI engine,
            Map<String, String> headers,
            Limits limits,
            @Nullable SSLContext sslContext,
            EventLoop loop,
            WorkerThreads threads) {
        this.engine = engine;
        this.headers = headers;
        this.limits = limits;
        this.sslContext = sslContext;
        this.loop = loop;
        this.threads = threads;
    }

    /**
     * Returns the live end of a reference.
     *
     * @throws IllegalArgumentException if it is a reference to the writing end
     */
    public ChannelReader reader(ChannelRef ref) {
        check(ref, ChannelRef.Direction.READ);
        return new SocketReader(this, ref);
    }

    /**
     * Returns the live end of a reference.
     *
     * @throws IllegalArgumentException if it is a reference to the reading end
     */
    public ChannelWriter writer(ChannelRef ref) {
        check(ref, ChannelRef.Direction.WRITE);
        return new SocketWriter(this, ref);
    }

    private static void check(ChannelRef ref, ChannelRef.Direction direction) {
        if (ref.direction() != direction) {
            throw new IllegalArgumentException("the reference is to the " + endOf(ref.direction())
                    + " end of a channel; expected the " + endOf(direction) + " end");
        }
    }

    private static String endOf(ChannelRef.Direction direction) {
        return direction == ChannelRef.Direction.READ ? "reading" : "writing";
    }

    WorkerThreads threads() {
        return threads;
    }

    /** Returns the threads that call subscribers and publishers. */
    HandlerThreads callbacks() {
        return threads.callbacks();
    }

    /**
     * Returns {@code true} if this worker has not opened this end before. Each end can be used once; to a second
     * reader, the channel would look like one that was closed.
     */
    boolean isFirstUse(ChannelRef ref) {
        lock.lock();
        try {
            return used.put(ref.direction() + ref.channelId(), true) == null;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task on the event loop after a delay. The task must not block. */
    EventLoop.Timer after(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    void connect(ChannelRef ref, ChannelSocket listener) {
        String base = engine.getRawPath() == null ? "" : engine.getRawPath().replaceAll("/+$", "");
        HostAndPort address = HostAndPort.of(engine);
        URI uri = URI.create(engine.getScheme() + "://" + address + base + "/ws/channels/" + encode(ref.channelId())
                + "?key=" + encode(ref.accessKey())
                + "&dir=" + ref.direction().name().toLowerCase(Locale.ROOT));
        loop.connect(new ConnectRequest(uri, headers, limits(ref.direction()), sslContext), listener);
    }

    /**
     * Returns the limits for one end. Closing a writer waits until the engine has received all messages. Closing a
     * reader does not wait as long, because the engine reads the close frame of a reader only when it has a message to
     * send. It detects the lost connection earlier.
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
