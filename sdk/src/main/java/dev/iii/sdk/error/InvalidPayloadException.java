package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * A value of ours that cannot be written as JSON, is larger than what the engine takes, or JSON that does not fit the
 * type that was asked for. Nothing was sent when it concerns something that was to be sent.
 */
public final class InvalidPayloadException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String path;

    public InvalidPayloadException(String message, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /**
     * For readers of one's own.
     *
     * @param problem what is wrong and what would be right
     * @param path the field in question, as in {@code items[2].quantity}; empty for the whole value
     */
    public InvalidPayloadException(String problem, String path) {
        this(path.isEmpty() ? problem : path + ": " + problem, path, null);
    }

    /** The same problem, seen from a value that has this one in a field. */
    public InvalidPayloadException within(String field) {
        String message = String.valueOf(getMessage());
        String prefix = path + ": ";
        String problem = !path.isEmpty() && message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        String longer = path.isEmpty() || path.startsWith("[") ? field + path : field + "." + path;
        return new InvalidPayloadException(longer + ": " + problem, longer, this);
    }

    /** The same problem, with what it is about before it: {@code the answer of stock::of: left: missing; …}. */
    public InvalidPayloadException about(String what) {
        return new InvalidPayloadException(what + ": " + getMessage(), path, this);
    }

    /** The field in question, as in {@code items[2].quantity}; empty for the whole value. */
    public String path() {
        return path;
    }
}
