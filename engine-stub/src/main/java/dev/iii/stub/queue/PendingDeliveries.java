package dev.iii.stub.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The deliveries that have no outcome yet, in the order in which they started. Guarded by the lock of its queue. */
final class PendingDeliveries {

    private final Set<Delivery> deliveries = new LinkedHashSet<>();

    void add(Delivery delivery) {
        deliveries.add(delivery);
    }

    /** Removes a delivery that has an outcome. Returns {@code false} if it was removed before. */
    boolean remove(Delivery delivery) {
        return deliveries.remove(delivery);
    }

    int size() {
        return deliveries.size();
    }

    void forEachMessage(Consumer<Message> action) {
        deliveries.forEach(delivery -> action.accept(delivery.message));
    }

    /**
     * Returns the time until the oldest delivery reaches its timeout. Returns {@code null} if there are no deliveries.
     */
    @Nullable
    Duration untilTimeout(long now, Duration timeout) {
        if (deliveries.isEmpty()) {
            return null;
        }
        long age = now - deliveries.iterator().next().startedNanos;
        Duration left = timeout.minusNanos(age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the deliveries that have reached their timeout. */
    List<Delivery> late(long now, Duration timeout) {
        List<Delivery> late = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (now - delivery.startedNanos < timeout.toNanos()) {
                break;
            }
            late.add(delivery);
        }
        return late;
    }
}
