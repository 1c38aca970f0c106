package dev.iii.sdk.json;

import dev.iii.sdk.internal.check.Arguments;

/**
 * A payload or a result whose JSON form does not depend on the codec of the worker, for example a result that the
 * engine itself evaluates. It has an effect only if it is the whole payload or result, not inside another value.
 * Implementations are immutable or represent a snapshot.
 */
public interface JsonConvertible {

    /** Returns the JSON form of this value. */
    Json toJson();

    /**
     * Returns the JSON form of this value, with parts of the application written by a codec. By default, there are no such
     * parts, and this method returns the result of {@link #toJson()}.
     *
     * @param codec the codec of the worker
     */
    default Json toJson(JsonCodec codec) {
        Arguments.notNull(codec, "codec");
        return toJson();
    }
}
