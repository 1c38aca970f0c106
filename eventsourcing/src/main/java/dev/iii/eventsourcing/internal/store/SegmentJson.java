package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of segments. Events and snapshots are JSON in a string: so they are exact on every adapter of the engine, also big
 * integers and empty arrays. An entry that cannot be read is omitted, like one that does not count.
 */
final class SegmentJson {

    /** The approximate size of an entry without its events. */
    private static final int ENTRY_BYTES = 200;

    private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

    private SegmentJson() {}

    /** Returns the fields of a stored value; an empty map if it is not an object. */
    static Map<String, Object> fields(Json json) {
        try {
            Map<String, Object> fields = json.as(OBJECT);
            return fields == null ? Map.of() : fields;
        } catch (InvalidPayloadException e) {
            return Map.of();
        }
    }

    static Segment read(String key, Json json) {
        Map<String, Object> fields = fields(json);
        Map<String, String> snapshots = new HashMap<>();
        int bytes = 0;
        if (fields.get("base") instanceof Map<?, ?> base) {
            for (Map.Entry<?, ?> each : base.entrySet()) {
                if (each.getKey() instanceof String name && each.getValue() instanceof String text) {
                    snapshots.put(name, text);
                    bytes += text.length();
                }
            }
        }
        List<Entry> entries = new ArrayList<>();
        if (fields.get("e") instanceof List<?> elements) {
            for (Object element : elements) {
                Entry entry = element instanceof Map<?, ?> map ? entry(map) : null;
                if (entry != null) {
                    entries.add(entry);
                    bytes += ENTRY_BYTES + entry.events().length();
                }
            }
        }
        return new Segment(key, text(fields, "from"), snapshots, entries, bytes);
    }

    private static @Nullable Entry entry(Map<?, ?> fields) {
        String id = text(fields, "id");
        String prev = text(fields, "prev");
        String command = text(fields, "cmd");
        String events = text(fields, "ev");
        long n = number(fields, "n");
        long at = number(fields, "at");
        if (id == null || prev == null || command == null || events == null || n < 1 || at < 0) {
            return null;
        }
        return new Entry(
                id,
                prev,
                n,
                (int) Math.max(1, number(fields, "k")),
                command,
                text(fields, "fp"),
                at,
                text(fields, "corr"),
                text(fields, "cause"),
                events,
                fields.containsKey("end"));
    }

    static Json write(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", entry.id());
        fields.put("prev", entry.prev());
        fields.put("n", entry.n());
        if (entry.count() > 1) {
            fields.put("k", entry.count());
        }
        fields.put("cmd", entry.command());
        put(fields, "fp", entry.fingerprint());
        fields.put("at", entry.at());
        put(fields, "corr", entry.correlation());
        put(fields, "cause", entry.cause());
        fields.put("ev", entry.events());
        if (entry.end()) {
            fields.put("end", true);
        }
        return Json.of(fields);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    static @Nullable String text(Map<?, ?> fields, String field) {
        return fields.get(field) instanceof String text ? text : null;
    }

    /** Returns a whole number; -1 if the field is missing or is something else. */
    private static long number(Map<?, ?> fields, String field) {
        Object value = fields.get(field);
        return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : -1;
    }
}
