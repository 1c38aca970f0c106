package dev.iii.sdk.stream;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.http.ConnectionFields;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.PayloadReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the events and requests of streams. The names of their JSON fields do not depend on the codec. */
final class StreamReaders {

    private StreamReaders() {}

    /** Reads {@link StreamEvent}. */
    static final class Events implements PayloadReader<StreamEvent<Object>> {

        @Override
        public StreamEvent<Object> read(Json payload, Function<Json, @Nullable Object> values) {
            return stream(payload, values);
        }
    }

    /** Reads {@link StreamAuthRequest}. */
    static final class AuthRequests implements PayloadReader<StreamAuthRequest> {

        @Override
        public StreamAuthRequest read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the request of the stream port to its auth function");
            return new StreamAuthRequest(
                    ConnectionFields.headers(fields),
                    ConnectionFields.query(fields),
                    fields.text("path", "/"),
                    fields.text("addr", ""));
        }
    }

    /** Reads an event. The data of a sync is an array of items for a group, and an item or JSON null for an item. */
    static <T> StreamEvent<T> stream(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a stream");
        StreamPath path = new StreamPath(
                fields.text("streamName"), fields.text("groupId"), Optional.ofNullable(fields.textOrNull("id")));
        Instant time = Instant.ofEpochMilli(fields.number("timestamp"));
        JsonFields event = JsonFields.of(fields.json("event"), "the field event");
        String type = event.text("type");
        try {
            return switch (type) {
                case "create" -> new StreamEvent.Created<>(path, time, item(event, values));
                case "update" -> new StreamEvent.Updated<>(path, time, item(event, values));
                case "delete" -> new StreamEvent.Deleted<>(path, time, item(event, values));
                case "sync" ->
                    new StreamEvent.Synced<>(
                            path,
                            time,
                            path.item().isPresent() ? itemOrNone(event, values) : event.list("data", values));
                case "unauthorized" -> new StreamEvent.Unauthorized<>(path, time);
                case "event" -> custom(path, time, event.json("event"));
                default -> throw new InvalidPayloadException("the event type " + type + " is unknown", "type");
            };
        } catch (InvalidPayloadException e) {
            throw e.within("event");
        }
    }

    private static <T> List<T> itemOrNone(JsonFields event, Function<Json, ? extends @Nullable T> values) {
        T item = event.value("data", values);
        return item == null ? List.of() : List.of(item);
    }

    private static <T> T item(JsonFields event, Function<Json, ? extends @Nullable T> values) {
        T item = event.value("data", values);
        if (item == null) {
            throw new InvalidPayloadException("the item is null", "data");
        }
        return item;
    }

    private static <T> StreamEvent.Custom<T> custom(StreamPath path, Instant time, Json event) {
        JsonFields fields = JsonFields.of(event, "an event of stream::send");
        return new StreamEvent.Custom<>(path, time, fields.text("type"), fields.json("data"));
    }
}
