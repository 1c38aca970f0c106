package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.environment.SerializedTask;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps messages and delivers each one until a delivery succeeds or the allowed number of deliveries has failed. In the
 * second case the message becomes a dead letter, which stays until a client redrives or discards it.
 *
 * <p>A message is in exactly one place: the arrivals, the backlog, being delivered, pausing before a retry, held because its function
 * is missing, or among the dead letters. Every move between these places happens under the lock. Messages are delivered
 * without the lock, by one thread at a time, so that they are sent in order. Thread-safe. Never blocks.
 */
final class MessageQueue {

    private static final Logger log = BoundedLogger.of(MessageQueue.class);
    /**
     * After this number of consecutive deliveries the thread stops and the clock continues, because the thread may
     * serve connections.
     */
    private static final int MAX_DELIVERIES_IN_A_ROW = 256;

    /** The objects that all queues of a worker share. */
    record SharedServices(StubClock clock, DeliveryLog log, MemoryQuota quota, QueueLimits limits) {}

    private final String name;
    private final SharedServices shared;
    private final Deliverer deliverer;
    private final SerializedTask drain = new SerializedTask(this::startDeliveries, this::drainSoon);
    /** Used only by {@link #drain}. */
    private int startedInARow;

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingDeliveries pending = new PendingDeliveries();
    private final Map<Message, StubClock.Alarm> pausing = new HashMap<>();
    private final HeldMessages held = new HeldMessages();
    private final DeadLetters dead = new DeadLetters();
    private final Arrivals arrivals;
    private final QueueUsage usage;
    /** The log statements to run after the lock is released. */
    private final List<Runnable> toSay = new ArrayList<>();

    private Backlog backlog;
    private DeliveryOptions options;
    private Duration pollInterval;
    private boolean delivering = true;
    private boolean closed;
    private StubClock.@Nullable Alarm pollAlarm;
    private StubClock.@Nullable Alarm arrivalAlarm;
    private StubClock.@Nullable Alarm timeoutAlarm;

    /**
     * Creates an empty queue that delivers its messages.
     *
     * @param name the name for the log
     * @param pollInterval the interval between checks for missing functions
     * @param arrivals when new messages can be delivered
     */
    MessageQueue(
            String name,
            SharedServices shared,
            DeliveryOptions options,
            Deliverer deliverer,
            Duration pollInterval,
            Arrivals arrivals) {
        this.name = name;
        this.shared = shared;
        this.options = options;
        this.deliverer = deliverer;
        this.pollInterval = pollInterval;
        this.arrivals = arrivals;
        this.backlog = Backlog.of(options.fifo());
        this.usage = new QueueUsage(shared.limits(), shared.quota());
    }

    // ---------------------------------------------------------------- adding messages

    /**
     * Reserves capacity for a message. The caller must then call {@link #add} or {@link #cancelReservation}.
     *
     * @throws QueueFullException if the queue or the quota is full
     */
    void reserve(int bytes) throws QueueFullException {
        lock.lock();
        try {
            usage.take(name, bytes, dead.size());
        } finally {
            unlock();
        }
    }

    void cancelReservation(int bytes) {
        locked(() -> usage.give(bytes));
    }

    /** Adds a message for which capacity was reserved. The next {@link #drain} or the next poll delivers it. */
    void add(Message message) {
        locked(() -> arrive(message));
    }

    private void arrive(Message message) {
        if (!arrivals.arePolled()) {
            backlog.add(message);
            return;
        }
        arrivals.add(message);
        if (arrivalAlarm == null && !closed) {
            arrivalAlarm =
                    shared.clock().after(arrivals.untilPoll(shared.clock().nanoTime()), this::pollArrivals);
        }
    }

    private void pollArrivals() {
        locked(() -> {
            arrivalAlarm = null;
            arrivals.takeAll().forEach(backlog::add);
        });
        drain();
    }

    // ---------------------------------------------------------------- delivery

    /** Changes the delivery settings for later deliveries. */
    void configure(DeliveryOptions newOptions) {
        locked(() -> {
            if (newOptions.fifo() != options.fifo()) {
                Backlog next = Backlog.of(newOptions.fifo());
                pending.forEachMessage(next::adopt);
                pausing.keySet().forEach(next::adopt);
                held.all().forEach(next::adopt);
                backlog.empty().forEach(next::add);
                backlog = next;
            }
            options = newOptions;
        });
    }

    /** Sets the interval between polls for new messages and for missing functions. */
    void pollEvery(Duration interval) {
        locked(() -> {
            pollInterval = interval;
            arrivals.pollEvery(interval);
        });
    }

    /** Starts or stops delivering. Deliveries that have already started may still succeed. */
    void deliver(boolean yes) {
        locked(() -> delivering = yes);
    }

    /** Delivers the messages that may be delivered now. Must be called without any lock. */
    void drain() {
        drain.request();
    }

    /** Starts deliveries as long as there are some. Releases the thread after many in a row, and continues on the clock. */
    private boolean startDeliveries(boolean repeated) {
        if (!repeated) {
            startedInARow = 0;
        }
        Delivery delivery;
        while ((delivery = next()) != null) {
            start(delivery);
            if (++startedInARow == MAX_DELIVERIES_IN_A_ROW) {
                return false;
            }
        }
        return true;
    }

    /** Delivers the messages that may be delivered now, on a thread of the clock. */
    void drainSoon() {
        shared.clock().after(Duration.ZERO, this::drain);
    }

