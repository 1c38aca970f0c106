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
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads sockets, runs timers and runs short tasks. Thread-safe.
 *
 * <p>In each turn, the loop waits for sockets, tasks or timers. It reads the sockets and calls the listeners, and runs tasks,
 * expired timers and code of users. Then it flushes every connection that has queued messages. Code on this thread must
 * not block, except code of users: if it does not return, a watch notices that, and its thread takes the reading over.
 */
public final class EventLoop implements AutoCloseable {

    /** Handles a ready key. Every key of the loop has one as its attachment. */
    interface KeyHandler {
        void ready(SelectionKey key) throws IOException;

        /** Called if the loop ends before the socket was closed. The loop closes the socket. */
        default void loopEnded() {}
    }

    /** Code of a user that runs on the reading thread. It should be quick. */
    public interface UserTask extends Runnable {

        /** The reason why a thread has lost the reading. */
        enum Loss {
            /** It has called {@link EventLoop#beforeWait}. */
            WAITS,
            /** It was found waiting for something else. */
            BLOCKED,
            /** It was found running for too long, or the operating system did not let it run. */
            RUNS
        }

        /**
         * Called when the thread of this task loses the reading. The task continues to run, or has just returned.
         *
         * @param thread the thread that runs the task
         * @param loss the reason
         * @param stack where it was; empty if it waits
         */
        void takenOver(Thread thread, Loss loss, StackTraceElement[] stack);

        /** Called instead of {@link #run} if the loop is closed before. Must not block. */
        void loopClosed();
    }

    /** A task that runs at a given time. Thread-safe. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        /** {@code null} if the timer was cancelled, so that the timer does not keep the task in memory until it expires. */
        private volatile @Nullable Runnable task;

        private final boolean atClose;
        /** Counts the cancelled timers of the loop. */
        private final AtomicInteger cancelled;

        Timer(long atNanos, Runnable task, boolean atClose, AtomicInteger cancelled) {
            this.atNanos = atNanos;
            this.task = task;
            this.atClose = atClose;
            this.cancelled = cancelled;
        }

