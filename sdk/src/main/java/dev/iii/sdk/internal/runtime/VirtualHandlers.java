package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Virtual threads. Tasks above the limit wait in the inbox until a running one has ended. */
final class VirtualHandlers extends AbstractHandlerThreads {

    private final ThreadFactory factory;
    private final int maxRunning;
    private final int maxAdmitted;
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger threadCount = new AtomicInteger();
    /** The number of threads that wait for the engine. */
    private final AtomicInteger waiting = new AtomicInteger();

    VirtualHandlers(ThreadFactory factory, int maxRunning, int maxWaiting) {
        this.factory = factory;
        this.maxRunning = maxRunning;
        this.maxAdmitted = maxRunning + maxWaiting;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        if (isClosed() || admitted.get() >= maxAdmitted) {
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

    /** Starts a thread unless the limit is reached. Every thread polls the inbox until it is empty. */
    private void startThread() {
        int count = threadCount.get();
        while (count < maxRunning + waiting.get()) {
            if (threadCount.compareAndSet(count, count + 1)) {
                factory.newThread(this::work).start();
                return;
            }
            count = threadCount.get();
        }
    }

    private void work() {
        Thread current = Thread.currentThread();
        add(current);
        try {
            @Nullable Runnable task = inbox.poll();
            while (task != null) {
                try {
                    runTask(task);
                } finally {
                    admitted.decrementAndGet();
                }
                task = inbox.poll();
            }
        } finally {
            remove(current);
            threadCount.decrementAndGet();
            // A task may have been added after the last poll, while the thread limit was still reached.
            if (!inbox.isEmpty()) {
                startThread();
            }
        }
    }

    @Override
    int remaining() {
        return threadCount.get();
    }

    @Override
    public boolean beginWait() {
        if (!includesCurrent()) {
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
}
