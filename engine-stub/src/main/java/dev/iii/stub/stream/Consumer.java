package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.stream.ConsumerMessage.Kind;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * A consumer of streams. It joins and leaves in the order of its messages, and receives events in between.
 *
 * <p>Only the thread of its {@link ConsumerConnection} may call its methods, except {@link #send}. Further messages of the consumer
 * wait while a join is being decided or a leave is being reported. A consumer that does not read, or that sends many
 * messages meanwhile, delays only its own connection.
 */
final class Consumer {

    private static final Logger log = BoundedLogger.of(Consumer.class);

    /** The number of waiting messages at which reading from the connection is paused. */
    private static final int MAX_WAITING = 64;

    private static final int MAX_SUBSCRIPTIONS = 10_000;

    private final StreamHub hub;
    private final ConsumerConnection connection;
    private final RawJson context;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private long keptBytes;
    private final ArrayDeque<ConsumerMessage> waiting = new ArrayDeque<>();
    /** True while a join is being decided, its first data is being fetched, or a leave is being reported. */
    private boolean busy;

    private boolean draining;
    private boolean paused;
    private boolean gone;
    private boolean complained;
    private volatile boolean overflowed;

    /**
     * Creates a consumer that has just connected.
     *
     * @param context the context that the auth function returned, or JSON null for none
     */
    Consumer(StreamHub hub, ConsumerConnection connection, RawJson context) {
        this.hub = hub;
        this.connection = connection;
        this.context = context;
    }

    /** Queues an event. May be called on any thread, also under the lock of the feed. */
    void send(RawJson event) {
        if (overflowed || connection.send(event)) {
            return;
        }
        overflowed = true;
        log.warn(
                "Stream consumer {} does not read its events and its outbox is full; dropping its connection",
                connection.address());
        // Drop the connection later: the sender iterates over the subscriptions, and dropping it here would remove some
        // of them.
        hub.later(() -> connection.drop("the consumer does not read"));
    }

    /** Called when a message was received. */
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
            connection.pause(true);
        }
        drain();
    }

    private void malformed(BadInputException e) {
        if (complained) {
            log.debug(
                    "Stream consumer {} sent an invalid message, which is ignored: {}",
                    connection.address(),
                    e.getMessage());
        } else {
            complained = true;
            log.warn(
                    "Stream consumer {} sent an invalid message, which is ignored; further ones are logged at level"
                            + " DEBUG: {}",
                    connection.address(),
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
            connection.pause(false);
        }
    }

    private void handle(ConsumerMessage message) {
        if (message.kind() == Kind.LEAVE) {
            Subscription left = subscriptions.remove(message.subscriptionId());
            if (left != null) {
                keep(-left.bytes());
                hub.subscriptions().end(left);
            }
            busy = true;
            hub.joinTriggers().tell(message, context, () -> connection.execute(this::handled));
            return;
        }
        busy = true;
        hub.joinTriggers().ask(message, context, allowed -> connection.execute(() -> answered(message, allowed)));
    }

    private void answered(ConsumerMessage message, boolean allowed) {
        if (gone) {
            if (allowed) {
                // The functions that were notified of the join must also be notified of the leave.
                hub.joinTriggers().tell(message, context, Consumer::nobodyWaits);
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
                    "Stream consumer {} has more than {} subscriptions; dropping its connection",
                    connection.address(),
                    MAX_SUBSCRIPTIONS);
            connection.drop("too many subscriptions");
            return;
        }
        Subscription subscription = new Subscription(this, message.subscriptionId(), message.group(), message.item());
        Subscription replaced = subscriptions.put(message.subscriptionId(), subscription);
        keep(subscription.bytes() - (replaced == null ? 0 : replaced.bytes()));
        if (replaced != null) {
            hub.subscriptions().end(replaced);
        }
        hub.synchronize(subscription, () -> connection.execute(this::handled));
    }

    private void keep(long bytes) {
        keptBytes += bytes;
        connection.keep(keptBytes);
    }

    private void handled() {
        busy = false;
        drain();
    }

    private StreamEvent event(ConsumerMessage message, RawJson event) {
        return new StreamEvent(hub.now(), message.group(), message.item(), event);
    }

    /** Called when the connection was closed. */
    void closed() {
        gone = true;
        waiting.clear();
        List<Subscription> left = List.copyOf(subscriptions.values());
        subscriptions.clear();
        keep(-keptBytes);
        left.forEach(hub.subscriptions()::end);
        left.forEach(subscription ->
                hub.joinTriggers().tell(ConsumerMessage.leaving(subscription), context, Consumer::nobodyWaits));
    }

    private static void nobodyWaits() {
        // Nothing to do: the connection is closed, so nothing depends on these results.
    }
}
