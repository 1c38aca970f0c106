package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be written as JSON or is larger than the maximum size, or JSON that does not fit the expected
 * type. If the value was the payload of a call, nothing was sent.
 */
public final class InvalidPayloadException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * Creates an exception with a complete message.
     *
     * @param path the path of the invalid field, for example {@code items[2].quantity}; empty for the whole value
     */
    public InvalidPayloadException(String message, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /**
     * Creates an exception whose message consists of the path and the problem. Use it in custom readers.
     *
     * @param problem a description of what is wrong and what is expected
     * @param path the path of the invalid field, for example {@code items[2].quantity}; empty for the whole value
     */
    public InvalidPayloadException(String problem, String path) {
        this(path.isEmpty() ? problem : path + ": " + problem, path, null);
    }

    /**
     * Returns an exception for the same problem whose path is relative to an enclosing value.
     *
     * @param field the name of the field that contains the invalid value, or {@code [n]} for an element of an array
     */
    public InvalidPayloadException within(String field) {
        String message = String.valueOf(getMessage());
        String prefix = path + ": ";
        String problem = !path.isEmpty() && message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        String longer = path.isEmpty() || path.startsWith("[") ? field + path : field + "." + path;
        return new InvalidPayloadException(longer + ": " + problem, longer, this);
    }

    /**
     * Returns an exception for the same problem whose message starts with its subject, for example
     * {@code the result of stock::of: left: missing; …}.
     */
    public InvalidPayloadException about(String what) {
        return new InvalidPayloadException(what + ": " + getMessage(), path, this);
    }

    /** Returns the path of the invalid field, for example {@code items[2].quantity}; empty for the whole value. */
    public String path() {
        return path;
    }
}
