package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.View;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cursor of a page contains the last row of the page before, so that it stays valid when this row changes or is removed. */
final class Cursor {

    private Cursor() {}

    static <V> String of(View.Row<V> row) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("s", Json.of(row.stream()));
        fields.put("n", Json.of(row.number()));
        fields.put("v", Json.of(row.value()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.object(fields).text().getBytes(StandardCharsets.UTF_8));
    }

    static <V> View.Row<V> read(String cursor, TypeRef<V> type) {
        try {
            Json json = Json.parse(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            String stream = Fields.text(json, "s");
            @Nullable V value = json.field("v").as(type);
            if (stream != null && value != null) {
                return new View.Row<>(stream, value, Fields.number(json, "n", 0));
            }
        } catch (RuntimeException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    /** The message does not contain the cursor, because it comes from a client. */
    private static InvalidRequestException invalid(@Nullable RuntimeException cause) {
        InvalidRequestException refusal = new InvalidRequestException("cursor", "is not a cursor of a page");
        if (cause != null) {
            refusal.addSuppressed(cause);
        }
        return refusal;
    }
}
