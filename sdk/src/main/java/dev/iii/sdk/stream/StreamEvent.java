package dev.iii.sdk.stream;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.json.TypeRef;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a stream: the payload of functions that are bound to a {@code stream} trigger, and what a {@link
 * StreamConsumer} is told (engine behaviour, section 11). Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("on-item", StreamEvent.of(Item.class), (event, call) -> {
 *     if (event instanceof StreamEvent.Updated<Item> updated) {
 *         index.put(updated.item());
 *     }
 *     return null;
 * });
 * worker.registerTrigger(StreamTrigger.stream("items").group("shop-1"), "on-item");
 * }</pre>
 *
 * @param <T> the type of the items
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(StreamReaders.Events.class)
public sealed interface StreamEvent<T> {

    /** Where it happened. */
    StreamPlace place();

    /** When the engine saw it. */
    Instant time();

    /** An item is there that was not. */
    record Created<T>(StreamPlace place, Instant time, T item) implements StreamEvent<T> {}

    /** An item was written again, with a change or without. */
    record Updated<T>(StreamPlace place, Instant time, T item) implements StreamEvent<T> {}

    /**
     * An item is gone.
     *
     * @param item what it was
     */
    record Deleted<T>(StreamPlace place, Instant time, T item) implements StreamEvent<T> {}

    /**
     * An event that somebody sent with {@code stream::send}.
     *
     * @param place the item is empty when the event is for the group
     * @param type what the sender calls it
     * @param data what the sender sent
     */
    record Custom<T>(StreamPlace place, Instant time, String type, Json data) implements StreamEvent<T> {}

    /**
     * All that is there, for a consumer that has joined, or joined again after its connection was lost. Triggers never see
     * it.
     *
     * @param items the items of the group; the one item or none for a consumer of one item
     */
    record Synced<T>(StreamPlace place, Instant time, List<T> items) implements StreamEvent<T> {
        /** Keeps a copy of the items. */
        public Synced {
            items = List.copyOf(items);
        }
    }

    /** A function that is bound to {@code stream:join} has refused a consumer. Triggers never see it. */
    record Unauthorized<T>(StreamPlace place, Instant time) implements StreamEvent<T> {}

    /** Events whose items are of this type, as the input of a function. */
    static <T> InputType<StreamEvent<T>> of(Class<T> itemType) {
        Arguments.notNull(itemType, "item type");
        return InputType.readBy(json -> StreamReaders.stream(json, value -> value.as(itemType)));
    }

    /** Events whose items are of this generic type, as the input of a function. */
    static <T> InputType<StreamEvent<T>> of(TypeRef<T> itemType) {
        Arguments.notNull(itemType, "item type");
        return InputType.readBy(json -> StreamReaders.stream(json, value -> value.as(itemType)));
    }
}
