package dev.iii.stub.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers one message of each group at a time. Groups do not wait for each other and take turns. */
final class FifoBacklog implements Backlog {

    /** A group that has messages that wait or are being delivered. */
    private static final class Lane {
        final Deque<Message> waiting = new ArrayDeque<>();
        /** Greater than one only if messages were adopted from a backlog without order. */
        int pending;
    }

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    /** The lanes whose first message may be delivered. */
    private final Deque<Lane> ready = new ArrayDeque<>();

    private int size;

    @Override
    public void add(Message message) {
        Lane lane = lane(message);
        lane.waiting.addLast(message);
        size++;
        if (lane.waiting.size() == 1 && lane.pending == 0) {
            ready.addLast(lane);
        }
    }

    @Override
    public @Nullable Message take() {
        Lane lane = ready.pollFirst();
        Message message = lane == null ? null : lane.waiting.pollFirst();
        if (lane == null || message == null) {
            return null;
        }
        lane.pending++;
        size--;
        return message;
    }

    @Override
    public void done(Message message) {
        Lane lane = lane(message);
        lane.pending--;
        if (lane.pending > 0) {
            return;
        }
        if (lane.waiting.isEmpty()) {
            lanes.remove(message.group);
        } else {
            ready.addLast(lane);
        }
    }

    @Override
    public void again(Message message) {
        Lane lane = lane(message);
        lane.waiting.addFirst(message);
        lane.pending--;
        size++;
        if (lane.pending == 0) {
            ready.addFirst(lane);
        }
    }

    @Override
    public void adopt(Message message) {
        Lane lane = lane(message);
        lane.pending++;
        ready.remove(lane);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Message> empty() {
        List<Message> all = new ArrayList<>(size);
        lanes.values().forEach(lane -> {
            all.addAll(lane.waiting);
            lane.waiting.clear();
        });
        lanes.values().removeIf(lane -> lane.pending == 0);
        ready.clear();
        size = 0;
        return all;
    }

    private Lane lane(Message message) {
        return lanes.computeIfAbsent(message.group, group -> new Lane());
    }
}
