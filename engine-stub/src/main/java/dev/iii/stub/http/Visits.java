package dev.iii.stub.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on whichever thread asks for it, never twice at the same time: who asks while it runs has it run once more by
 * the one that is at it. What the task touches needs no lock.
 */
final class Visits {

    private final Runnable task;
    private final AtomicInteger asked = new AtomicInteger();

    Visits(Runnable task) {
        this.task = task;
    }

    /** The task looks at things once more, now or soon. */
    void visit() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = asked.get();
            task.run();
        } while (asked.addAndGet(-seen) > 0);
    }
}
