package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The id of the calling worker. The engine adds it as a field to the payload of a call. */
final class CallerId {

    private static final String FIELD = "_caller_worker_id";

    private CallerId() {}

    /** Returns the id of the calling worker; {@code null} if the payload does not contain it. */
    static @Nullable String of(RawJson payload) {
        Json id = JsonValue.of(payload, StandardCodec.INSTANCE).field(FIELD);
        return id.text().startsWith("\"") ? id.as(String.class) : null;
    }

    /**
     * Returns the payload for a handler with this input type: without the field, unless the type ignores it.
     *
     * @param type the input type; {@code null} if the handler reads the JSON itself
     */
    static RawJson hiddenFrom(@Nullable Type type, RawJson payload, JsonCodec codec) {
        if (type == null
                || type == Json.class
                || (codec instanceof JacksonCodec jackson && jackson.ignoresUnknownFields(type))
                || !payload.isObject()
                || of(payload) == null) {
            return payload;
        }
        Map<String, Json> rest = new LinkedHashMap<>(
                JsonValue.of(payload, StandardCodec.INSTANCE).fields());
        rest.remove(FIELD);
        return JsonValue.raw(Json.object(rest));
    }
}
