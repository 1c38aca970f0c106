package dev.iii.stub.json;

/**
 * An input does not have the expected shape. The message is the one of the real engine, for example {@code missing
 * field `key`}. It has no stack trace, because a worker can cause this exception as often as it likes.
 */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message, null, false, false);
    }
}
