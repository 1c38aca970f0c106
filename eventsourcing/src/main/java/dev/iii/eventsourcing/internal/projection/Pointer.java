package dev.iii.eventsourcing.internal.projection;

import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The generation of a projection that is served, and the progress of the next one. Immutable.
 *
 * @param serving the generation that is served
 * @param building the generation that is computed; {@code null} if there is none
 * @param bucket the first bucket of streams whose rows are not complete in {@code building}
 * @param old a generation whose rows are to be deleted; {@code null} if there is none
 */
record Pointer(
        Generation serving,
        @Nullable Generation building,
        int bucket,
        @Nullable Generation old) {

    /** Returns a pointer to rows that are served without a rebuild. */
    static Pointer to(Generation serving) {
        return new Pointer(serving, null, 0, null);
    }

    /** Returns this pointer with a new generation that is computed. */
    Pointer build(int version) {
        return new Pointer(serving, new Generation(version, newest() + 1), 0, building == null ? old : building);
    }

    /** Returns the number of the newest generation. */
    int newest() {
        return Math.max(serving.number(), building == null ? 0 : building.number());
    }

    /** Returns this pointer with another first bucket that is not complete. */
    Pointer atBucket(int next) {
        return new Pointer(serving, building, next, old);
    }

    /** Returns a pointer that serves the generation that was computed. */
    Pointer switched() {
        return building == null
                ? this
                : new Pointer(/* serving= */ building, /* building= */ null, /* bucket= */ 0, /* old= */ serving);
    }

    /** Returns this pointer without rows that are to be deleted. */
    Pointer cleaned() {
        return new Pointer(serving, building, bucket, null);
    }

    /** Returns the JSON of this pointer. */
    Json json(String projection) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("projection", Json.of(projection));
        fields.put("serving", Json.of(serving.toString()));
        if (building != null) {
            fields.put("building", Json.of(building.toString()));
            fields.put("bucket", Json.of(bucket));
        }
        if (old != null) {
            fields.put("old", Json.of(old.toString()));
        }
        return Json.object(fields);
    }

    /** Reads a pointer; {@code null} if the JSON is not one. */
    static @Nullable Pointer read(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        Generation serving = Generation.parse(Fields.text(json, "serving"));
        return serving == null
                ? null
                : new Pointer(
                        serving,
                        Generation.parse(Fields.text(json, "building")),
                        (int) Fields.number(json, "bucket", 0),
                        Generation.parse(Fields.text(json, "old")));
    }
}
