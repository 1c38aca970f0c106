package dev.iii.sdk.internal.invocation;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field that the engine adds to the payload of a worker's call. */
final class CallerId {

    private static final String FIELD = "_caller_worker_id";

    private CallerId() {}

    static @Nullable String of(RawJson payload) {
        Json id = JsonValue.of(payload, JacksonCodec.INSTANCE).field(FIELD);
        return id.text().startsWith("\"") ? id.as(String.class) : null;
    }

    /** The payload for a handler of this type: a map would take the field for one of its own, other types do not know it. */
    static RawJson hiddenFrom(@Nullable Type type, RawJson payload) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        boolean takesAnyField = raw == Object.class || (raw instanceof Class<?> c && Map.class.isAssignableFrom(c));
        if (!takesAnyField || of(payload) == null) {
            return payload;
        }
        Map<String, Json> rest =
                new LinkedHashMap<>(JsonValue.of(payload, JacksonCodec.INSTANCE).fields());
        rest.remove(FIELD);
        return JsonValue.raw(Json.object(rest));
    }
}
