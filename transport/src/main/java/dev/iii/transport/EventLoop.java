package dev.iii.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads sockets, keeps time and runs small tasks. Thread-safe.
 *
 * <p>A turn of the loop: wait for sockets, tasks or time; read what is there and call the listeners; run what is due;
 * then flush every connection that was sent to meanwhile. Nothing on this thread may block.
 */
public final class EventLoop implements AutoCloseable {

    /** What becomes of a ready key; the attachment of every key of the loop. */
    interface KeyHandler {
        void ready(SelectionKey key) throws IOException;
    }

    /** Something that will run at a time. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        /** {@code null} when it was cancelled; what it refers to is not kept until then. */
        private volatile @Nullable Runnable task;

        Timer(long atNanos, Runnable task) {
            this.atNanos = atNanos;
            this.task = task;
        }

        /** It will not run, unless it is running. */
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(atNanos - other.atNanos, 0);
        }
    }

    private static final class LoopThread extends Thread {
        private final EventLoop loop;

        LoopThread(EventLoop loop, String name) {
            super(null, loop::run, name, 0, false);
            this.loop = loop;
            setDaemon(true);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final long CLOSE_WAIT_SECONDS = 10;
    private static final String CLOSED = "the event loop was closed";

    private final Selector selector;
    private final LoopThread thread;
    private final NameResolver resolver;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean stopping;
    /** The thread is gone or about to: everything that it owned is closed. */
    private volatile boolean ended;

    // Owned by the loop's thread.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<ConnectionCore> connections = new HashSet<>();
    private final Set<Connecting> connecting = new HashSet<>();
    private final SocketReader reader = new SocketReader();
    private final Consumer<SelectionKey> keyHandler = this::handle;
    private final ArrayDeque<Runnable> running = new ArrayDeque<>();
    private List<ConnectionCore> dirty = new ArrayList<>();
    private List<ConnectionCore> flushing = new ArrayList<>();

    /** Starts a daemon thread of this name. */
    public EventLoop(String threadName) {
        this(threadName, InetAddress::getAllByName);
    }

    EventLoop(String threadName, NameResolver.Lookup lookup) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector can be opened; are there file descriptors left?", e);
        }
        resolver = new NameResolver(threadName + "-resolver", lookup);
        thread = new LoopThread(this, threadName);
        thread.start();
    }

    /** The loop that the current thread belongs to, or {@code null} on any other thread. */
    public static @Nullable EventLoop current() {
        return Thread.currentThread() instanceof LoopThread t ? t.loop : null;
    }

    /**
     * Runs the task on the loop: at once when called there, otherwise soon. After {@link #close} it runs at once on the
     * calling thread, so that nothing waits for it in vain; all connections are closed then.
     */
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            enqueue(task);
        }
    }

    private void enqueue(Runnable task) {
        tasks.add(task);
        if (ended) {
            runLeftTasks();
        } else if (wakeupPending.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Runs the task on the loop after the delay. */
    public Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    /** Runs the task on the loop at a time of {@link System#nanoTime}. */
    public Timer scheduleAt(long atNanos, Runnable task) {
        Timer timer = new Timer(atNanos, task);
        execute(() -> {
            if (!ended) {
                timers.add(timer);
            }
        });
        return timer;
    }

    /**
     * Connects as a client. Every outcome reaches the listener: {@code onOpen} after the upgrade, or {@code onClosed},
     * at the latest after the handshake timeout.
     */
    public void connect(ConnectRequest request, ConnectionListener listener) {
        execute(() -> {
            Connecting attempt = new Connecting(this, request, listener);
            if (stopping) {
                attempt.fail(CLOSED);
                return;
            }
            connecting.add(attempt);
            resolver.resolve(request.uri().getHost(), addresses -> execute(() -> attempt.begin(addresses)));
        });
    }

    /** Drops all connections, ends the thread and waits for its end, unless called on it. Idempotent. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        resolver.close();
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WAIT_SECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        } else if (thread.isAlive()) {
            log.warn("The thread {} has not ended within {} s", thread.getName(), CLOSE_WAIT_SECONDS);
        }
    }

    // ---------------------------------------------------------------- on the loop

    Selector selector() {
        return selector;
    }

    /** Lets the system have the ports of closed sockets, for which the selector has to look at them once more. */
    void freeClosedSockets() throws IOException {
        try {
            selector.selectNow(keyHandler);
        } catch (IllegalStateException e) {
            // The loop has ended, which frees them, or this is called from within a turn, which will.
            log.trace("No look at closed sockets", e);
        }
    }

    void remember(ConnectionCore connection) {
        connections.add(connection);
    }

    void forget(ConnectionCore connection) {
        connections.remove(connection);
    }

    void forget(Connecting attempt) {
        connecting.remove(attempt);
    }

    /**
     * Flushes the connection, which may belong to another loop, at the end of this turn. The mark avoids most repeated
     * entries; another loop may overwrite it, which costs a flush with nothing to do.
     */
    void flushLater(ConnectionCore connection) {
        if (connection.dirtyIn != this) {
            connection.dirtyIn = this;
            dirty.add(connection);
        }
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (ClosedSelectorException e) {
            log.debug("The selector was closed", e);
        } catch (Throwable e) {
            log.error("The thread {} ends because of an error", thread.getName(), e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        wakeupPending.set(false);
        long wait = tasks.isEmpty() ? untilNextTimer() : 0;
        if (wait == 0) {
            selector.selectNow(keyHandler);
        } else if (wait < 0) {
            selector.select(keyHandler);
        } else {
            selector.select(keyHandler, wait);
        }
        runTasks();
        runTimers();
        flushDirty();
    }

    /** Milliseconds, rounded up so that a timer is not early; -1 without timers. */
    private long untilNextTimer() {
        Timer next;
        while ((next = timers.peek()) != null) {
            if (next.task != null) {
                long nanos = next.atNanos - System.nanoTime();
                return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
            }
            timers.poll();
        }
        return -1;
    }

    private void handle(SelectionKey key) {
        // The handler of another key of this batch may have closed it.
        if (!key.isValid()) {
            return;
        }
        KeyHandler handler = (KeyHandler) key.attachment();
        try {
            handler.ready(key);
        } catch (Throwable e) {
            log.error("Handling a socket failed", e);
            closeQuietly(key.channel());
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            log.debug("Closing failed: {}", e.toString());
        }
    }

    private void runTasks() {
        // Only what is there now: a task that adds another must not keep the sockets waiting.
        Runnable task;
        while ((task = tasks.poll()) != null) {
            running.add(task);
        }
        while ((task = running.poll()) != null) {
            runGuarded(task);
        }
    }

    private void runTimers() {
        Timer next;
        while ((next = timers.peek()) != null && (next.task == null || next.atNanos - System.nanoTime() <= 0)) {
            timers.poll();
            Runnable task = next.task;
            if (task != null) {
                runGuarded(task);
            }
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("A task of an event loop failed", e);
        }
    }

    private void flushDirty() {
        while (!dirty.isEmpty()) {
            List<ConnectionCore> now = dirty;
            dirty = flushing;
            flushing = now;
            for (ConnectionCore connection : now) {
                connection.dirtyIn = null;
                connection.flushNow();
            }
            now.clear();
        }
    }

    private void end() {
        // Also when the thread ends because of an error.
        stopping = true;
        List.copyOf(connecting).forEach(attempt -> attempt.fail(CLOSED));
        List.copyOf(connections).forEach(ConnectionCore::loopClosed);
        selector.keys().forEach(key -> closeQuietly(key.channel()));
        closeQuietly(selector);
        ended = true;
        runLeftTasks();
    }

    private void runLeftTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            runGuarded(task);
        }
    }

    /** Moves bytes between a socket and its connection. */
    KeyHandler pump(ConnectionCore connection) {
        return key -> {
            if (key.isWritable()) {
                connection.writable();
            }
            if (key.isValid() && key.isReadable()) {
                reader.read(connection, (SocketChannel) key.channel());
            }
        };
    }

    /** Reads in the next turn what the connection holds already, if it does. */
    void readSoon(ConnectionCore connection, SocketChannel channel) {
        if (connection.holdsUnread()) {
            enqueue(() -> {
                if (connection.holdsUnread()) {
                    reader.read(connection, channel);
                }
            });
        }
    }
}
