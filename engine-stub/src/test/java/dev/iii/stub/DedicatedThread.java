package dev.iii.stub;

import java.util.concurrent.CompletableFuture;

/**
 * Runs a blocking task on a dedicated thread. The common pool of a small machine has only one thread, which other tasks
 * need meanwhile.
 */
public final class DedicatedThread {

    private DedicatedThread() {}

    /** Starts the task. The returned future completes when the task has ended, or fails with its exception. */
    public static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, run -> {
            Thread thread = new Thread(run, "aside");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
