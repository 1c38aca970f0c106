package dev.iii.stub.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on the thread that requests it, never on two threads at the same time. A request made while the task runs
 * makes the running thread repeat it. State that only the task uses needs no lock.
 */
final class SerializedTask {

    private final Runnable task;
    private final AtomicInteger asked = new AtomicInteger();

    SerializedTask(Runnable task) {
        this.task = task;
    }

    /** Requests one more run of the task. Returns immediately if another thread runs it. */
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
