package dev.iii.sdk.json;

import org.jspecify.annotations.Nullable;

/** A value that does not go into JSON, or JSON that does not fit a type. The message repeats no content. */
public class JsonCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * @param path the field in question, as in {@code items[2].quantity}; empty for the whole value
     * @param problem for example {@code expected an integer, was a string}
     */
    public JsonCodecException(String path, String problem, @Nullable Throwable cause) {
        super(path.isEmpty() ? problem : path + ": " + problem, cause);
        this.path = path;
    }

    /** The field in question, as in {@code items[2].quantity}; empty for the whole value. */
    public String path() {
        return path;
    }
}
