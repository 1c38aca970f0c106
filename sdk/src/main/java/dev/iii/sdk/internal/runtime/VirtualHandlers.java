package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Virtual threads. Tasks above the limit wait in the inbox until a running one has ended. */
final class VirtualHandlers extends InboxHandlerThreads {

    private final ThreadFactory factory;
    private final int maxAdmitted;
    private final AtomicInteger admitted = new AtomicInteger();

    VirtualHandlers(ThreadFactory factory, int maxRunning, int maxWaiting) {
        super(maxRunning, Integer.MAX_VALUE);
        this.factory = factory;
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
        runAnother();
    }

    /** Starts a thread unless the limit is reached. Every thread polls the inbox until it is empty. */
    @Override
    void runAnother() {
        if (reserveThread()) {
            factory.newThread(this::work).start();
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
            releaseThread(current);
            // A task may have been added after the last poll, while the thread limit was still reached.
            if (!inbox.isEmpty()) {
                runAnother();
            }
        }
    }
}
