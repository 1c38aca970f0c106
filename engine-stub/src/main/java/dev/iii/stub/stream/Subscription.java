package dev.iii.stub.stream;

import org.jspecify.annotations.Nullable;

/**
 * A subscription that a consumer has joined.
 *
 * @param consumer the consumer
 * @param id the id that the consumer has chosen for the subscription
 * @param group the group whose events the consumer receives
 * @param item the only item whose events the consumer receives, or {@code null} for all events of the group
 */
record Subscription(
        Consumer consumer, String id, Group group, @Nullable String item) {

    private static final long BYTES = 200;

    /** Returns the memory of the subscription, about. */
    long bytes() {
        return BYTES + id.length() + group.stream().length() + group.id().length() + (item == null ? 0 : item.length());
    }

    boolean wants(StreamEvent event) {
        return item == null || item.equals(event.item());
    }
}
