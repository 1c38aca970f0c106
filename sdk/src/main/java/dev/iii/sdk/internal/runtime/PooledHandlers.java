package dev.iii.sdk.internal.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that makes as few threads run as the work needs: who brings a task wakes at most one thread, and only when none
 * is on its way already; a thread that arrives and finds more than one task wakes the next. Short tasks are therefore
 * done by a thread or two that never sleep, and blocking ones get a thread each, soon after one another.
 *
 * <p>A thread that waits for the engine lets another one run in its place, so that functions of one worker may call each
 * other without end of threads.
 */
final class PooledHandlers implements HandlerThreads {

    private static final Logger log = LoggerFactory.getLogger(PooledHandlers.class);
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** How long a task may take to end after it was interrupted at the end of all. */
    private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** However many threads wait for the engine, there are no more than this. */
    private static final int MOST_THREADS = 4096;

    private final String name;
    private final int maxRunning;
    private final int maxWaiting;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inboxSize = new AtomicInteger();
    private final ConcurrentLinkedDeque<Hand> idle = new ConcurrentLinkedDeque<>();
    private final Set<Hand> hands = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger named = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Whether a thread is on its way to the inbox. */
    private final AtomicBoolean coming = new AtomicBoolean();

    private volatile boolean closed;

    PooledHandlers(String name, int maxRunning, int maxWaiting) {
        this.name = name;
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        if (closed || inboxSize.get() >= maxWaiting) {
            return false;
        }
        execute(task);
        return true;
    }

    @Override
    public void execute(Runnable task) {
        inboxSize.incrementAndGet();
        inbox.add(task);
        callOne();
    }

    private void callOne() {
        while (coming.compareAndSet(false, true)) {
            Hand sleeper = idle.pollFirst();
            if (sleeper != null) {
                sleeper.wake();
                return;
            }
            if (hire()) {
                return;
            }
            // All are at work and will look into the inbox when they are done.
            coming.set(false);
            if (inbox.isEmpty() || idle.isEmpty()) {
                return;
            }
        }
    }

    private boolean hire() {
        int count = threads.get();
        while (count < Math.min(MOST_THREADS, maxRunning + waiting.get())) {
            if (threads.compareAndSet(count, count + 1)) {
                Hand hand = new Hand(name + "-" + named.getAndIncrement());
                hands.add(hand);
                hand.start();
                return true;
            }
            count = threads.get();
        }
        return false;
    }

    @Override
    public boolean beginWait() {
        if (!(Thread.currentThread() instanceof Hand hand && hands.contains(hand))) {
            return false;
        }
        waiting.incrementAndGet();
        if (!inbox.isEmpty()) {
            callOne();
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
        Hand sleeper;
        while ((sleeper = idle.pollFirst()) != null) {
            sleeper.wake();
        }
        joinAll(nanos);
        hands.forEach(Thread::interrupt);
        joinAll(INTERRUPTED_NANOS);
        return threads.get() == 0;
    }

    private void joinAll(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (Hand hand : hands) {
            long left = deadline - System.nanoTime();
            if (hand != Thread.currentThread() && left > 0) {
                joinQuietly(hand, left);
            }
        }
    }

    private static void joinQuietly(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thread of the pool. */
    private final class Hand extends Thread {

        private volatile boolean woken;

        Hand(String threadName) {
            super(null, null, threadName, 0, false);
            setDaemon(true);
        }

        void wake() {
            woken = true;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            try {
                coming.set(false);
                // Also after the end has come: what was admitted is done.
                Runnable task;
                while ((task = inbox.poll()) != null || sleep()) {
                    if (task != null) {
                        work(task);
                    }
                }
            } finally {
                hands.remove(this);
                threads.decrementAndGet();
            }
        }

        private void work(Runnable task) {
            inboxSize.decrementAndGet();
            if (!inbox.isEmpty()) {
                callOne();
            }
            try {
                task.run();
            } catch (Throwable e) {
                log.error("A task of {} failed", getName(), e);
            }
            // An interrupt that came for this task must not hit the next one.
            Thread.interrupted();
        }

        /** Waits to be woken; false when nobody did for long and the thread may go. */
        private boolean sleep() {
            if (closed) {
                return false;
            }
            woken = false;
            idle.addFirst(this);
            if (!inbox.isEmpty() && idle.remove(this)) {
                return true;
            }
            long deadline = System.nanoTime() + KEEP_ALIVE_NANOS;
            while (!woken) {
                long left = deadline - System.nanoTime();
                if ((closed || left <= 0) && idle.remove(this)) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.max(left, 1_000_000));
                Thread.interrupted();
            }
            coming.set(false);
            return true;
        }
    }
}
