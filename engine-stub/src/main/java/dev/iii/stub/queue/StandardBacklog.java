package dev.iii.stub.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Delivers messages in the order of arrival, without waiting for the result of earlier ones. */
final class StandardBacklog implements Backlog {

    private final Deque<Message> waiting = new ArrayDeque<>();

    @Override
    public void add(Message message) {
        waiting.addLast(message);
    }

    @Override
    public @Nullable Message take() {
        return waiting.pollFirst();
    }

    @Override
    public void done(Message message) {
        // No other message waits for this one.
    }

    @Override
    public void again(Message message) {
        waiting.addFirst(message);
    }

    @Override
    public void adopt(Message message) {
        // No other message waits for this one.
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public List<Message> empty() {
        List<Message> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
