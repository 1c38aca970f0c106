package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.StubClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages and delivers each one until that has gone well once, or has failed as often as allowed: then it is a
 * dead letter, which stays until somebody sends it on its way again or discards it.
 *
 * <p>A message is in exactly one place: the backlog, on its way, pausing before a retry, held because its function is
 * missing, or among the dead letters. Every move between them happens under the lock; messages are delivered without it,
 * by one thread at a time, so that they leave in order. Thread-safe, never blocks.
 */
final class MessageQueue {

    private static final Logger log = LoggerFactory.getLogger(MessageQueue.class);
    /** After so many deliveries in a row the thread, which may serve connections, does something else first. */
    private static final int MAX_DELIVERIES_IN_A_ROW = 256;

    /** What all queues of a worker share. */
    record Surroundings(StubClock clock, DeliveryLog log, Quota quota, QueueLimits limits) {}

    private final String name;
    private final Surroundings around;
    private final Deliverer deliverer;
    private volatile Duration pollInterval;
    private final AtomicInteger drains = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final OnTheirWay onTheirWay = new OnTheirWay();
    private final Map<Message, StubClock.Alarm> pausing = new HashMap<>();
    private final HeldMessages held = new HeldMessages();
    private final DeadLetters dead = new DeadLetters();
    private final Room room;
    /** What is said in the log when the lock is free again. */
    private final List<Runnable> toSay = new ArrayList<>();

    private Backlog backlog;
    private DeliveryOptions options;
    private boolean delivering = true;
    private boolean closed;
    private StubClock.@Nullable Alarm pollAlarm;
    private StubClock.@Nullable Alarm timeoutAlarm;

    /**
     * An empty queue that delivers.
     *
     * @param name what the log calls it
     * @param pollInterval how often to look for functions that are missing
     */
    MessageQueue(
            String name, Surroundings around, DeliveryOptions options, Deliverer deliverer, Duration pollInterval) {
        this.name = name;
        this.around = around;
        this.options = options;
        this.deliverer = deliverer;
        this.pollInterval = pollInterval;
        this.backlog = Backlog.of(options.fifo());
        this.room = new Room(around.limits(), around.quota());
    }

    // ---------------------------------------------------------------- coming in

    /**
     * Makes sure that there is room for a message, which {@link #add} or {@link #cancelReservation} must follow.
     *
     * @throws QueueFullException when there is none
     */
    void reserve(int bytes) throws QueueFullException {
        lock.lock();
        try {
            room.take(name, bytes, dead.size());
        } finally {
            unlock();
        }
    }

    void cancelReservation(int bytes) {
        locked(() -> room.give(bytes));
    }

    /** Takes a message that room was reserved for. It is delivered with the next {@link #drain}. */
    void add(Message message) {
        locked(() -> backlog.add(message));
    }

    // ---------------------------------------------------------------- how it delivers

    /** Delivers in another way from now on. */
    void configure(DeliveryOptions newOptions) {
        locked(() -> {
            if (newOptions.fifo() != options.fifo()) {
                Backlog next = Backlog.of(newOptions.fifo());
                onTheirWay.forEachMessage(next::adopt);
                pausing.keySet().forEach(next::adopt);
                held.all().forEach(next::adopt);
                backlog.empty().forEach(next::add);
                backlog = next;
            }
            options = newOptions;
        });
    }

    /** Looks that often for functions that are missing from now on. */
    void pollEvery(Duration interval) {
        pollInterval = interval;
    }

    /** Begins to deliver, or stops; what is on its way may still end well. */
    void deliver(boolean yes) {
        locked(() -> delivering = yes);
    }

