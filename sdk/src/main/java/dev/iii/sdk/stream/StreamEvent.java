package dev.iii.sdk.stream;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.json.TypeRef;
import java.time.Instant;
import java.util.List;

/**
 * An event of a stream: the payload of functions that are bound to a {@code stream} trigger, and an event of a {@link
 * StreamConsumer} (engine behaviour, section 11). Immutable.
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
public sealed interface StreamEvent<T> extends JsonConvertible {

    /** Returns the path of the group or item that the event is about. */
    StreamPath path();

    /** Returns the time of the event, in milliseconds on the clock of the engine. */
    Instant time();

    @Override
    default Json toJson() {
        return toJson(JsonCodec.standard());
    }

    @Override
    default Json toJson(JsonCodec codec) {
        return StreamEventWriter.write(this, Arguments.notNull(codec, "codec"));
    }

    /** The creation of an item. */
    record Created<T>(StreamPath path, Instant time, T item) implements StreamEvent<T> {}

    /** A write of an existing item, which may have changed nothing. */
    record Updated<T>(StreamPath path, Instant time, T item) implements StreamEvent<T> {}

    /**
     * The removal of an item.
     *
     * @param item the removed item
     */
    record Deleted<T>(StreamPath path, Instant time, T item) implements StreamEvent<T> {}

    /**
     * An event that was sent with {@code stream::send}.
     *
     * @param path the path; without an item if the event was sent to the group
     * @param type the name of the event
     * @param data the data of the event; JSON null if it has none
     */
    record Custom<T>(StreamPath path, Instant time, String type, Json data) implements StreamEvent<T> {}

    /**
     * The current items, for a consumer that has joined, or has joined again after its connection was lost. Triggers do not
     * receive this event.
     *
     * @param items the items of the group; for a consumer of one item, this item or an empty list
     */
    record Synced<T>(StreamPath path, Instant time, List<T> items) implements StreamEvent<T> {
        /** Copies the items. */
        public Synced {
            items = List.copyOf(items);
        }
    }

    /** The refusal of a consumer by a function that is bound to {@code stream:join}. Triggers do not receive this event. */
    record Unauthorized<T>(StreamPath path, Instant time) implements StreamEvent<T> {}

    /** Returns the input type of a function that receives events with items of a Java type. */
    static <T> InputType<StreamEvent<T>> of(Class<T> itemType) {
        return of(TypeRef.of(Arguments.notNull(itemType, "item type")));
    }

    /** Returns the input type of a function that receives events with items of a generic Java type. */
    static <T> InputType<StreamEvent<T>> of(TypeRef<T> itemType) {
        Arguments.notNull(itemType, "item type");
        InputType<StreamEvent<T>> type =
                InputType.readBy(json -> StreamReaders.stream(json, value -> value.as(itemType)));
        return type.withValueType(itemType);
    }
}
