package dev.iii.stub.stream;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
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
            JsonBuffer out = new JsonBuffer();
            out.raw('{')
                    .string("type")
                    .raw(':')
                    .string(wireName)
                    .raw(',')
                    .string("data")
                    .raw(':')
                    .raw(data);
            return RawJson.wrap(out.raw('}').toByteArray());
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

    private static final byte[] HEAD = "{\"type\":\"stream\",\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    /** Returns an event of a type that the sender has chosen. */
    static RawJson custom(String type, RawJson data) {
        JsonBuffer out = new JsonBuffer();
        out.raw('{')
                .string("type")
                .raw(':')
                .string("event")
                .raw(',')
                .string("event")
                .raw(':');
        out.raw('{')
                .string("type")
                .raw(':')
                .string(type)
                .raw(',')
                .string("data")
                .raw(':')
                .raw(data);
        return RawJson.wrap(out.raw('}').raw('}').toByteArray());
    }

    RawJson toJson() {
        JsonBuffer out = new JsonBuffer();
        out.raw(HEAD).raw(Long.toString(time.toEpochMilli()).getBytes(StandardCharsets.US_ASCII));
        out.raw(',').string("streamName").raw(':').string(group.stream());
        out.raw(',').string("groupId").raw(':').string(group.id());
        out.raw(',').string("id").raw(':');
        if (item == null) {
            out.raw(RawJson.NULL);
        } else {
            out.string(item);
        }
        out.raw(',').string("event").raw(':').raw(event);
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
