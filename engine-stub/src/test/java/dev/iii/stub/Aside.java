package dev.iii.stub;

import java.util.concurrent.CompletableFuture;

/** Runs what waits on a thread of its own: the common pool of a small machine has one, which others need meanwhile. */
public final class Aside {

    private Aside() {}

    /** Completes when the task has ended, or fails as it does. */
    public static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, run -> {
            Thread thread = new Thread(run, "aside");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
