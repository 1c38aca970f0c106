package dev.iii.sdk.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that has not been read as a Java type yet. Created by the static methods of this interface and by workers;
 * other code must not implement it. Immutable and thread-safe.
 *
 * <p>Two values are equal if their JSON is equal byte for byte. {@code toString} returns only the size, because payloads may contain
 * secrets; {@link #text} returns the JSON.
 */
public interface Json {

    /** JSON null. */
    Json NULL = JsonProviders.get().nullValue();

    /**
     * Parses one JSON value, which is read with the default codec.
     *
     * @throws IllegalArgumentException if the text is not exactly one JSON value
     */
    static Json parse(String text) {
        return parse(text, JsonCodec.standard());
    }

    /**
     * Parses one JSON value.
     *
     * @param codec reads this value as Java types
     * @throws IllegalArgumentException if the text is not exactly one JSON value
     */
    static Json parse(String text, JsonCodec codec) {
        return JsonProviders.get().parse(text, codec);
    }

    /**
     * Writes a value with the default codec. Returns the value itself if it is a {@code Json}.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the value cannot be written as JSON, or is too large ({@link
     *     JsonOutput#JsonOutput()})
     */
    static Json of(@Nullable Object value) {
        return value instanceof Json json ? json : JsonProviders.get().write(value);
    }

    /** Creates an object with the given fields, in the order of the map. */
    static Json object(Map<String, Json> fields) {
        return JsonProviders.get().object(fields);
    }

    /** Creates an array of the given elements. */
    static Json array(List<Json> elements) {
        return JsonProviders.get().array(elements);
    }

    /** Returns the fields of an object in their order; an empty map if this value is not an object. */
    Map<String, Json> fields();

    /**
     * Returns a field of an object. Returns a JSON null for which {@link #isAbsent} is {@code true} if this value is not an
     * object or has no such field.
     */
    Json field(String name);

    /** Returns the elements of an array; an empty list if this value is not an array. */
    List<Json> elements();

    /** Returns {@code true} if this is JSON null. */
    boolean isNull();

    /**
     * Returns {@code true} if this represents a value that does not exist: the result of a function that returned no
     * result, or a field that an object does not have. {@link #isNull} returns {@code true} for such a value, too, and
     * it equals JSON null.
     */
    boolean isAbsent();

    /**
     * Reads this value as a Java type. Returns {@code null} if it is JSON null.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the value does not fit the type; the message contains the path of
     *     the field and the expected type
     */
    <T> @Nullable T as(Class<T> type);

    /**
     * Reads this value as a generic Java type. Returns {@code null} if it is JSON null.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the value does not fit the type; the message contains the path of
     *     the field and the expected type
     */
    <T> @Nullable T as(TypeRef<T> type);

    /** Returns the JSON text. */
    String text();

    /**
     * Returns the size of the JSON, for example {@code Json[17 bytes]}, and not the JSON itself: payloads may contain secrets,
     * and text of this kind gets into logs. Use {@link #text} to print the JSON.
     */
    @Override
    String toString();

    /** Creates JSON values. The SDK finds its implementation with {@link java.util.ServiceLoader}. Thread-safe. */
    interface Provider {

        /** Returns the codec that is used unless another one is set. */
        JsonCodec codec();

        /** Returns JSON null. */
        Json nullValue();

        /** Implements {@link Json#parse(String, JsonCodec)}. */
        Json parse(String text, JsonCodec codec);

        /** Implements {@link Json#of} for values that are not {@code Json}. */
        Json write(@Nullable Object value);

        /** Implements {@link Json#object}. */
        Json object(Map<String, Json> fields);

        /** Implements {@link Json#array}. */
        Json array(List<Json> elements);
    }
}
