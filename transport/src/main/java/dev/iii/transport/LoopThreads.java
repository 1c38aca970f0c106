package dev.iii.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one event loop: the one that reads, its watch, and those that have lost the reading in code of a user.
 *
 * <p>The watch takes samples while user code runs, and sleeps otherwise. It is also the thread that reads next: it takes the
 * token if user code does not return, and claims it if user code is about to wait. Therefore no thread has to be started at
 * that moment. For this reason each loop has its own watch.
 *
 * <p>Thread-safe, except for the methods that say which thread calls them.
 */
final class LoopThreads {

    /** The work of the thread that reads. */
    interface Reader {

        /** Reads on the current thread until the loop ends, or until the thread has lost the reading. */
        void read();

        /** Writes what was sent. */
        void flush();
    }

    /** A thread of a loop. It reads, or it watches the one that reads, or it runs user code and has lost the reading. */
    static final class LoopThread extends Thread {

        private final LoopThreads threads;
        private final boolean watches;
        /** Used only by this thread: it runs the loop's own code, so that nothing else uses the state of the loop. */
        private boolean inLoop;
        /** Used only by this thread: the number of the section of user code that it runs, or has run last. */
        private long section;

        LoopThread(LoopThreads threads, String name, boolean watches) {
            super(null, null, name, 0, false);
            this.threads = threads;
            this.watches = watches;
            setDaemon(true);
        }

        @Override
        public void run() {
            if (!watches || threads.watch(this)) {
                inLoop = true;
                try {
                    threads.reader.read();
                } finally {
                    threads.late.remove(this);
                }
            }
        }
    }

    /** The number of samples without user code after which the watch sleeps. */
    private static final int IDLE_SAMPLES = 20;
    /** The time before a watch that could not be started is tried again. */
    private static final long WATCH_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final Reader reader;
    private final ReadingToken<LoopThread> token;
    /** The context class loader of all threads of the loop. User code may have changed that of the thread that starts one. */
    private final @Nullable ClassLoader classLoader;
    /** The threads that run user code and have lost the reading. */
    private final Set<LoopThread> late = ConcurrentHashMap.newKeySet();

    private volatile @Nullable LoopThread watch;
    private volatile boolean watchSleeps;
    private volatile boolean ended;
    /** The user code that is running, or that has lost the reading last. */
    private volatile @Nullable UserTask userTask;
    /** Used only by the thread that reads. */
    private long watchTriedAt;

    LoopThreads(String name, Reader reader) {
        this.name = name;
        this.reader = reader;
        LoopThread first = new LoopThread(this, name, false);
        token = new ReadingToken<>(first);
        classLoader = first.getContextClassLoader();
    }

    /** Starts the thread that reads first. */
    void start() {
        token.holder().start();
    }

    // ---------------------------------------------------------------- the current thread

    /** Returns the threads that the current one belongs to; {@code null} if it is not the thread of a loop. */
    static @Nullable LoopThreads current() {
        return Thread.currentThread() instanceof LoopThread t ? t.threads : null;
    }

    Reader reader() {
        return reader;
    }

    /** Returns {@code true} if the current thread reads. */
    boolean holds() {
        return Thread.currentThread() == token.holder();
    }

    /** Returns {@code true} if the current thread reads and runs the loop's own code, not code of a user. */
    boolean runsLoopCode() {
        return Thread.currentThread() instanceof LoopThread t && t.threads == this && t.inLoop;
    }

    // ---------------------------------------------------------------- user code

    /**
     * Runs code of a user. Called by the thread that reads.
     *
     * @return {@code false} if the thread has lost the reading. It must then not use the state of the loop.
     */
    boolean run(UserTask task) {
        LoopThread self = (LoopThread) Thread.currentThread();
        userTask = task;
        self.section = token.enter();
        self.inLoop = false;
        try {
            ensureWatch();
            Guarded.run(task);
        } catch (Throwable e) {
            // The section must be left in any case.
            Guarded.log("User code of an event loop was not run", e);
        }
        if (!token.leave(self.section)) {
            return false;
        }
        self.inLoop = true;
        // So that its payload is not kept until the next one.
        userTask = null;
        // A set flag would make each selection return immediately.
        Thread.interrupted();
        restore(self);
        return true;
    }

    /** The next task must not see what the code of this one has changed. */
    private void restore(LoopThread self) {
        if (self.getContextClassLoader() != classLoader) {
            self.setContextClassLoader(classLoader);
        }
        if (!name.equals(self.getName())) {
            rename(self);
        }
    }

