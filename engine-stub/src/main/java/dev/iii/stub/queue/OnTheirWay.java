package dev.iii.stub.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The deliveries that have no outcome yet, in the order in which they began. Guarded by the lock of its queue. */
final class OnTheirWay {

    private final Set<Delivery> deliveries = new LinkedHashSet<>();

    void add(Delivery delivery) {
        deliveries.add(delivery);
    }

    /** A delivery has an outcome; false when it had one before. */
    boolean remove(Delivery delivery) {
        return deliveries.remove(delivery);
    }

    int size() {
        return deliveries.size();
    }

    void forEachMessage(Consumer<Message> action) {
        deliveries.forEach(delivery -> action.accept(delivery.message));
    }

    /** How long until the oldest delivery takes too long, {@code null} when there is none. */
    @Nullable
    Duration untilTimeout(long now, Duration timeout) {
        if (deliveries.isEmpty()) {
            return null;
        }
        long age = now - deliveries.iterator().next().startedNanos;
        Duration left = timeout.minusNanos(age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The deliveries that take too long. */
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
