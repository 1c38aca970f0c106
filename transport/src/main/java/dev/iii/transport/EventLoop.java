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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    }

    /** Code of a user that runs on the reading thread. It should not block. */
    public interface UserTask extends Runnable {

        /**
         * Called when the task blocks its thread, and another thread reads instead. The task continues to run.
         *
         * @param blocked the thread that runs the task
         * @param stack where it was
         */
        void takenOver(Thread blocked, StackTraceElement[] stack);
    }

    /** A task that runs at a given time. Thread-safe. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        /** {@code null} if the timer was cancelled, so that the timer does not keep the task in memory until it expires. */
        private volatile @Nullable Runnable task;

        private final boolean atClose;

        Timer(long atNanos, Runnable task, boolean atClose) {
            this.atNanos = atNanos;
            this.task = task;
            this.atClose = atClose;
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

    /** A thread of a loop. It reads, or it watches the one that reads, or it runs user code and has lost the reading. */
    private static final class LoopThread extends Thread {
        private final EventLoop loop;
        private final boolean watches;
        /** Used only by this thread: it runs the loop's own code, so that nothing else uses the state of the loop. */
        private boolean inLoop;

        LoopThread(EventLoop loop, String name, boolean watches) {
            super(null, null, name, 0, false);
            this.loop = loop;
            this.watches = watches;
            setDaemon(true);
        }

        @Override
        public void run() {
            if (!watches || loop.watch(this)) {
                loop.read(this);
            }
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
    private static final String CLOSED = "the event loop was closed";
    /** The time that user code has after an interrupt when the loop is closed. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The time between two samples of the watch. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** The number of samples without user code after which the watch sleeps. */
    private static final int IDLE_SAMPLES = 20;
    /** The time before a watch that could not be started is tried again. */
    private static final long WATCH_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The number of failed turns one after the other after which the loop ends. */
    private static final int MAX_FAILED_TURNS = 100;

    private final Selector selector;
    private final String name;
    private final ReadingToken token = new ReadingToken();
    private final CountDownLatch end = new CountDownLatch(1);
    /** The threads that run user code and have lost the reading. */
    private final Set<LoopThread> late = ConcurrentHashMap.newKeySet();
    /** The thread that reads. */
    private volatile LoopThread holder;

    private volatile @Nullable LoopThread watch;
    private volatile boolean watchSleeps;
    /** The user code that is running, or was running last. */
    private volatile @Nullable UserTask userTask;

    private final NameResolver resolver;
    private final SharedLimits sharedLimits;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean stopping;
    /** The thread has closed all connections and runs no more tasks. */
    private volatile boolean ended;

    /** The connections to flush. User code of a thread that has lost the reading may still add one. */
    private final ConcurrentLinkedQueue<ConnectionCore> dirty = new ConcurrentLinkedQueue<>();

    // Used only by the thread that reads.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<ConnectionCore> connections = new HashSet<>();
    private final Set<ConnectAttempt> connecting = new HashSet<>();
    private final SocketReader reader = new SocketReader();
    private final Consumer<SelectionKey> keyHandler = this::handle;
    private final ArrayDeque<Runnable> running = new ArrayDeque<>();
    private final ArrayDeque<UserTask> userTasks = new ArrayDeque<>();
    private long watchTriedAt;

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
        holder = new LoopThread(this, threadName, false);
        boolean started = false;
        try {
            holder.start();
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
        return Thread.currentThread() instanceof LoopThread t && t.loop.holder == t ? t.loop : null;
    }

    /** Returns {@code true} if the current thread reads for this loop, or has read for it and still runs code of a user. */
    public boolean ownsCurrentThread() {
        return Thread.currentThread() instanceof LoopThread t && t.loop == this;
    }

    /**
     * Runs the task on the thread of the loop: immediately if called on that thread outside of user code, otherwise in the
     * next turn. After {@link #close}, when all connections are closed, the task runs immediately on the calling thread, so
     * that code that waits for the task does not hang.
     */
    public void execute(Runnable task) {
        if (Thread.currentThread() instanceof LoopThread t && t.loop == this && t.inLoop) {
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
        } else if (current() != this && wakeupPending.compareAndSet(false, true)) {
            // The reading thread needs no wake-up. If it loses the reading now, the next holder runs the tasks first.
            selector.wakeup();
        }
    }

    /**
     * Runs code of a user on the thread that reads, at the end of the turn. If the code blocks, a watch notices it within
     * some samples, takes the reading over and calls {@link UserTask#takenOver}. Does nothing after {@link #close}.
     */
    public void runUserTask(UserTask task) {
        execute(() -> {
            if (!ended) {
                userTasks.add(task);
            }
        });
    }

    /** Schedules a task to run on the thread of the loop after the delay. */
    public Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    /** Schedules a task to run on the thread of the loop at a time of {@link System#nanoTime}. */
    public Timer scheduleAt(long atNanos, Runnable task) {
        return add(new Timer(atNanos, task, false));
    }

    /**
     * Schedules a task to run on the thread of the loop after the delay, or when the loop is closed, whichever is first. If
     * the loop is closed already, the task runs immediately. For tasks that something waits for.
     */
    public Timer scheduleUntilClose(Duration delay, Runnable task) {
        return add(new Timer(System.nanoTime() + delay.toNanos(), task, true));
    }

    private Timer add(Timer timer) {
        execute(() -> {
            if (!ended) {
                timers.add(timer);
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
            long interrupted = Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS);
            late.forEach(Thread::interrupt);
            boolean stopped = join(holder, deadline);
            for (LoopThread thread : late) {
                stopped &= join(thread, interrupted);
            }
            LoopThread watching = watch;
            if (watching != null) {
                stopped &= join(watching, deadline);
            }
            return resolver.awaitEnd(Math.min(deadline, System.nanoTime() + INTERRUPTED_NANOS)) && stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean join(Thread thread, long deadline) throws InterruptedException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis > 0) {
            thread.join(millis);
        }
        return !thread.isAlive();
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
     * Flushes the connection, which may belong to another loop, at the end of this turn. The field {@code dirtyIn} avoids
     * most duplicate entries. Another loop may overwrite it, which only causes a flush of an empty outbox.
     *
     * @return {@code false} if the current thread has lost the reading, so that the caller must flush
     */
    boolean flushLater(ConnectionCore connection) {
        if (connection.dirtyIn != this) {
            connection.dirtyIn = this;
            dirty.add(connection);
        }
        // After the entry is added: a thread that takes the reading over from now on sees it.
        return current() == this;
    }

    /** Reads until the loop is closed, or until this thread has lost the reading. */
    private void read(LoopThread self) {
        self.inLoop = true;
        boolean holds = true;
        int failed = 0;
        try {
            // The previous thread may have marked connections.
            flushDirty();
            while (holds && !stopping) {
                try {
                    holds = turn(self);
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
                // This code may block, too, so the watch still looks at it.
                holds = runUserTasks(self);
            }
        } catch (Throwable e) {
            logQuietly("An event loop stops because of an error", e);
        } finally {
            if (holds) {
                end();
            } else {
                late.remove(self);
            }
        }
    }

    /** Returns {@code false} if this thread has lost the reading. */
    private boolean turn(LoopThread self) throws IOException {
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
        if (!runUserTasks(self)) {
            return false;
        }
        flushDirty();
        return true;
    }

    /** Returns {@code false} if this thread has lost the reading. It must then not use the state of the loop. */
    private boolean runUserTasks(LoopThread self) {
        UserTask task;
        while ((task = userTasks.poll()) != null) {
            userTask = task;
            long section = token.enter();
            self.inLoop = false;
            ensureWatch();
            runGuarded(task);
            if (!token.leave(section)) {
                return false;
            }
            self.inLoop = true;
            // A set flag would make each selection return immediately.
            Thread.interrupted();
        }
        return true;
    }

    // ---------------------------------------------------------------- the watch over user code

    private void ensureWatch() {
        LoopThread watching = watch;
        if (watching != null) {
            if (watchSleeps) {
                watchSleeps = false;
                LockSupport.unpark(watching);
            }
            return;
        }
        long now = System.nanoTime();
        if (watchTriedAt != 0 && now - watchTriedAt < WATCH_RETRY_NANOS) {
            return;
        }
        try {
            watchTriedAt = now;
            LoopThread started = new LoopThread(this, name + "-watch", true);
            watch = started;
            started.start();
            watchTriedAt = 0;
        } catch (Throwable e) {
            watch = null;
            logQuietly("No thread can be started that watches user code of an event loop", e);
        }
    }

    /** Takes samples of the reading thread until the loop has ended. Returns {@code true} if this thread must read instead. */
    private boolean watch(LoopThread self) {
        BlockedCheck check = new BlockedCheck();
        int idle = 0;
        while (!ended) {
            long section = token.section();
            LoopThread reading = holder;
            if (check.isBlocked(section, reading.getState()) && takeOver(self, reading, section)) {
                return true;
            }
            idle = section == 0 ? idle + 1 : 0;
            if (idle < IDLE_SAMPLES) {
                LockSupport.parkNanos(this, SAMPLE_NANOS);
            } else {
                watchSleeps = true;
                if (token.section() == 0 && !ended) {
                    LockSupport.park(this);
                }
                watchSleeps = false;
                idle = 0;
            }
        }
        return false;
    }

    private boolean takeOver(LoopThread self, LoopThread blocked, long section) {
        StackTraceElement[] stack = blocked.getStackTrace();
        UserTask task = userTask;
        // Add it first: as soon as the token has a new holder, the blocked thread may return and remove itself.
        late.add(blocked);
        if (!token.take(section)) {
            late.remove(blocked);
            return false;
        }
        watch = null;
        holder = self;
        try {
            blocked.setName(name + "-blocked");
            self.setName(name);
            if (task != null) {
                task.takenOver(blocked, stack);
            }
        } catch (Throwable e) {
            logQuietly("Reporting that the thread of a task has lost the reading failed", e);
        }
        return true;
    }

    private static void logQuietly(String message, Throwable cause) {
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

    private void runTimers() {
        Timer next;
        while ((next = timers.peek()) != null && (next.task == null || next.atNanos - System.nanoTime() <= 0)) {
            timers.poll();
            run(next);
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            logQuietly("A task of an event loop failed", e);
        }
    }

    private void flushDirty() {
        ConnectionCore connection;
        while ((connection = dirty.poll()) != null) {
            connection.dirtyIn = null;
            connection.flushNow();
        }
    }

    private void end() {
        // Set it here too, because the thread may stop because of an error.
        stopping = true;
        try {
            List.copyOf(connecting).forEach(attempt -> runGuarded(() -> attempt.fail(CLOSED)));
            List.copyOf(connections).forEach(connection -> runGuarded(connection::loopClosed));
            selector.keys().forEach(key -> closeQuietly(key.channel()));
        } finally {
            closeQuietly(selector);
            ended = true;
            LockSupport.unpark(watch);
            runRemainingTasks();
            userTasks.clear();
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
