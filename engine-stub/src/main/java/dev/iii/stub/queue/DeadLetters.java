package dev.iii.stub.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that are delivered again only on request. Guarded by the lock of its queue. */
final class DeadLetters {

    private final Deque<Message> oldestFirst = new ArrayDeque<>();

    void add(Message message) {
        oldestFirst.addLast(message);
    }

    int size() {
        return oldestFirst.size();
    }

    List<Message> newestFirst() {
        List<Message> messages = new ArrayList<>(oldestFirst.size());
        oldestFirst.descendingIterator().forEachRemaining(messages::add);
        return messages;
    }

    /** Removes and returns the message with this id. Returns {@code null} if there is none. */
    @Nullable
    Message remove(String id) {
        for (Iterator<Message> messages = oldestFirst.iterator(); messages.hasNext(); ) {
            Message message = messages.next();
            if (message.id.equals(id)) {
                messages.remove();
                return message;
            }
        }
        return null;
    }

    /** Removes and returns all messages, the oldest first. */
    List<Message> removeAll() {
        List<Message> all = new ArrayList<>(oldestFirst);
        oldestFirst.clear();
        return all;
    }
}
