package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.sdk.json.Json;
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

    private SegmentJson() {}

    static Segment read(String key, Json json) {
        Map<String, String> snapshots = new HashMap<>();
        json.field("base").fields().forEach((name, value) -> {
            String text = string(value);
            if (text != null) {
                snapshots.put(name, text);
            }
        });
        List<Entry> entries = new ArrayList<>();
        for (Json element : json.field("e").elements()) {
            Entry entry = entry(element);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return new Segment(
                key, text(json, "from"), snapshots, entries, json.text().length());
    }

    private static @Nullable Entry entry(Json json) {
        Map<String, Json> fields = json.fields();
        String id = text(fields, "id");
        String prev = text(fields, "prev");
        String command = text(fields, "cmd");
        String events = text(fields, "ev");
        Long n = number(fields, "n");
        Long count = number(fields, "k");
        Long at = number(fields, "at");
        if (id == null || prev == null || command == null || events == null || n == null || at == null) {
            return null;
        }
        return new Entry(
                id,
                prev,
                n,
                count == null ? 1 : Math.toIntExact(count),
                command,
                text(fields, "fp"),
                at,
                text(fields, "corr"),
                text(fields, "cause"),
                events,
                fields.containsKey("end"));
    }

    static Json write(Entry entry) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", Json.of(entry.id()));
        fields.put("prev", Json.of(entry.prev()));
        fields.put("n", Json.of(entry.n()));
        if (entry.count() > 1) {
            fields.put("k", Json.of(entry.count()));
        }
        fields.put("cmd", Json.of(entry.command()));
        put(fields, "fp", entry.fingerprint());
        fields.put("at", Json.of(entry.at()));
        put(fields, "corr", entry.correlation());
        put(fields, "cause", entry.cause());
        fields.put("ev", Json.of(entry.events()));
        if (entry.end()) {
            fields.put("end", Json.of(true));
        }
        return Json.object(fields);
    }

    private static void put(Map<String, Json> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, Json.of(value));
        }
    }

    static @Nullable String text(Json json, String field) {
        return text(json.fields(), field);
    }

    private static @Nullable String text(Map<String, Json> fields, String field) {
        Json value = fields.get(field);
        return value == null ? null : string(value);
    }

    private static @Nullable String string(Json value) {
        return value.text().startsWith("\"") ? value.as(String.class) : null;
    }

    private static @Nullable Long number(Map<String, Json> fields, String field) {
        Json value = fields.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.text();
        return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(text) : null;
    }
}
