package dev.iii.stub.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that were added to a queue and are delivered from the next poll on. The real engine polls its topics and named queues, so that
 * a caller that looks for the effect of a message immediately after publishing it does not find it. The polls are at the
 * multiples of the interval from the creation of the queue on; an empty queue needs no alarm. Used under the lock of the queue.
 */
final class Arrivals {

    private long intervalNanos;
    private final long originNanos;
    private List<Message> messages = new ArrayList<>();

    private Arrivals(long intervalNanos, long originNanos) {
        this.intervalNanos = intervalNanos;
        this.originNanos = originNanos;
    }

    /** Creates arrivals that can be delivered immediately. */
    static Arrivals immediate() {
        return new Arrivals(0, 0);
    }

    /** Creates arrivals that are polled at this interval from the time {@code nowNanos} on. */
    static Arrivals polledEvery(Duration interval, long nowNanos) {
        return new Arrivals(interval.toNanos(), nowNanos);
    }

    /** Returns {@code false} if messages can be delivered immediately. */
    boolean arePolled() {
        return intervalNanos > 0;
    }

    /** Changes the interval. Has no effect if messages can be delivered immediately. */
    void pollEvery(Duration interval) {
        if (arePolled()) {
            intervalNanos = interval.toNanos();
        }
    }

    void add(Message message) {
        messages.add(message);
    }

    /** Returns all messages in the order in which they were added, and forgets them. */
    List<Message> takeAll() {
        List<Message> all = messages;
        messages = new ArrayList<>();
        return all;
    }

    int size() {
        return messages.size();
    }

    /** Returns the time until the next poll. It is longer than zero. */
    Duration untilPoll(long nowNanos) {
        return pollAfter(Duration.ZERO, nowNanos);
    }

    /** Returns the time until the first poll at or after the end of a pause, or after now if there is no pause. */
    Duration pollAfter(Duration pause, long nowNanos) {
        if (!arePolled()) {
            return pause;
        }
        long since = nowNanos - originNanos;
        long end = since + Math.max(1, pause.toNanos());
        long polls = (end + intervalNanos - 1) / intervalNanos;
        return Duration.ofNanos(polls * intervalNanos - since);
    }
}
