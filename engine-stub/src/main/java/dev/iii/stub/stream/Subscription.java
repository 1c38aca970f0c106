package dev.iii.stub.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a consumer has joined.
 *
 * @param consumer who
 * @param id the name that the consumer has given to it
 * @param group whose events it gets
 * @param item the only item whose events it gets, {@code null} for all events of the group
 */
record Subscription(
        Consumer consumer, String id, Group group, @Nullable String item) {

    boolean wants(StreamEvent event) {
        return item == null || item.equals(event.item());
    }
}
