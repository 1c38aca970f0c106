package dev.iii.sdk.json;

import org.jspecify.annotations.Nullable;

/** A value cannot be written as JSON, or JSON does not fit a type. The message does not contain values of the JSON. */
public class JsonCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates an exception whose message consists of the path and the problem.
     *
     * @param path the path of the field, for example {@code items[2].quantity}; empty for the whole value
     * @param problem a description, for example {@code expected an integer, was a string}
     */
    public JsonCodecException(String path, String problem, @Nullable Throwable cause) {
        super(path.isEmpty() ? problem : path + ": " + problem, cause);
        this.path = path;
    }

    /** Returns the path of the field, for example {@code items[2].quantity}; empty for the whole value. */
    public String path() {
        return path;
    }
}