        /** Cancels the timer. Does nothing if the task is running or has run. */
        public void cancel() {
            if (task != null) {
                task = null;
                cancelled.incrementAndGet();
            }
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(atNanos - other.atNanos, 0);
        }
    }

    /** The work of the threads of this loop. */
    private final class Reader implements LoopThreads.Reader {

        @Override
        public void read() {
            EventLoop.this.read();
        }

        @Override
        public void flush() {
            marks.flush();
        }

        EventLoop loop() {
            return EventLoop.this;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
    private static final String CLOSED = "the event loop was closed";
    /** The time that user code has after an interrupt when the loop is closed. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The number of failed turns one after the other after which the loop ends. */
    private static final int MAX_FAILED_TURNS = 100;
    /** The time of user code in one turn. Then the sockets and timers have their turn. */
    private static final long USER_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** The number of user tasks after which the connections are flushed, so that what waits for their frames wakes up early. */
    private static final int TASKS_PER_FLUSH = 8;
    /** The number of cancelled timers that may wait in any case. */
    private static final int MIN_CANCELLED = 64;

    private final Selector selector;
    private final String name;
    private final LoopThreads threads;
    private final CountDownLatch end = new CountDownLatch(1);
    private final NameResolver resolver;
    private final SharedLimits sharedLimits;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    /** The number of timers that were cancelled since the last removal, including those that had run before. */
    private final AtomicInteger cancelledTimers = new AtomicInteger();

    private volatile boolean stopping;
    /** The thread has closed all connections and runs no more tasks. */
    private volatile boolean ended;

    private final FlushMarks marks = new FlushMarks();

    // Used only by the thread that reads.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<ConnectionCore> connections = new HashSet<>();
    private final Set<ConnectAttempt> connecting = new HashSet<>();
    private final SocketReader reader = new SocketReader();
    private final Consumer<SelectionKey> keyHandler = this::handle;
    private final ArrayDeque<Runnable> running = new ArrayDeque<>();
    private final ArrayDeque<UserTask> userTasks = new ArrayDeque<>();

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
        name = threadName;
        resolver = new NameResolver(threadName + "-resolver", lookup);
        threads = new LoopThreads(threadName, new Reader());
        boolean started = false;
        try {
            threads.start();
            started = true;
        } finally {
            if (!started) {
                closeQuietly(selector);
            }
        }
    }

    /**
     * Returns the event loop of the current thread, or {@code null} if the thread does not read for an event loop. A thread
     * that has lost the reading, because code of a user blocked it, no longer reads.
     */
    public static @Nullable EventLoop current() {
        LoopThreads current = LoopThreads.current();
        return current != null && current.holds() && current.reader() instanceof Reader reader ? reader.loop() : null;
    }

    /**
     * Returns {@code true} if the current thread runs the own code of an event loop, which must not wait. Code of a user on
     * the thread that reads may wait after {@link #beforeWait}.
     */
    public static boolean isLoopCode() {
        LoopThreads current = LoopThreads.current();
        return current != null && current.runsLoopCode();
    }

    /**
     * Reports that the current thread is about to wait. If it reads for an event loop and runs code of a user, what the code
     * has sent is written, and another thread reads from now on. Has no effect on any other thread.
     *
     * @return {@code false} if the thread must not wait, because it runs the own code of an event loop, or because no other
     *     thread can be started
     */
    public static boolean beforeWait() {
        LoopThreads current = LoopThreads.current();
        return current == null || current.passOn();
    }

    /** Returns {@code true} if the current thread reads for this loop, or has read for it and still runs code of a user. */
    public boolean ownsCurrentThread() {
        return LoopThreads.current() == threads;
    }

    /**
     * Runs the task on the thread of the loop: immediately if called on that thread outside of user code, otherwise in the
     * next turn. After {@link #close}, when all connections are closed, the task runs immediately on the calling thread, so
     * that code that waits for the task does not hang.
     */
    public void execute(Runnable task) {
        if (threads.runsLoopCode()) {
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
        } else if (!threads.holds() && wakeupPending.compareAndSet(false, true)) {
            // The reading thread needs no wake-up. If it loses the reading now, the next holder runs the tasks first.
            selector.wakeup();
        }
    }

    /**
     * Runs code of a user on the thread that reads, at the end of the turn or of one of the next turns, in the order of these
     * calls. If the code waits or does not return, another thread takes the reading over and calls {@link
     * UserTask#takenOver}. After {@link #close}, {@link UserTask#loopClosed} is called instead.
     */
    public void runUserTask(UserTask task) {
        if (threads.runsLoopCode()) {
            addUserTask(task);
        } else {
            enqueue(() -> addUserTask(task));
        }
    }

    private void addUserTask(UserTask task) {
        if (ended) {
            task.loopClosed();
        } else {
            userTasks.add(task);
        }
    }

    /** Schedules a task to run on the thread of the loop after the delay. */
    public Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    /** Schedules a task to run on the thread of the loop at a time of {@link System#nanoTime}. */
    public Timer scheduleAt(long atNanos, Runnable task) {
        return add(new Timer(atNanos, task, false, cancelledTimers));
    }

    /**
     * Schedules a task to run on the thread of the loop after the delay, or when the loop is closed, whichever is first. If
     * the loop is closed already, the task runs immediately. For tasks that something waits for.
     */
    public Timer scheduleUntilClose(Duration delay, Runnable task) {
        return add(new Timer(System.nanoTime() + delay.toNanos(), task, true, cancelledTimers));
    }

    private Timer add(Timer timer) {
        execute(() -> {
            if (!ended) {
                // Also before the timer is added: one turn may add and cancel many.
                removeCancelledTimers();
                if (timer.task != null) {
                    timers.add(timer);
                }
            } else if (timer.atClose) {
                run(timer);
            }
        });
        return timer;
    }

    private static void run(Timer timer) {
        Runnable task = timer.task;
        if (task != null) {
            runGuarded(task);
        }
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
            try {
                resolver.resolve(
                        request.host(),
                        addresses -> execute(() -> {
                            // A closed resolver finds no address; that does not mean that the host is unknown.
                            if (stopping) {
                                attempt.fail(CLOSED);
                            } else {
                                attempt.begin(addresses);
                            }
                        }));
            } catch (Throwable e) {
                // For example no thread can be started for the lookup.
                attempt.fail("the host cannot be resolved: " + e);
            }
        });
    }

    /**
     * Closes all connections and stops the threads. Waits up to 10 s for them, unless called on one of them. Idempotent.
     */
    @Override
    public void close() {
        close(CLOSE_WAIT);
    }

    /**
     * Closes like {@link #close()}. Interrupts user code that has lost the reading.
     *
     * @param longest the maximum time to wait for the threads
     * @return {@code true} if all threads have ended
     */
    public boolean close(Duration longest) {
        stopping = true;
        selector.wakeup();
        if (ownsCurrentThread()) {
            return false;
        }
        long deadline = System.nanoTime() + longest.toNanos();
        resolver.shutdown();
        try {
            if (!end.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "Event loop {}: the thread has not stopped within {} ms; a task or listener may be blocking it",
                        name,
                        longest.toMillis());
                return false;
            }
            boolean stopped = threads.awaitEnd(deadline, Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS));
            return resolver.awaitEnd(Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS)) && stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the limits that the connections of this loop share with others. */
    public SharedLimits sharedLimits() {
        return sharedLimits;
    }

    // ---------------------------------------------------------------- on the thread of the loop

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
     * Flushes the connection, which may belong to another loop, at the end of this turn.
     *
     * @return {@code false} if the current thread has lost the reading, so that the caller must flush
     */
    boolean flushLater(ConnectionCore connection) {
        marks.mark(connection);
        // After the mark: a thread that takes the reading over from now on sees it.
        return threads.holds();
    }

    /** Reads until the loop is closed, or until the current thread has lost the reading. */
    private void read() {
        boolean holds = true;
        int failed = 0;
        try {
            // The previous thread may have marked connections.
            marks.flush();
            while (holds && !stopping) {
                try {
                    holds = turn();
                    failed = 0;
                } catch (Throwable e) {
                    if (++failed >= MAX_FAILED_TURNS || e instanceof ClosedSelectorException) {
                        throw e;
                    }
                    logQuietly("A turn of an event loop failed", e);
                    // A pause, because the cause may persist.
                    LockSupport.parkNanos(failed * 1_000_000L);
                }
            }
            if (holds) {
                runTasks();
            }
        } catch (Throwable e) {
            logQuietly("An event loop stops because of an error", e);
        } finally {
            if (holds) {
                end();
            }
        }
    }

    /** Returns {@code false} if this thread has lost the reading. */
    private boolean turn() throws IOException {
        wakeupPending.set(false);
        long wait = tasks.isEmpty() && userTasks.isEmpty() ? untilNextTimer() : 0;
        if (wait == 0) {
            selector.selectNow(keyHandler);
        } else if (wait < 0) {
            selector.select(keyHandler);
        } else {
            selector.select(keyHandler, wait);
        }
        runTasks();
        runTimers();
        if (!runUserTasks()) {
            return false;
        }
        marks.flush();
        return true;
    }

    /**
     * Runs user tasks until none is left, or until they have used up their time in this turn.
     *
     * @return {@code false} if this thread has lost the reading. It must then not use the state of the loop.
     */
    private boolean runUserTasks() {
        UserTask task = userTasks.poll();
        if (task == null) {
            return true;
        }
        long start = System.nanoTime();
        for (int count = 1; task != null; count++) {
            if (!threads.run(task)) {
                return false;
            }
            if (count % TASKS_PER_FLUSH == 0) {
                marks.flush();
            }
            task = System.nanoTime() - start < USER_NANOS ? userTasks.poll() : null;
        }
        return true;
    }

    static void logQuietly(String message, Throwable cause) {
        try {
            log.error(message, cause);
        } catch (Throwable e) {
            // The log may need more memory than there is.
        }
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
            closeQuietly(key.channel());
            logQuietly("Handling a socket failed", e);
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

    /**
     * Removes the cancelled timers if they may be more than half of all. Otherwise they would stay until they expire, and a
     * worker that sets a long timeout for each call would keep all calls of that time.
     */
    private void removeCancelledTimers() {
        if (cancelledTimers.get() > Math.max(MIN_CANCELLED, timers.size() / 2)) {
            cancelledTimers.set(0);
            timers.removeIf(timer -> timer.task == null);
        }
    }

    /** Returns the number of timers that wait, with the cancelled ones that were not removed. Called on the thread of the loop. */
    int timers() {
        return timers.size();
    }

    private void runTimers() {
        Timer next;
        while ((next = timers.peek()) != null && (next.task == null || next.atNanos - System.nanoTime() <= 0)) {
            timers.poll();
            run(next);
        }
    }

    static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            logQuietly("A task of an event loop failed", e);
        }
    }

    private void end() {
        // Set it here too, because the thread may stop because of an error.
        stopping = true;
        try {
            List.copyOf(connecting).forEach(attempt -> runGuarded(() -> attempt.fail(CLOSED)));
            List.copyOf(connections).forEach(connection -> runGuarded(connection::loopClosed));
            for (SelectionKey key : selector.keys()) {
                closeQuietly(key.channel());
                if (key.attachment() instanceof KeyHandler handler) {
                    runGuarded(handler::loopEnded);
                }
            }
        } finally {
            closeQuietly(selector);
            ended = true;
            threads.end();
            runRemainingTasks();
            UserTask task;
            while ((task = userTasks.poll()) != null) {
                runGuarded(task::loopClosed);
            }
            timers.stream().filter(timer -> timer.atClose).forEach(EventLoop::run);
            timers.clear();
            end.countDown();
        }
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
