package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Virtual threads. Tasks above the limit wait in the inbox until a running one has ended. */
final class VirtualHandlers extends InboxHandlerThreads {

    private final String name;
    private final ThreadFactory factory;
    private final int maxAdmitted;
    private final AtomicInteger admitted = new AtomicInteger();

    VirtualHandlers(
            String name,
            ThreadFactory factory,
            int maxRunning,
            int maxWaiting,
            UnseenWaits unseenWaits,
            ThreadStarts starts,
            PoolTimer timer) {
        super(maxRunning, Integer.MAX_VALUE, unseenWaits, starts, timer);
        this.name = name;
        this.factory = factory;
        this.maxAdmitted = (int) Math.min(Integer.MAX_VALUE, (long) maxRunning + maxWaiting);
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
        if (!reserveThread()) {
            watchIfNeeded();
            return;
        }
        try {
            starts.start(factory.newThread(this::work));
        } catch (Throwable e) {
            releaseThread(null);
            starts.failed(e, this::startIfNeeded);
        }
    }

    @Override
    void taken() {
        admitted.decrementAndGet();
    }

    /** Creates a platform thread: before Java 24, virtual threads that wait may keep all others from running. */
    @Override
    Thread newThread(Runnable code) {
        Thread thread = new Thread(null, code, name + "-platform", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    int idleThreads() {
        return 0;
    }

    @Override
    String name() {
        return name;
    }

    private void work() {
        Thread current = Thread.currentThread();
        add(current);
        boolean retired = false;
        try {
            @Nullable Runnable task = inbox.poll();
            while (task != null) {
                try {
                    runTask(task);
                } finally {
                    admitted.decrementAndGet();
                }
                retired = retire();
                task = retired ? null : inbox.poll();
            }
        } finally {
            if (!retired) {
                releaseThread(current);
            }
            // A task may have been added after the last poll, while the thread limit was still reached.
            startIfNeeded();
        }
    }
}