    private @Nullable Delivery next() {
        lock.lock();
        try {
            if (!delivering || closed || pending.size() >= options.concurrency()) {
                return null;
            }
            Message message;
            while ((message = backlog.take()) != null) {
                if (deliverer.reaches(message.target)) {
                    message.deliveries++;
                    Delivery delivery = new Delivery(message, shared.clock().nanoTime());
                    pending.add(delivery);
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
        } catch (RuntimeException | Error e) {
            ended(
                    delivery,
                    Outcome.failure(
                            "internal_error", "The engine failed to deliver the message; see its log for the reason."));
            log.error("Queue {} could not deliver a message", name, e);
        }
    }

    private void ended(Delivery delivery, Outcome outcome) {
        locked(() -> {
            Message message = delivery.message;
            if (!pending.remove(delivery)) {
                return;
            }
            if (outcome instanceof Outcome.Failure failure) {
                failed(message, failure.error());
            } else {
                backlog.done(message);
                usage.give(message.bytes);
            }
        });
        drain();
    }

    private void failed(Message message, ErrorBody error) {
        DeliveryLog.Try failed = new DeliveryLog.Try(name, message.id, message.target, message.deliveries);
        if (message.deliveries >= options.maxDeliveries()) {
            backlog.done(message);
            usage.resized(message.bury(error, shared.clock().now()));
            dead.add(message);
            toSay.add(() -> shared.log().died(failed, error));
            return;
        }
        Duration pause = options.backoffAfter(message.deliveries);
        if (closed) {
            backlog.again(message);
            return;
        }
        Duration wait = arrivals.pollAfter(pause, shared.clock().nanoTime());
        pausing.put(message, shared.clock().after(wait, () -> paused(message)));
        int maxDeliveries = options.maxDeliveries();
        toSay.add(() -> shared.log().failed(failed, maxDeliveries, error, pause));
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
            toSay.add(() -> shared.log().held(name, message.target));
        }
        if (pollAlarm == null) {
            pollAlarm = shared.clock().after(pollInterval, this::poll);
        }
    }

    private void poll() {
        locked(() -> {
            pollAlarm = null;
            if (closed) {
                return;
            }
            for (TargetFunction target : held.targets()) {
                if (deliverer.reaches(target)) {
                    List<Message> messages = held.remove(target);
                    messages.forEach(backlog::again);
                    toSay.add(() -> shared.log().released(name, target, messages.size()));
                }
            }
            if (!held.isEmpty()) {
                pollAlarm = shared.clock().after(pollInterval, this::poll);
            }
        });
        drain();
    }

    // ---------------------------------------------------------------- timeouts

    /**
     * Sets one alarm for the oldest delivery. An alarm per delivery is not needed, because most deliveries end long
     * before.
     */
    private void watchTimeouts() {
        Duration timeout = options.timeout();
        if (timeout == null || timeoutAlarm != null || closed) {
            return;
        }
        Duration left = pending.untilTimeout(shared.clock().nanoTime(), timeout);
        if (left != null) {
            timeoutAlarm = shared.clock().after(left, this::timedOut);
        }
    }

    private void timedOut() {
        List<Delivery> late = new ArrayList<>();
        locked(() -> {
            timeoutAlarm = null;
            Duration timeout = options.timeout();
            if (timeout != null) {
                late.addAll(pending.late(shared.clock().nanoTime(), timeout));
            }
        });
        Outcome failure = Outcome.failure("timeout", "The function did not return in time");
        late.forEach(delivery -> ended(delivery, failure));
        locked(this::watchTimeouts);
    }

    // ---------------------------------------------------------------- dead letters

    /** Returns all dead letters, the newest first. */
    List<DeadLetter> deadLetters() {
        return under(() -> dead.newestFirst().stream().map(DeadLetter::of).toList());
    }

    /**
     * Puts all dead letters back into the backlog, the oldest first. Returns their number. The next {@link #drain}
     * or the next poll delivers them.
     */
    int redriveAll() {
        return under(() -> {
            List<Message> messages = dead.removeAll();
            messages.forEach(this::revive);
            return messages.size();
        });
    }

    /**
     * Puts one dead letter back into the backlog. Returns {@code true} if it exists. The next {@link #drain} or
     * the next poll delivers it.
     */
    boolean redrive(String id) {
        return under(() -> {
            Message message = dead.remove(id);
            if (message != null) {
                revive(message);
            }
            return message != null;
        });
    }

    /** Discards one dead letter. Returns {@code true} if it exists. */
    boolean discard(String id) {
        return under(() -> {
            Message message = dead.remove(id);
            if (message != null) {
                usage.give(message.bytes);
            }
            return message != null;
        });
    }

    private void revive(Message message) {
        usage.resized(-message.revive());
        arrive(message);
    }

    // ---------------------------------------------------------------- numbers

    /**
     * Returns the number of messages that wait or are being delivered. Messages that pause before a retry count only in
     * a fifo queue, where other messages wait for them.
     */
    int depth() {
        return under(() -> arrivals.size()
                + backlog.size()
                + held.size()
                + pending.size()
                + (options.fifo() ? pausing.size() : 0));
    }

    int deadLetterCount() {
        return under(dead::size);
    }

    /** Returns the maximum number of concurrent calls. */
    int concurrency() {
        return under(() -> options.concurrency());
    }

    /** Returns {@code true} if the queue keeps no messages and no dead letters. */
    boolean isEmpty() {
        return under(() -> usage.messages() == 0);
    }

    /** Stops all deliveries and logs the number of remaining messages. Idempotent. */
    void close() {
        locked(() -> {
            int left = closed ? 0 : usage.messages();
            closed = true;
            pausing.values().forEach(StubClock.Alarm::cancel);
            cancel(pollAlarm);
            cancel(arrivalAlarm);
            cancel(timeoutAlarm);
            if (left > 0) {
                toSay.add(() -> shared.log().leftBehind(name, left));
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
