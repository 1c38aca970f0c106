package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A value of ours that cannot be written as JSON, is larger than what the engine takes, or JSON that does not fit the
 * type that was asked for. Nothing was sent when it concerns something that was to be sent.
 */
public final class InvalidPayloadException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String path;

    InvalidPayloadException(String message, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /** The field in question, as in {@code items[2].quantity}; empty for the whole value. */
    public String path() {
        return path;
    }
}
