package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.JacksonCodec;
import dev.iii.sdk.internal.json.Surrogates;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.ToJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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

    /** @throws InvalidPayloadException naming the function that the payload is for */
    static RawJson writeFor(String functionId, @Nullable Object value, JsonCodec codec) {
        try {
            return write(value, codec);
        } catch (InvalidPayloadException e) {
            throw e.about("the payload for " + functionId);
        }
    }

    /** @throws InvalidPayloadException naming the function that has answered */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> @Nullable T readFrom(String functionId, RawJson json, Type type, JsonCodec codec) {
        try {
            return read(json, type, codec);
        } catch (InvalidPayloadException e) {
            throw e.about("the answer of " + functionId + " is not " + expected(type));
        }
    }

    /** What a type wants of JSON, in words for people: "an object (Sell)". */
    static String expected(Type type) {
        return JacksonCodec.INSTANCE.expected(type);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> @Nullable T read(RawJson json, Type type, JsonCodec codec) {
        if (type == Json.class) {
            return (T) Json.of(json, codec);
        }
        if (json.isNull() && !isOptional(type)) {
            return null;
        }
        try {
            return (T) codec.read(json.array(), json.offset(), json.length(), type);
        } catch (JsonCodecException e) {
            throw new InvalidPayloadException(String.valueOf(e.getMessage()), e.path(), e);
        }
    }

    /** JSON null is a value of these types: the empty one. */
    private static boolean isOptional(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw == Optional.class
                || raw == OptionalInt.class
                || raw == OptionalLong.class
                || raw == OptionalDouble.class;
    }
}
