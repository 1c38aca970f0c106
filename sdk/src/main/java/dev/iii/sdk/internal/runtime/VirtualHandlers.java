package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread for each task; tasks above the bound wait in the inbox until another one ends. */
final class VirtualHandlers implements HandlerThreads {

    private static final Logger log = LoggerFactory.getLogger(VirtualHandlers.class);
    private static final long POLL_NANOS = 1_000_000;
    /** How long a task may take to end after it was interrupted at the end of all. */
    private static final long INTERRUPTED_NANOS = 1_000_000_000;

    private final ThreadFactory factory;
    private final int maxRunning;
    private final int maxAdmitted;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Thread> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    VirtualHandlers(ThreadFactory factory, int maxRunning, int maxWaiting) {
        this.factory = factory;
        this.maxRunning = maxRunning;
        this.maxAdmitted = maxRunning + maxWaiting;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        if (closed || admitted.get() >= maxAdmitted) {
            return false;
        }
        execute(task);
        return true;
    }

    @Override
    public void execute(Runnable task) {
        admitted.incrementAndGet();
        inbox.add(task);
        startThread();
    }

    /** A thread for the oldest task, unless there are enough of them, each of which looks for another task at its end. */
    private void startThread() {
        int count = threads.get();
        while (count < maxRunning + waiting.get()) {
            if (threads.compareAndSet(count, count + 1)) {
                factory.newThread(this::work).start();
                return;
            }
            count = threads.get();
        }
    }

    private void work() {
        Thread me = Thread.currentThread();
        live.add(me);
        try {
            @Nullable Runnable task = inbox.poll();
            while (task != null) {
                runOne(task);
                task = inbox.poll();
            }
        } finally {
            live.remove(me);
            threads.decrementAndGet();
            // A task may have come after the last look and found no room for a thread.
            if (!inbox.isEmpty()) {
                startThread();
            }
        }
    }

    private void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("A task of {} failed", Thread.currentThread().getName(), e);
        } finally {
            admitted.decrementAndGet();
        }
        // An interrupt that came for this task must not hit the next one.
        Thread.interrupted();
    }

    @Override
    public boolean beginWait() {
        if (!(live.contains(Thread.currentThread()))) {
            return false;
        }
        waiting.incrementAndGet();
        if (!inbox.isEmpty()) {
            startThread();
        }
        return true;
    }

    @Override
    public void endWait() {
        waiting.decrementAndGet();
    }

    @Override
    public boolean close(long nanos) {
        closed = true;
        if (!awaitEnd(nanos)) {
            live.forEach(Thread::interrupt);
        }
        return awaitEnd(INTERRUPTED_NANOS);
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        int own = live.contains(Thread.currentThread()) ? 1 : 0;
        while (threads.get() > own && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        return threads.get() <= own;
    }
}
