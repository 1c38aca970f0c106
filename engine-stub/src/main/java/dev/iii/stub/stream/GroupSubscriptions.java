package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to the events of each group.
 *
 * <p>Changes of a group are made and published under one lock. Joining and reading the first data of the group happen
 * under the same lock. A consumer therefore receives each change once, in order, and receives no change that its first
 * data already contains. Sending only adds to a queue, so the lock is never held for long. All groups share a fixed
 * number of locks, so that a group needs no memory for a lock.
 */
final class GroupSubscriptions {

    private static final int STRIPES = 64;

    private static final class Stripe {
        final ReentrantLock lock = new ReentrantLock();
        final Map<Group, Set<Subscription>> subscriptions = new HashMap<>();
    }

    private final Stripe[] stripes = new Stripe[STRIPES];

    GroupSubscriptions() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /**
     * Changes a group and publishes the resulting event before any other change of the group. If {@code event} returns
     * {@code null}, nothing is published.
     */
    <T> T change(Group group, Supplier<T> change, Function<T, @Nullable StreamEvent> event) {
        Stripe stripe = stripeOf(group);
        stripe.lock.lock();
        try {
            T outcome = change.get();
            StreamEvent happened = event.apply(outcome);
            if (happened != null) {
                send(stripe, happened);
            }
            return outcome;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Publishes an event without a change of stored items. */
    void publish(StreamEvent event) {
        Stripe stripe = stripeOf(event.group());
        stripe.lock.lock();
        try {
            send(stripe, event);
        } finally {
            stripe.lock.unlock();
        }
    }

    private static void send(Stripe stripe, StreamEvent event) {
        Set<Subscription> subscriptions = stripe.subscriptions.get(event.group());
        if (subscriptions == null) {
            return;
        }
        RawJson json = null;
        for (Subscription subscription : subscriptions) {
            if (subscription.wants(event)) {
                json = json == null ? event.toJson() : json;
                subscription.consumer().send(json);
            }
        }
    }

    /**
     * Starts a subscription and sends the first event to the consumer. If {@code first} returns {@code null}, the first
     * event is sent later.
     */
    void begin(Subscription subscription, Supplier<@Nullable StreamEvent> first) {
        Stripe stripe = stripeOf(subscription.group());
        stripe.lock.lock();
        try {
            stripe.subscriptions
                    .computeIfAbsent(subscription.group(), group -> new LinkedHashSet<>())
                    .add(subscription);
            StreamEvent event = first.get();
            if (event != null) {
                subscription.consumer().send(event.toJson());
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    void end(Subscription subscription) {
        Stripe stripe = stripeOf(subscription.group());
        stripe.lock.lock();
        try {
            Set<Subscription> subscriptions = stripe.subscriptions.get(subscription.group());
            if (subscriptions != null && subscriptions.remove(subscription) && subscriptions.isEmpty()) {
                stripe.subscriptions.remove(subscription.group());
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Returns the number of subscriptions. */
    int size() {
        int size = 0;
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
            try {
                for (Set<Subscription> subscriptions : stripe.subscriptions.values()) {
                    size += subscriptions.size();
                }
            } finally {
                stripe.lock.unlock();
            }
        }
        return size;
    }

    private Stripe stripeOf(Group group) {
        return stripes[Math.floorMod(group.hashCode(), STRIPES)];
    }
}
