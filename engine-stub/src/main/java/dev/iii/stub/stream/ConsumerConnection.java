package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;

/** The connection of a consumer, as {@link Consumer} uses it. */
interface ConsumerConnection {

    /**
     * Queues a message. Returns {@code false} if the outbox is full because the consumer does not read. May be called
     * on any thread; never blocks.
     */
    boolean send(RawJson json);

    /** Drops the connection immediately. May be called on any thread. */
    void drop(String reason);

    /** Runs the task on the thread of the connection: immediately if called on that thread, otherwise later. */
    void execute(Runnable task);

    /** Pauses or resumes reading messages from the consumer. Messages that were already read are still delivered. */
    void pause(boolean paused);

    /**
     * Sets the number of bytes that are kept for the consumer. If too many are kept for all connections, the one with most of
     * them is dropped. Called on the thread of the connection.
     */
    void keep(long bytes);

    /** Returns the address of the consumer, for the log. */
    String address();
}
