package dev.iii.stub.core.api;

/** A listener for connections. Called without any lock, on the thread that caused the event; must not block. */
public interface EngineListener {

    /** Called when a worker has connected. It has neither a name nor functions yet. */
    default void connected(ConnectedWorker worker) {}

    /** Called when a worker has announced itself, for the first time or again. */
    default void announced(ConnectedWorker worker) {}

    /** Called when a worker is gone and its registrations have been removed. */
    default void disconnected(ConnectedWorker worker) {}

    /**
     * Called when a worker was dropped because it {@linkplain ConnectedWorker#hold holds} too much memory. The listener must
     * release it. The worker may have disconnected long before.
     */
    default void evicted(ConnectedWorker worker) {}
}
