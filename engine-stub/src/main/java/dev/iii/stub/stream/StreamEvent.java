package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event of a group, as triggers and consumers receive it.
 *
 * @param time the time of the event
 * @param group the group
 * @param item the item that the event is about, or {@code null} if it is not about a single item
 * @param event the kind of the event and its data
 */
record StreamEvent(Instant time, Group group, @Nullable String item, RawJson event) {

    enum Kind {
        CREATE,
        UPDATE,
        DELETE,
        SYNC;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Returns an event of this kind with the given data. */
        RawJson of(RawJson data) {
            return new ObjectWriter().put("type", wireName).put("data", data).end();
        }
    }

    /** The schema of the event, for discovery. */
    static final Struct SHAPE = Struct.of(
            "StreamEvent",
            Field.string("type").describedAs("Always stream."),
            Field.i64("timestamp").describedAs("The time of the event, in milliseconds since 1970."),
            Field.string("streamName").describedAs("The stream."),
            Field.string("groupId").describedAs("The group."),
            Field.string("id").optional().describedAs("The item that the event is about."),
            Field.json("event")
                    .describedAs("The type create, update or delete with the data, or an event that was sent."));

    /** The event for a consumer that was not authorized to join. */
    static final RawJson UNAUTHORIZED = RawJson.parse("{\"type\":\"unauthorized\"}");

    /** Returns an event of a type that the sender has chosen. */
    static RawJson custom(String type, RawJson data) {
        return new ObjectWriter()
                .put("type", "event")
                .put(
                        "event",
                        new ObjectWriter().put("type", type).put("data", data).end())
                .end();
    }

    RawJson toJson() {
        return new ObjectWriter()
                .put("type", "stream")
                .put("timestamp", time.toEpochMilli())
                .put("streamName", group.stream())
                .put("groupId", group.id())
                .put("id", item)
                .put("event", event)
                .end();
    }
}
