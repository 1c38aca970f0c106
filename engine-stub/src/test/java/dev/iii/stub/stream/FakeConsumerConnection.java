package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The connection of a consumer without a socket. */
final class FakeConsumerConnection implements ConsumerConnection {

    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean reading = true;
    private volatile @Nullable String dropped;
    private volatile boolean paused;
    private volatile long kept;

    @Override
    public boolean send(RawJson json) {
        if (reading) {
            sent.add(json.text());
        }
        return reading;
    }

    @Override
    public void drop(String reason) {
        dropped = reason;
    }

    @Override
    public void keep(long bytes) {
        kept = bytes;
    }

    long kept() {
        return kept;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    @Override
    public String address() {
        return "192.0.2.1:7";
    }

    void stopReading() {
        reading = false;
    }

    boolean isPaused() {
        return paused;
    }

    @Nullable
    String dropped() {
        return dropped;
    }

    /** Returns the item id and the event of the messages since the last call. */
    List<String> events() {
        List<String> events = new ArrayList<>(sent);
        sent.clear();
        events.replaceAll(event -> event.replaceAll("^.*\"id\":([^,]*),\"event\":(.*)}$", "$1 $2"));
        return events;
    }
}
