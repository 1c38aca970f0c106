package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/**
 * A configuration file cannot be read, or does not fit the expected type. The message starts with the file and the line; it does
 * not contain values of the file, because they may be secrets.
 */
public final class InvalidConfigException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final int line;

    /**
     * Creates an exception with a complete message.
     *
     * @param key the path of the key, for example {@code server.port}; empty for the whole file
     * @param line the line in the file, from 1; 0 if it is not known
     */
    public InvalidConfigException(String message, String key, int line, @Nullable Throwable cause) {
        super(message, cause);
        this.key = key;
        this.line = line;
    }

    /** Returns the path of the key, for example {@code server.port}; empty for the whole file. */
    public String key() {
        return key;
    }

    /** Returns the line in the file, from 1; 0 if it is not known. If a key is missing, it is the line of the value around it. */
    public int line() {
        return line;
    }
}
