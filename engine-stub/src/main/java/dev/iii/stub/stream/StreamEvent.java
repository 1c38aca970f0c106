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
 * Something that happened in a group, as triggers and consumers get it.
 *
 * @param time when
 * @param group where
 * @param item the item that it is about, {@code null} when it is about none
 * @param event what happened
 */
record StreamEvent(Instant time, Group group, @Nullable String item, RawJson event) {

    enum Kind {
        CREATE,
        UPDATE,
        DELETE,
        SYNC;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** The event with its data. */
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

    /** The event, for discovery. */
    static final Struct SHAPE = Struct.of(
            "StreamEvent",
            Field.string("type").describedAs("Always stream."),
            Field.i64("timestamp").describedAs("When it happened, in milliseconds since 1970."),
            Field.string("streamName").describedAs("The stream."),
            Field.string("groupId").describedAs("The group."),
            Field.string("id").optional().describedAs("The item that it is about."),
            Field.json("event")
                    .describedAs("Its type create, update or delete and the data, or an event that was sent."));

    /** What a consumer gets that may not join. */
    static final RawJson UNAUTHORIZED = RawJson.parse("{\"type\":\"unauthorized\"}");

    private static final byte[] HEAD = "{\"type\":\"stream\",\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    /** An event of a type that the sender made up. */
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
