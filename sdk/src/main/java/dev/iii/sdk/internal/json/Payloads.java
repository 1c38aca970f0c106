package dev.iii.sdk.internal.json;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.JsonOutput;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts between Java values and raw JSON, and converts exceptions of codecs to exceptions of the SDK. */
public final class Payloads {

    private Payloads() {}

    /**
     * Writes a value that does not belong to a worker. Its size has the limit of {@link JsonOutput#JsonOutput()}.
     *
     * @throws InvalidPayloadException if the value cannot be written as JSON
     */
    public static RawJson write(@Nullable Object value, JsonCodec codec) {
        RawJson json = ofJson(value, codec);
        if (json != null) {
            return json;
        }
        try {
            return checked(codec.write(value), codec);
        } catch (JsonCodecException e) {
            throw unwritten(e);
        }
    }

    /**
     * Writes a value that a worker sends. The size of a {@link Json} is not checked.
     *
     * @param maxBytes the maximum number of bytes
     * @throws InvalidPayloadException if the value cannot be written as JSON, or is too large
     */
    public static RawJson write(@Nullable Object value, JsonCodec codec, int maxBytes) {
        RawJson json = ofJson(value, codec);
        if (json != null) {
            return json;
        }
        try {
            return checked(codec.write(value, maxBytes), codec);
        } catch (JsonCodecException e) {
            throw unwritten(e);
        }
    }

    /** Returns the JSON of a value that is not written by a codec as a whole; {@code null} for any other value. */
    private static @Nullable RawJson ofJson(@Nullable Object value, JsonCodec codec) {
        if (value == null) {
            return RawJson.NULL;
        }
        if (value instanceof Json json) {
            return requireReadableByEngine(JsonValue.raw(json));
        }
        return value instanceof JsonConvertible own ? requireReadableByEngine(JsonValue.raw(own.toJson(codec))) : null;
    }

    private static RawJson checked(byte[] json, JsonCodec codec) {
        RawJson written = requirePairedSurrogates(RawJson.wrap(json));
        // The standard codec refuses such numbers itself, and most of its payloads are too short to be nested too
        // deeply.
        return codec == JsonCodec.standard() && !EngineLimits.mayBeTooDeep(written)
                ? written
                : requireReadableByEngine(written);
    }

    private static InvalidPayloadException unwritten(JsonCodecException e) {
        return new InvalidPayloadException(String.valueOf(e.getMessage()), e.path(), e);
    }

    private static RawJson requirePairedSurrogates(RawJson json) {
        if (!Surrogates.arePaired(json)) {
            throw new InvalidPayloadException(
                    "a string contains an unpaired surrogate, which cannot be sent as JSON; remove or replace it",
                    "",
                    null);
        }
        return json;
    }

    private static RawJson requireReadableByEngine(RawJson json) {
        String problem = EngineLimits.problem(json);
        if (problem != null) {
            throw new InvalidPayloadException("the JSON cannot be sent: " + problem, "", null);
        }
        return json;
    }

    /** Returns a value as JSON. Otherwise like {@link #write}. */
    public static Json json(@Nullable Object value, JsonCodec codec) {
        return JsonValue.of(write(value, codec), codec);
    }

    /**
     * Writes the payload of a call like {@link #write(Object, JsonCodec, int)}.
     *
     * @throws InvalidPayloadException if the value cannot be written as JSON, or is too large; the message names the function
     */
    public static RawJson writeFor(String functionId, @Nullable Object value, JsonCodec codec, int maxBytes) {
        try {
            return write(value, codec, maxBytes);
        } catch (InvalidPayloadException e) {
            throw e.about("the payload for " + functionId);
        }
    }

    /**
     * Reads raw JSON as a Java type. Returns {@code null} for JSON null, unless the type is an {@code Optional}.
     *
     * @throws InvalidPayloadException if the JSON does not fit the type
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> @Nullable T read(RawJson json, Type type, JsonCodec codec) {
        if (type == Json.class) {
            return (T) JsonValue.of(json, codec);
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

    /** Returns {@code true} if JSON null is a value of the type, the empty one. */
    private static boolean isOptional(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw == Optional.class
                || raw == OptionalInt.class
                || raw == OptionalLong.class
                || raw == OptionalDouble.class;
    }
}
