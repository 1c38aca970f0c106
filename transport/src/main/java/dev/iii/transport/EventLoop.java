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
 * A thread that reads sockets, runs timers and runs short tasks. Thread-safe.
 *
 * <p>In each turn, the loop waits for sockets, tasks or timers, reads the sockets and calls the listeners, runs tasks and
 * expired timers, and then flushes every connection that has queued messages. Code on this thread must not block.
 */
public final class EventLoop implements AutoCloseable {

    /** Handles a ready key. Every key of the loop has one as its attachment. */
    interface KeyHandler {
        void ready(SelectionKey key) throws IOException;
    }

    /** A task that runs at a given time. Thread-safe. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        /** {@code null} if the timer was cancelled, so that the timer does not keep the task in memory until it expires. */
        private volatile @Nullable Runnable task;

        Timer(long atNanos, Runnable task) {
            this.atNanos = atNanos;
            this.task = task;
        }

        /** Cancels the timer. Does nothing if the task is running or has run. */
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
    private final SharedLimits sharedLimits;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean stopping;
    /** The thread has closed all connections and runs no more tasks. */
    private volatile boolean ended;

    // Used only on the thread of the loop.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<ConnectionCore> connections = new HashSet<>();
    private final Set<ConnectAttempt> connecting = new HashSet<>();
    private final SocketReader reader = new SocketReader();
    private final Consumer<SelectionKey> keyHandler = this::handle;
    private final ArrayDeque<Runnable> running = new ArrayDeque<>();
    private List<ConnectionCore> dirty = new ArrayList<>();
    private List<ConnectionCore> flushing = new ArrayList<>();

    /**
     * Creates an event loop and starts its daemon thread, which has the given name. Its connections have the limits {@link
     * SharedLimits#ofProcess}.
     */
    public EventLoop(String threadName) {
        this(threadName, SharedLimits.ofProcess());
    }

    /** Creates an event loop whose connections share the given limits. Otherwise like {@link #EventLoop(String)}. */
    public EventLoop(String threadName, SharedLimits sharedLimits) {
        this(threadName, sharedLimits, InetAddress::getAllByName);
    }

    EventLoop(String threadName, SharedLimits sharedLimits, NameResolver.Lookup lookup) {
        this.sharedLimits = sharedLimits;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector; check the limit of open file descriptors", e);
        }
        resolver = new NameResolver(threadName + "-resolver", lookup);
        thread = new LoopThread(this, threadName);
        thread.start();
    }

    /** Returns the event loop of the current thread, or {@code null} if the thread does not belong to an event loop. */
    public static @Nullable EventLoop current() {
        return Thread.currentThread() instanceof LoopThread t ? t.loop : null;
    }

    /**
     * Runs the task on the thread of the loop: immediately if called on that thread, otherwise in the next turn. After
     * {@link #close}, when all connections are closed, the task runs immediately on the calling thread, so that code that
     * waits for the task does not hang.
     */
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            enqueue(task);
        }
    }

    /** Runs the task in the next turn, never on the calling thread unless the loop was closed. */
    void enqueue(Runnable task) {
        tasks.add(task);
        if (ended) {
            runRemainingTasks();
        } else if (wakeupPending.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Schedules a task to run on the thread of the loop after the delay. */
    public Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    /** Schedules a task to run on the thread of the loop at a time of {@link System#nanoTime}. */
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
     * Starts to connect as a client. At the latest after the handshake timeout, the listener is called: {@code onOpen} if
     * the upgrade has succeeded, otherwise {@code onClosed}.
     */
    public void connect(ConnectRequest request, ConnectionListener listener) {
        execute(() -> {
            ConnectAttempt attempt = new ConnectAttempt(this, request, listener);
            if (stopping) {
                attempt.fail(CLOSED);
                return;
            }
            connecting.add(attempt);
            resolver.resolve(
                    request.uri().getHost(),
                    addresses -> execute(() -> {
                        // A closed resolver finds no address; that does not mean that the host is unknown.
                        if (stopping) {
                            attempt.fail(CLOSED);
                        } else {
                            attempt.begin(addresses);
                        }
                    }));
        });
    }

    /**
     * Closes all connections and stops the thread. Waits up to 10 s for the thread, unless called on it. Idempotent.
     */
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
            log.warn(
                    "Event loop {}: the thread has not stopped within {} s; a task or listener may be blocking it",
                    thread.getName(),
                    CLOSE_WAIT_SECONDS);
        }
    }

    // ---------------------------------------------------------------- on the thread of the loop

    SharedLimits sharedLimits() {
        return sharedLimits;
    }

    Selector selector() {
        return selector;
    }

    /** Frees the ports of closed sockets. The operating system keeps them until the next selection. */
    void freeClosedSockets() throws IOException {
        try {
            selector.selectNow(keyHandler);
        } catch (IllegalStateException e) {
            // The loop has stopped, which has freed the ports, or a selection is running, which will free them.
            log.trace("Closed sockets are freed later", e);
        }
    }

    void remember(ConnectionCore connection) {
        connections.add(connection);
    }

    void forget(ConnectionCore connection) {
        connections.remove(connection);
    }

    void forget(ConnectAttempt attempt) {
        connecting.remove(attempt);
    }

    /**
     * Flushes the connection, which may belong to another loop, at the end of this turn. The field {@code dirtyIn} avoids
     * most duplicate entries. Another loop may overwrite it, which only causes a flush of an empty outbox.
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
            log.error("Event loop {}: the thread stops because of an error", thread.getName(), e);
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

    /** Returns the milliseconds until the next timer, rounded up so that no timer is early, or -1 if there is none. */
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
        // Run only the tasks that are queued now: a task that submits another one must not delay the sockets.
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
        // Set it here too, because the thread may stop because of an error.
        stopping = true;
        List.copyOf(connecting).forEach(attempt -> attempt.fail(CLOSED));
        List.copyOf(connections).forEach(ConnectionCore::loopClosed);
        selector.keys().forEach(key -> closeQuietly(key.channel()));
        closeQuietly(selector);
        ended = true;
        runRemainingTasks();
    }

    private void runRemainingTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            runGuarded(task);
        }
    }

    /** Returns a handler that reads and writes the socket of the connection when it is ready. */
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

    /** Reads in the next turn if the connection holds bytes that it has not read. */
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
