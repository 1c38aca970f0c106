package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a reaction in a stream. Immutable.
 *
 * @param stream the stream
 * @param at the position
 * @param seen the ids of the last commands that were read: after the engine has gone back, they are not read as new ones
 * @param oldest the time of the oldest of them in milliseconds since 1970
 * @param recent the occasions of these commands: the engine may have lost them although it has this position
 * @param state the JSON of the state; {@code null} if it must be computed from the first event
 * @param version the version of the JSON of the state
 */
record ReactionPosition(
        String stream,
        Position at,
        List<String> seen,
        long oldest,
        List<OutEntry> recent,
        @Nullable String state,
        int version) {

    ReactionPosition {
        seen = List.copyOf(seen);
        recent = List.copyOf(recent);
    }

    Json json() {
        Map<String, Json> position = new LinkedHashMap<>();
        position.put("g", Json.of(at.segment()));
        position.put("id", Json.of(at.id()));
        position.put("n", Json.of(at.n()));
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("s", Json.of(stream));
        fields.put("at", Json.object(position));
        fields.put("seen", Json.of(String.join(" ", seen)));
        fields.put("oldest", Json.of(oldest));
        if (!recent.isEmpty()) {
            fields.put("recent", Json.array(recent.stream().map(OutEntry::json).toList()));
        }
        if (state != null) {
            fields.put("v", Json.of(state));
            fields.put("version", Json.of(version));
        }
        return Json.object(fields);
    }

    /** Reads a position; {@code null} if the JSON is not one. */
    static @Nullable ReactionPosition read(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        String stream = Fields.text(json, "s");
        String seen = Fields.text(json, "seen");
        Json at = json.field("at");
        String segment = Fields.text(at, "g");
        String id = Fields.text(at, "id");
        long number = Fields.number(at, "n", -1);
        if (stream == null || seen == null || segment == null || id == null || number < 0) {
            return null;
        }
        List<OutEntry> recent = new ArrayList<>();
        for (Json element : json.field("recent").elements()) {
            OutEntry entry = OutEntry.read(element);
            if (entry != null) {
                recent.add(entry);
            }
        }
        return new ReactionPosition(
                stream,
                new Position(segment, id, number),
                seen.isEmpty() ? List.of() : List.of(seen.split(" ", -1)),
                Fields.number(json, "oldest", 0),
                recent,
                Fields.text(json, "v"),
                (int) Fields.number(json, "version", 0));
    }
}
