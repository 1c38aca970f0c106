package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An occasion that is stored until it was handled. Immutable.
 *
 * @param id the id of the occasion
 * @param stream the stream of the event
 * @param payload the JSON of the value
 * @param attempts the number of attempts that were begun
 * @param next the time of the next attempt in milliseconds since 1970
 * @param error why the last attempt has failed; {@code null} if none has
 */
record OutEntry(
        String id,
        String stream,
        String payload,
        int attempts,
        long next,
        @Nullable String error) {

    OutEntry attempt(long nextAttempt) {
        return new OutEntry(id, stream, payload, attempts + 1, nextAttempt, error);
    }

    OutEntry failed(String cause, long nextAttempt) {
        return new OutEntry(id, stream, payload, attempts, nextAttempt, cause);
    }

    OutEntry again(long nextAttempt) {
        return new OutEntry(id, stream, payload, 0, nextAttempt, error);
    }

    Json json() {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", Json.of(id));
        fields.put("stream", Json.of(stream));
        fields.put("payload", Json.of(payload));
        fields.put("tries", Json.of(attempts));
        fields.put("next", Json.of(next));
        if (error != null) {
            fields.put("error", Json.of(error));
        }
        return Json.object(fields);
    }

    /** Reads an entry; {@code null} if the JSON is not one. */
    static @Nullable OutEntry read(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        String id = Fields.text(json, "id");
        String stream = Fields.text(json, "stream");
        String payload = Fields.text(json, "payload");
        return id == null || stream == null || payload == null
                ? null
                : new OutEntry(
                        id,
                        stream,
                        payload,
                        (int) Fields.number(json, "tries", 0),
                        Fields.number(json, "next", 0),
                        Fields.text(json, "error"));
    }
}
