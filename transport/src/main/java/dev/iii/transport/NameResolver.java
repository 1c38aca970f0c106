package dev.iii.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves host names on a separate thread, because the system's resolver may block for seconds and an event loop must not
 * block. The thread exists only while host names are being resolved. Thread-safe.
 */
final class NameResolver {

    private static final Logger log = LoggerFactory.getLogger(NameResolver.class);

    /** Resolves a host name: the system's resolver, or a fake in tests. */
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private static final long IDLE_SECONDS = 1;

    private final Lookup lookup;
    private final ThreadPoolExecutor thread;
    /** The last thread that was started; {@code null} if there was none. */
    private volatile @Nullable Thread last;

    NameResolver(String threadName, Lookup lookup) {
        this.lookup = lookup;
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread daemon = new Thread(null, task, threadName, 0, false);
                    daemon.setDaemon(true);
                    last = daemon;
                    return daemon;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Resolves the host and passes its addresses on the thread of this resolver. The list is empty if the host is unknown. */
    void resolve(String host, Consumer<List<InetAddress>> then) {
        try {
            thread.execute(() -> then.accept(addresses(host)));
        } catch (RejectedExecutionException e) {
            then.accept(List.of());
        }
    }

    private List<InetAddress> addresses(String host) {
        try {
            return List.of(lookup.all(host));
        } catch (UnknownHostException e) {
            return List.of();
        } catch (Throwable e) {
            // The caller waits for a result also if the lookup fails in an unexpected way.
            log.warn("The host {} cannot be resolved", host, e);
            return List.of();
        }
    }

    /** Cancels waiting lookups. A lookup that hangs in the system cannot be stopped; its daemon thread ends with it. */
    void shutdown() {
        thread.shutdownNow();
    }

    /** Waits until the thread has ended, until this time of {@link System#nanoTime}. Returns {@code false} if it has not. */
    boolean awaitEnd(long deadline) throws InterruptedException {
        if (!thread.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        Thread ending = last;
        if (ending == null) {
            return true;
        }
        // The executor terminates a little earlier than its thread.
        ending.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        return !ending.isAlive();
    }
}
