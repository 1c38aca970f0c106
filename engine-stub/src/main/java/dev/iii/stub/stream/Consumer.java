package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.stream.ConsumerMessage.Kind;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of streams: joins and leaves, one after the other as it said them, and gets events in between.
 *
 * <p>Everything belongs to the thread of its {@link Outlet} but {@link #send}. While somebody is asked whether it may
 * join or told that it leaves, what it says waits. It costs nobody but itself when it does not read, or talks more than
 * that.
 */
final class Consumer {

    private static final Logger log = LoggerFactory.getLogger(Consumer.class);

    /** How many messages may wait before no more are taken from the connection. */
    private static final int MAX_WAITING = 64;

    private static final int MAX_SUBSCRIPTIONS = 10_000;

    private final StreamRoom room;
    private final Outlet outlet;
    private final RawJson context;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final ArrayDeque<ConsumerMessage> waiting = new ArrayDeque<>();
    /** A join is being decided or its sync fetched, or functions are told about a leave. */
    private boolean busy;

    private boolean draining;
    private boolean paused;
    private boolean gone;
    private boolean complained;
    private volatile boolean overflowed;

    /**
     * A consumer that has just connected.
     *
     * @param context what the auth function said about it, JSON null for nothing
     */
    Consumer(StreamRoom room, Outlet outlet, RawJson context) {
        this.room = room;
        this.outlet = outlet;
        this.context = context;
    }

    /** Queues an event. Any thread, also under the lock of the feed. */
    void send(RawJson event) {
        if (overflowed || outlet.send(event)) {
            return;
        }
        overflowed = true;
        log.warn(
                "The stream consumer {} does not read what it is sent; its outbox is full, so its connection is dropped",
                outlet.address());
        // Not from here: the sender walks over the subscriptions, which end with the connection.
        room.later(() -> outlet.drop("the consumer does not read"));
    }

    /** A message came. */
    void received(byte[] utf8) {
        ConsumerMessage message;
        try {
            message = ConsumerMessage.read(utf8);
        } catch (BadInputException e) {
            malformed(e);
            return;
        }
        waiting.add(message);
        if (busy && !paused && waiting.size() >= MAX_WAITING) {
            paused = true;
            outlet.pause(true);
        }
        drain();
    }

    private void malformed(BadInputException e) {
        if (complained) {
            log.debug("A message of the stream consumer {} is ignored: {}", outlet.address(), e.getMessage());
        } else {
            complained = true;
            log.warn(
                    "A message of the stream consumer {} is ignored, and so will be others like it: {}",
                    outlet.address(),
                    e.getMessage());
        }
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            ConsumerMessage next;
            while (!busy && !gone && (next = waiting.poll()) != null) {
                handle(next);
            }
        } finally {
            draining = false;
        }
        if (paused && !busy) {
            paused = false;
            outlet.pause(false);
        }
    }

    private void handle(ConsumerMessage message) {
        if (message.kind() == Kind.LEAVE) {
            Subscription left = subscriptions.remove(message.subscriptionId());
            if (left != null) {
                room.feeds().end(left);
            }
            busy = true;
            room.doors().tell(message, context, () -> outlet.execute(this::handled));
            return;
        }
        busy = true;
        room.doors().ask(message, context, allowed -> outlet.execute(() -> answered(message, allowed)));
    }

    private void answered(ConsumerMessage message, boolean allowed) {
        if (gone) {
            if (allowed) {
                // Whoever was told that it comes is told that it has gone.
                room.doors().tell(message, context, Consumer::nobodyWaits);
            }
        } else if (allowed) {
            join(message);
        } else {
            send(event(message, StreamEvent.UNAUTHORIZED).toJson());
            handled();
        }
    }

    private void join(ConsumerMessage message) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS && !subscriptions.containsKey(message.subscriptionId())) {
            log.warn(
                    "The stream consumer {} has more than {} subscriptions; its connection is dropped",
                    outlet.address(),
                    MAX_SUBSCRIPTIONS);
            outlet.drop("too many subscriptions");
            return;
        }
        Subscription subscription = new Subscription(this, message.subscriptionId(), message.group(), message.item());
        Subscription replaced = subscriptions.put(message.subscriptionId(), subscription);
        if (replaced != null) {
            room.feeds().end(replaced);
        }
        room.synchronize(subscription, () -> outlet.execute(this::handled));
    }

    private void handled() {
        busy = false;
        drain();
    }

    private StreamEvent event(ConsumerMessage message, RawJson event) {
        return new StreamEvent(room.now(), message.group(), message.item(), event);
    }

    /** The connection is over. */
    void closed() {
        gone = true;
        waiting.clear();
        List<Subscription> left = List.copyOf(subscriptions.values());
        subscriptions.clear();
        left.forEach(room.feeds()::end);
        left.forEach(subscription ->
                room.doors().tell(ConsumerMessage.leaving(subscription), context, Consumer::nobodyWaits));
    }

    private static void nobodyWaits() {
        // The connection is over: what follows does not depend on the answers.
    }
}
