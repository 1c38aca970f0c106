package dev.iii.stub.core.worker;

/**
 * The limit of a kind of memory that is kept for all workers together until their connections end, for example for their
 * registrations, and frames that wait. Thread-safe.
 */
public interface WorkerMemory {

    /** No limit. */
    WorkerMemory UNLIMITED = new WorkerMemory() {
        @Override
        public long maxBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public Share share(Runnable evicted) {
            return bytes -> {};
        }

        @Override
        public void logDrop(String connection) {}
    };

    /** The memory of one worker. Used by one thread at a time. */
    interface Share {

        /** Sets the number of bytes that are kept for the worker now. Has no effect after the worker was dropped. */
        void update(long bytes);
    }

    /** Returns the maximum number of bytes for all workers together. */
    long maxBytes();

    /**
     * Returns the share of a new worker.
     *
     * @param evicted drops the worker, because most of too many bytes are kept for it. Called at most once, by any thread,
     *     also within {@link Share#update} of any share and under the {@link EngineLock}. It must neither block nor throw
     */
    Share share(Runnable evicted);

    /** Logs that the connection of a worker is dropped because of this limit. */
    void logDrop(String connection);
}
