package dev.iii.sdk.json;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts Java values to JSON text and back. Set a codec with {@code WorkerOptions.Builder.codec}. Implementations must be
 * thread-safe.
 *
 * <p>The {@linkplain #standard standard codec} uses Jackson 3. Where Jackson 3 cannot run, because the dependencies of the
 * program contain a version of {@code jackson-annotations} before 2.21, it uses Jackson 2 if {@code iii-jackson2} is one of
 * the dependencies.
 */
public interface JsonCodec {

    /** Returns the codec that a worker uses unless another one is set. */
    static JsonCodec standard() {
        return JsonProviders.get().codec();
    }

    /**
     * Writes a value as UTF-8 JSON; {@code null} becomes JSON null.
     *
     * @throws JsonCodecException if the value cannot be written
     */
    byte[] write(@Nullable Object value);

    /**
     * Writes a value like {@link #write(Object)}, if it has at most a number of bytes. Workers write with this method
     * everything that they send. The codecs of the SDK stop as soon as the maximum is exceeded. So a value that never ends,
     * for example an endless iterator, does not fill the heap.
     *
     * <p>The default implementation writes the complete value and then checks its size. Override it with a codec that writes
     * into a {@link JsonOutput}.
     *
     * @param maxBytes the maximum number of bytes; must not be negative
     * @throws JsonCodecException if the value cannot be written, or has more bytes
     */
    default byte[] write(@Nullable Object value, int maxBytes) {
        byte[] json = write(value);
        JsonOutput.requireAtMost(maxBytes, json.length);
        return json;
    }

    /**
     * Reads a value. Unknown fields are ignored, because the engine adds some ({@code _caller_worker_id}).
     *
     * @param json the array that contains the text in UTF-8; the codec must not keep or change it
     * @param offset the index of the first byte
     * @param length the number of bytes
     * @return the value; {@code null} for JSON null
     * @throws JsonCodecException if the text does not fit the type; the exception names the path of the field and the
     *     expected type
     */
    @Nullable
    Object read(byte[] json, int offset, int length, Type type);

    /**
     * Returns a JSON Schema (2020-12) of the JSON that this codec reads as a type, or writes for it. Workers register it with
     * functions that do not set their schemas. The default implementation returns nothing; the SDK then infers a schema from
     * the type and its Jackson annotations if Jackson 3 can run.
     *
     * @return the schema; empty if this codec cannot describe the type
     */
    default Optional<Json> schema(Type type) {
        return Optional.empty();
    }

    /**
     * Provides the codec that is used where Jackson 3 cannot run. The SDK finds it with {@link java.util.ServiceLoader}.
     */
    interface Provider {

        /** Returns the codec. Called at most once. */
        JsonCodec codec();
    }
}
