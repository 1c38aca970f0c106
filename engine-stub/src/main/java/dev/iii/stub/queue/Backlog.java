package dev.iii.stub.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waiting messages of a queue, in the order in which they may be delivered. A message returned by {@link #take}
 * counts as being delivered until {@link #done} or {@link #again} is called with it. Not thread-safe.
 */
sealed interface Backlog permits StandardBacklog, FifoBacklog {

    /** Adds a new message after all other messages of its group. */
    void add(Message message);

    /** Removes and returns the next message that may be delivered. Returns {@code null} if there is none. */
    @Nullable
    Message take();

    /** Called when a message from {@link #take} does not return to the backlog. */
    void done(Message message);

    /** Puts a message from {@link #take} back, before all other messages of its group. */
    void again(Message message);

    /** Records that a message taken from another backlog is still being delivered. */
    void adopt(Message message);

    /** Returns the number of waiting messages. */
    int size();

    /** Removes and returns all waiting messages, in order. */
    List<Message> empty();

    /**
     * Creates an empty backlog.
     *
     * @param fifo whether the messages of a group are delivered one at a time, in order
     */
    static Backlog of(boolean fifo) {
        return fifo ? new FifoBacklog() : new StandardBacklog();
    }
}
