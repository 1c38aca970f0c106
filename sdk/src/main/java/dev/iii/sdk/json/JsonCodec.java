package dev.iii.sdk.json;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java values into JSON text and back. The one that is there without asking uses Jackson; another one is set with
 * {@code WorkerOptions.Builder.codec}. Implementations are thread-safe.
 */
public interface JsonCodec {

    /**
     * Writes a value as UTF-8 JSON; {@code null} becomes JSON null.
     *
     * @throws JsonCodecException when the value cannot be written
     */
    byte[] write(@Nullable Object value);

    /**
     * Reads a value. Unknown fields are ignored, because the engine adds some ({@code _caller_worker_id}).
     *
     * @param json the array that holds the text, UTF-8; not to be kept or changed
     * @param offset where it begins
     * @param length how many bytes it has
     * @return the value; {@code null} for JSON null
     * @throws JsonCodecException when the text does not fit the type; names the path of the field and the type expected
     */
    @Nullable
    Object read(byte[] json, int offset, int length, Type type);
}