    /**
     * Lets another thread read if the current thread reads and runs code of a user, which is about to wait. Messages that the
     * code has sent are written first. Called by a thread of this loop.
     *
     * @return {@code false} if no other thread can read, or if the current thread runs the loop's own code
     */
    boolean passOn() {
        LoopThread self = (LoopThread) Thread.currentThread();
        if (self.inLoop) {
            return false;
        }
        if (!holds() || !token.leave(self.section)) {
            return true;
        }
        // From now on, no other thread takes the token or becomes the watch.
        LoopThread next = startedWatch();
        if (next == null) {
            self.section = token.enter();
            return false;
        }
        late.add(self);
        try {
            reader.flush();
            report(self, UserTask.Loss.WAITS, new StackTraceElement[0]);
            self.setName(name + "-blocked");
        } catch (Throwable e) {
            Guarded.log("Passing the reading of an event loop on has failed partly", e);
        } finally {
            token.free(next);
            LockSupport.unpark(next);
        }
        return true;
    }

    /** Returns the watch; {@code null} if no thread can be started for it. */
    private @Nullable LoopThread startedWatch() {
        ensureWatch();
        return watch;
    }

    private void report(LoopThread thread, UserTask.Loss loss, StackTraceElement[] stack) {
        UserTask task = userTask;
        if (task != null) {
            task.takenOver(thread, loss, stack);
        }
    }

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
            started.setContextClassLoader(classLoader);
            watch = started;
            started.start();
            watchTriedAt = 0;
        } catch (Throwable e) {
            watch = null;
            Guarded.log("No thread can be started that watches user code of an event loop", e);
        }
    }

    // ---------------------------------------------------------------- the watch

    /** Takes samples of the reading thread until the loop has ended. Returns {@code true} if this thread must read instead. */
    private boolean watch(LoopThread self) {
        BlockedCheck check = new BlockedCheck();
        int idle = 0;
        while (!ended) {
            if (becomesHolder(self, check)) {
                rename(self);
                return true;
            }
            idle = token.section() == 0 ? idle + 1 : 0;
            if (idle < IDLE_SAMPLES) {
                LockSupport.parkNanos(this, check.nanosToNextSample());
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

    private void rename(LoopThread reading) {
        try {
            reading.setName(name);
        } catch (Throwable e) {
            Guarded.log("A thread of an event loop has an outdated name", e);
        }
    }

    private boolean becomesHolder(LoopThread self, BlockedCheck check) {
        try {
            if (token.claim()) {
                watch = null;
                return true;
            }
            long section = token.section();
            LoopThread reading = token.holder();
            return switch (check.sample(section, reading.getState())) {
                case NOTHING -> false;
                case BLOCKED -> takeOver(self, reading, section, UserTask.Loss.BLOCKED);
                case RUNS -> takeOver(self, reading, section, UserTask.Loss.RUNS);
            };
        } catch (Throwable e) {
            // This thread must not end, because it may have to claim the reading.
            Guarded.log("A sample of user code of an event loop failed", e);
            return false;
        }
    }

    /** Returns {@code true} if this thread reads from now on. Throws nothing once it holds the token. */
    private boolean takeOver(LoopThread self, LoopThread blocked, long section, UserTask.Loss loss) {
        StackTraceElement[] stack = blocked.getStackTrace();
        // Add it first: as soon as the token has a new holder, the blocked thread may return and remove itself.
        late.add(blocked);
        if (!token.take(section, self)) {
            late.remove(blocked);
            return false;
        }
        watch = null;
        try {
            report(blocked, loss, stack);
            blocked.setName(name + "-blocked");
        } catch (Throwable e) {
            Guarded.log("Reporting that the thread of a task has lost the reading failed", e);
        }
        return true;
    }

    // ---------------------------------------------------------------- close

    /** The loop has ended: the watch ends, too. */
    void end() {
        ended = true;
        LockSupport.unpark(watch);
    }

    /**
     * Waits for the threads, after the loop has ended. Interrupts user code that has lost the reading.
     *
     * @param deadline the time of {@link System#nanoTime} until which the threads of the loop itself may take
     * @param interruptedDeadline the same for the interrupted threads
     * @return {@code true} if all threads have ended
     */
    boolean awaitEnd(long deadline, long interruptedDeadline) throws InterruptedException {
        late.forEach(Thread::interrupt);
        boolean stopped = join(token.holder(), deadline);
        for (LoopThread thread : late) {
            stopped &= join(thread, interruptedDeadline);
        }
        LoopThread watching = watch;
        return (watching == null || join(watching, deadline)) && stopped;
    }

    private static boolean join(Thread thread, long deadline) throws InterruptedException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis > 0) {
            thread.join(millis);
        }
        return !thread.isAlive();
    }
}
