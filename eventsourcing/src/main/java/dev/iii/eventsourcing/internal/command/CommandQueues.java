package dev.iii.eventsourcing.internal.command;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The queues of all streams. A queue exists only while commands of its stream run or wait. Thread-safe.
 *
 * @param <S> the state
 */
final class CommandQueues<S> {

    private final ConcurrentHashMap<String, CommandQueue<S>> queues = new ConcurrentHashMap<>();

    /** Returns the queue of a stream. The caller must call {@link #leave}. */
    CommandQueue<S> enter(String stream) {
        return queues.compute(stream, (key, known) -> {
            CommandQueue<S> queue = known == null ? new CommandQueue<>() : known;
            queue.users++;
            return queue;
        });
    }

    void leave(String stream) {
        queues.computeIfPresent(stream, (key, queue) -> --queue.users == 0 ? null : queue);
    }
}
