package dev.iii.sdk.internal.session;

import java.util.PriorityQueue;

/** The virtual time of a simulation. Actions run when it is advanced, in the order of their times. */
final class SimulatedTime {

    /** An action at a point in virtual time. */
    private record ScheduledEvent(long at, long order, Runnable action) implements Comparable<ScheduledEvent> {
        @Override
        public int compareTo(ScheduledEvent other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<ScheduledEvent> future = new PriorityQueue<>();
    private long now = 1;
    private long order;

    long now() {
        return now;
    }

    /** Returns the number of actions that were scheduled so far. */
    long order() {
        return order;
    }

    /** Schedules an action after a delay. */
    void at(long delay, Runnable action) {
        future.add(new ScheduledEvent(now + Math.max(0, delay), order++, action));
    }

    /** Advances to the given time, and runs the actions up to it. */
    void advance(long until) {
        ScheduledEvent next;
        while ((next = future.peek()) != null && next.at() <= until) {
            future.poll();
            now = Math.max(now, next.at());
            next.action().run();
        }
        now = until;
    }
}
