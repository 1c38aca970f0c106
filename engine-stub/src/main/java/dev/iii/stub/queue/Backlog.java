package dev.iii.stub.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a queue that wait, and which of them may be delivered now. A message that was taken is out on its way
 * until it is {@link #done} or comes back with {@link #again}. Not thread-safe.
 */
sealed interface Backlog permits StandardBacklog, FifoBacklog {

    /** A new message, behind all others of its group. */
    void add(Message message);

    /** Takes out the next message that may be delivered, {@code null} when there is none. */
    @Nullable
    Message take();

    /** A message that was taken is not coming back. */
    void done(Message message);

    /** A message that was taken waits again, before all others of its group. */
    void again(Message message);

    /** A message that another backlog gave out is on its way. */
    void adopt(Message message);

    /** How many messages wait. */
    int size();

    /** Takes out all that wait, in order. */
    List<Message> empty();

    /** An empty backlog. */
    static Backlog of(boolean fifo) {
        return fifo ? new FifoBacklog() : new StandardBacklog();
    }
}
