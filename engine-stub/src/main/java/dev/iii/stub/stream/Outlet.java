package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;

/** The connection of a consumer, as {@link Consumer} sees it. */
interface Outlet {

    /** Queues a message; false when too much waits to be read by the consumer. Any thread, never blocks. */
    boolean send(RawJson json);

    /** Drops the connection at once. Any thread. */
    void drop(String reason);

    /** Runs the task on the consumer's thread, at once when called there. */
    void execute(Runnable task);

    /** Stops or goes on taking messages from the consumer; what was taken is still delivered. */
    void pause(boolean paused);

    /** Who it is, for the log. */
    String address();
}
