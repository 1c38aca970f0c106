package dev.iii.stub.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages that wait until their function is registered. Guarded by the lock of its queue. */
final class HeldMessages {

    private final Map<TargetFunction, Deque<Message>> byTarget = new LinkedHashMap<>();
    private int size;

    /** Adds a message. Returns {@code true} if it is the first message for its function. */
    boolean add(Message message) {
        size++;
        Deque<Message> messages = byTarget.get(message.target);
        if (messages != null) {
            messages.addLast(message);
            return false;
        }
        messages = new ArrayDeque<>();
        messages.addLast(message);
        byTarget.put(message.target, messages);
        return true;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the functions that messages wait for. */
    List<TargetFunction> targets() {
        return List.copyOf(byTarget.keySet());
    }

    /** Removes and returns the messages for a function, the newest first. */
    List<Message> remove(TargetFunction target) {
        Deque<Message> messages = byTarget.remove(target);
        if (messages == null) {
            return List.of();
        }
        size -= messages.size();
        List<Message> newestFirst = new ArrayList<>(messages.size());
        messages.descendingIterator().forEachRemaining(newestFirst::add);
        return newestFirst;
    }

    /** Returns all waiting messages. */
    List<Message> all() {
        List<Message> all = new ArrayList<>(size);
        byTarget.values().forEach(all::addAll);
        return all;
    }
}