    /** Delivers what may be delivered now. To be called without any lock. */
    void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        int inARow = 0;
        while (seen != 0) {
            Delivery delivery;
            while ((delivery = next()) != null) {
                start(delivery);
                if (++inARow == MAX_DELIVERIES_IN_A_ROW) {
                    drains.set(0);
                    drainSoon();
                    return;
                }
            }
            seen = drains.addAndGet(-seen);
        }
    }

    /** The same, on a thread of the clock. */
    void drainSoon() {
        around.clock().after(Duration.ZERO, this::drain);
    }

    private @Nullable Delivery next() {
        lock.lock();
        try {
            if (!delivering || closed || onTheirWay.size() >= options.concurrency()) {
                return null;
            }
            Message message;
            while ((message = backlog.take()) != null) {
                if (deliverer.reaches(message.target)) {
                    message.deliveries++;
                    Delivery delivery = new Delivery(message, around.clock().nanoTime());
                    onTheirWay.add(delivery);
                    watchTimeouts();
                    return delivery;
                }
                hold(message);
            }
            return null;
        } finally {
            unlock();
        }
    }

    private void start(Delivery delivery) {
        try {
            deliverer.deliver(delivery.message, outcome -> ended(delivery, outcome));
        } catch (RuntimeException e) {
            log.error("A message of the queue {} could not be delivered", name, e);
            ended(delivery, Outcome.failure("internal_error", "The engine failed to deliver; its log says why."));
        }
    }

    private void ended(Delivery delivery, Outcome outcome) {
        locked(() -> {
            Message message = delivery.message;
            if (!onTheirWay.remove(delivery)) {
                return;
            }
            if (outcome instanceof Outcome.Failure failure) {
                failed(message, failure.error());
            } else {
                backlog.done(message);
                room.give(message.bytes);
            }
        });
        drain();
    }

    private void failed(Message message, ErrorBody error) {
        DeliveryLog.Try failed = new DeliveryLog.Try(name, message.id, message.target, message.deliveries);
        if (message.deliveries >= options.maxDeliveries()) {
            backlog.done(message);
            room.resized(message.bury(error, around.clock().now()));
            dead.add(message);
            toSay.add(() -> around.log().died(failed, error));
            return;
        }
        Duration pause = options.backoffAfter(message.deliveries);
        if (closed) {
            backlog.again(message);
            return;
        }
        pausing.put(message, around.clock().after(pause, () -> paused(message)));
        int maxDeliveries = options.maxDeliveries();
        toSay.add(() -> around.log().failed(failed, maxDeliveries, error, pause));
    }

    private void paused(Message message) {
        locked(() -> {
            if (pausing.remove(message) != null) {
                backlog.again(message);
            }
        });
        drain();
    }

    // ---------------------------------------------------------------- missing functions

    private void hold(Message message) {
        if (held.add(message)) {
            toSay.add(() -> around.log().held(name, message.target));
        }
        if (pollAlarm == null) {
            pollAlarm = around.clock().after(pollInterval, this::poll);
        }
    }

    private void poll() {
        locked(() -> {
            pollAlarm = null;
            if (closed) {
                return;
            }
            for (Target target : held.targets()) {
                if (deliverer.reaches(target)) {
                    List<Message> messages = held.remove(target);
                    messages.forEach(backlog::again);
                    toSay.add(() -> around.log().released(name, target, messages.size()));
                }
            }
            if (!held.isEmpty()) {
                pollAlarm = around.clock().after(pollInterval, this::poll);
            }
        });
        drain();
    }

    // ---------------------------------------------------------------- timeouts

    /** One alarm for the oldest delivery; most have ended long before, so none is set for each. */
    private void watchTimeouts() {
        Duration timeout = options.timeout();
        if (timeout == null || timeoutAlarm != null || closed) {
            return;
        }
        Duration left = onTheirWay.untilTimeout(around.clock().nanoTime(), timeout);
        if (left != null) {
            timeoutAlarm = around.clock().after(left, this::timedOut);
        }
    }

    private void timedOut() {
        List<Delivery> late = new ArrayList<>();
        locked(() -> {
            timeoutAlarm = null;
            Duration timeout = options.timeout();
            if (timeout != null) {
                late.addAll(onTheirWay.late(around.clock().nanoTime(), timeout));
            }
        });
        Outcome failure = Outcome.failure("timeout", "The function has not answered in time");
        late.forEach(delivery -> ended(delivery, failure));
        locked(this::watchTimeouts);
    }

    // ---------------------------------------------------------------- dead letters

    /** All dead letters, the newest first. */
    List<DeadLetter> deadLetters() {
        return under(() -> dead.newestFirst().stream().map(DeadLetter::of).toList());
    }

    /** Sends all dead letters on their way again, the oldest first; how many. They leave with the next drain. */
    int redriveAll() {
        return under(() -> {
            List<Message> messages = dead.removeAll();
            messages.forEach(this::revive);
            return messages.size();
        });
    }

    /** Sends one dead letter on its way again; whether there is one. It leaves with the next drain. */
    boolean redrive(String id) {
        return under(() -> {
            Message message = dead.remove(id);
            if (message != null) {
                revive(message);
            }
            return message != null;
        });
    }

    /** Drops one dead letter; whether there is one. */
    boolean discard(String id) {
        return under(() -> {
            Message message = dead.remove(id);
            if (message != null) {
                room.give(message.bytes);
            }
            return message != null;
        });
    }

    private void revive(Message message) {
        room.resized(-message.revive());
        backlog.add(message);
    }

    // ---------------------------------------------------------------- numbers

    /** Messages that wait or are on their way; those that pause before a retry only when others wait for them. */
    int depth() {
        return under(() -> backlog.size() + held.size() + onTheirWay.size() + (options.fifo() ? pausing.size() : 0));
    }

    int deadLetterCount() {
        return under(dead::size);
    }

    /** How many calls it makes at the same time. */
    int concurrency() {
        return under(() -> options.concurrency());
    }

    /** Whether it keeps nothing. */
    boolean isEmpty() {
        return under(() -> room.messages() == 0);
    }

    /** Delivers nothing any more and says what it still keeps. Idempotent. */
    void close() {
        locked(() -> {
            int left = closed ? 0 : room.messages();
            closed = true;
            pausing.values().forEach(StubClock.Alarm::cancel);
            cancel(pollAlarm);
            cancel(timeoutAlarm);
            if (left > 0) {
                toSay.add(() -> around.log().leftBehind(name, left));
            }
        });
    }

    private static void cancel(StubClock.@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    // ---------------------------------------------------------------- the lock

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            unlock();
        }
    }

    private <T> T under(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            unlock();
        }
    }

    private void unlock() {
        List<Runnable> lines = toSay.isEmpty() ? List.of() : List.copyOf(toSay);
        toSay.clear();
        lock.unlock();
        lines.forEach(Runnable::run);
    }
}
