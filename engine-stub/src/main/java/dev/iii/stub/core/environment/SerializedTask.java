package dev.iii.stub.core.environment;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on the thread that requests it, never on two threads at the same time. A request made while the task runs
 * makes the running thread repeat it. State that only the task uses needs no lock.
 */
public final class SerializedTask {

    /** One run of the task. */
    @FunctionalInterface
    public interface Pass {

        /**
         * Runs the task.
         *
         * @param repeated {@code true} if the same thread has just run it and repeats it because of another request
         * @return {@code true} normally, {@code false} to release the thread although the task is not complete
         */
        boolean run(boolean repeated);
    }

    private final Pass task;
    private final Runnable released;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * Creates a task that may release the thread that runs it.
     *
     * @param released runs after the task has released its thread; the requests until then are dropped, so it must make
     *     sure that the task is requested again
     */
    public SerializedTask(Pass task, Runnable released) {
        this.task = task;
        this.released = released;
    }

    /** Returns a task that is repeated as long as there are requests. */
    public static SerializedTask of(Runnable task) {
        return new SerializedTask(
                repeated -> {
                    task.run();
                    return true;
                },
                () -> {});
    }

    /** Requests one more run of the task. Returns immediately if another thread runs it. */
    public void request() {
        if (requests.getAndIncrement() > 0) {
            return;
        }
        boolean repeated = false;
        int seen;
        do {
            seen = requests.get();
            if (!task.run(repeated)) {
                requests.set(0);
                released.run();
                return;
            }
            repeated = true;
        } while (requests.addAndGet(-seen) > 0);
    }
}
