package dev.iii.stub.config;

/**
 * A mistake in a config file. The message is one line for the user: the file, the line, the key and the allowed values.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
