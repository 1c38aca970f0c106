package dev.iii.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
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

    /** A task that runs at a given time. Thread-safe. */
    public static final class Timer implements Comparable<Timer> {
        final long atNanos;
        /** {@code null} if the timer was cancelled, so that the timer does not keep the task in memory until it expires. */
        volatile @Nullable Runnable task;

        final boolean atClose;
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
    /** The time that user code has after an interrupt when the loop is closed. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The number of failed turns one after the other after which the loop ends. */
    private static final int MAX_FAILED_TURNS = 100;
    /** The time of user code in one turn. Then the sockets and timers have their turn. */
    private static final long USER_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** The number of user tasks after which the connections are flushed, so that what waits for their frames wakes up early. */
    private static final int TASKS_PER_FLUSH = 8;

    private final Selector selector;
    private final String name;
    private final LoopThreads threads;
    private final CountDownLatch end = new CountDownLatch(1);
    private final SharedLimits sharedLimits;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();

    private volatile boolean stopping;
    /** The thread has closed all connections and runs no more tasks. */
    private volatile boolean ended;

    private final FlushMarks marks = new FlushMarks();

    // Used only by the thread that reads.
    private final LoopTimers timers = new LoopTimers();
    private final Set<ConnectionCore> connections = new HashSet<>();
    private final ConnectAttempts connecting;
    private final SocketReader reader = new SocketReader(this);
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
        connecting = new ConnectAttempts(this, new NameResolver(threadName + "-resolver", lookup));
        threads = new LoopThreads(threadName, new Reader());
        boolean started = false;
        try {
            threads.start();
            started = true;
        } finally {
            if (!started) {
                Guarded.close(selector);
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
        return add(timers.create(atNanos, task, false));
    }

    /**
     * Schedules a task to run on the thread of the loop after the delay, or when the loop is closed, whichever is first. If
     * the loop is closed already, the task runs immediately. For tasks that something waits for.
     */
    public Timer scheduleUntilClose(Duration delay, Runnable task) {
        return add(timers.create(System.nanoTime() + delay.toNanos(), task, true));
    }

    private Timer add(Timer timer) {
        execute(() -> {
            if (ended) {
                LoopTimers.addLate(timer);
            } else {
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
        execute(() -> connecting.start(request, listener));
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
        connecting.resolver().shutdown();
        try {
            if (!end.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "Event loop {}: the thread has not stopped within {} ms; a task or listener may be blocking it",
                        name,
                        longest.toMillis());
                return false;
            }
            boolean stopped = threads.awaitEnd(deadline, Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS));
            return connecting.resolver().awaitEnd(Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS)) && stopped;
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

    /** Returns the reader of the sockets of this loop. */
    SocketReader reader() {
        return reader;
    }

    /** Returns {@code true} if the loop is closed or is being closed. */
    boolean isStopping() {
        return stopping;
    }

    void remember(ConnectionCore connection) {
        connections.add(connection);
    }

    void forget(ConnectionCore connection) {
        connections.remove(connection);
    }

    void forget(ConnectAttempt attempt) {
        connecting.forget(attempt);
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
                    Guarded.log("A turn of an event loop failed", e);
                    // A pause, because the cause may persist.
                    LockSupport.parkNanos(failed * 1_000_000L);
                }
            }
            if (holds) {
                runTasks();
            }
        } catch (Throwable e) {
            Guarded.log("An event loop stops because of an error", e);
        } finally {
            if (holds) {
                end();
            }
        }
    }

    /** Returns {@code false} if this thread has lost the reading. */
    private boolean turn() throws IOException {
        wakeupPending.set(false);
        long wait = tasks.isEmpty() && userTasks.isEmpty() ? timers.millisUntilNext() : 0;
        if (wait == 0) {
            selector.selectNow(keyHandler);
        } else if (wait < 0) {
            selector.select(keyHandler);
        } else {
            selector.select(keyHandler, wait);
        }
        runTasks();
        timers.runDue();
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

    private void handle(SelectionKey key) {
        // The handler of another key of this batch may have closed it.
        if (!key.isValid()) {
            return;
        }
        KeyHandler handler = (KeyHandler) key.attachment();
        try {
            handler.ready(key);
        } catch (Throwable e) {
            Guarded.close(key.channel());
            Guarded.log("Handling a socket failed", e);
        }
    }

    private void runTasks() {
        // Run only the tasks that are queued now: a task that submits another one must not delay the sockets.
        Runnable task;
        while ((task = tasks.poll()) != null) {
            running.add(task);
        }
        while ((task = running.poll()) != null) {
            Guarded.run(task);
        }
    }

    /** Returns the number of timers that wait, with the cancelled ones that were not removed. Called on the thread of the loop. */
    int timers() {
        return timers.size();
    }

    private void end() {
        // Set it here too, because the thread may stop because of an error.
        stopping = true;
        try {
            connecting.close();
            List.copyOf(connections).forEach(connection -> Guarded.run(connection::loopClosed));
            for (SelectionKey key : selector.keys()) {
                Guarded.close(key.channel());
                if (key.attachment() instanceof KeyHandler handler) {
                    Guarded.run(handler::loopEnded);
                }
            }
        } finally {
            Guarded.close(selector);
            ended = true;
            threads.end();
            runRemainingTasks();
            UserTask task;
            while ((task = userTasks.poll()) != null) {
                Guarded.run(task::loopClosed);
            }
            timers.close();
            end.countDown();
        }
    }

    private void runRemainingTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            Guarded.run(task);
        }
    }
}
