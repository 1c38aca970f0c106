package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.Surrogates;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.ToJson;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Between Java values and raw JSON, with the errors of the SDK. */
final class Payloads {

    private Payloads() {}

    static RawJson write(@Nullable Object value, JsonCodec codec) {
        if (value == null) {
            return RawJson.NULL;
        }
        if (value instanceof Json json) {
            return json.raw();
        }
        if (value instanceof ToJson own) {
            return own.toJson().raw();
        }
        try {
            return whole(RawJson.wrap(codec.write(value)));
        } catch (JsonCodecException e) {
            throw new InvalidPayloadException(String.valueOf(e.getMessage()), e.path(), e);
        }
    }

    private static RawJson whole(RawJson json) {
        if (!Surrogates.areWhole(json)) {
            throw new InvalidPayloadException(
                    "a text has one half of a surrogate pair without the other, which JSON cannot carry", "", null);
        }
        return json;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> @Nullable T read(RawJson json, Type type, JsonCodec codec) {
        if (type == Json.class) {
            return (T) Json.of(json, codec);
        }
        if (json.isNull()) {
            return null;
        }
        try {
            return (T) codec.read(json.array(), json.offset(), json.length(), type);
        } catch (JsonCodecException e) {
            throw new InvalidPayloadException(String.valueOf(e.getMessage()), e.path(), e);
        }
    }
}
