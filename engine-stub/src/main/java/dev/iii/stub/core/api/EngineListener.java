package dev.iii.stub.core.api;

/** Hears of connections. Called without any lock, on the thread that caused the event; must not block. */
public interface EngineListener {

    /** A worker has connected; it has neither name nor functions yet. */
    default void connected(ConnectedWorker worker) {}

    /** A worker has announced itself, for the first time or again. */
    default void announced(ConnectedWorker worker) {}

    /** A worker is gone, and all that it had registered. */
    default void disconnected(ConnectedWorker worker) {}
}
