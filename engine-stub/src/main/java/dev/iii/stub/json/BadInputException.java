package dev.iii.stub.json;

/**
 * An input that does not fit, in the words of the real engine (for example {@code missing field `key`}). Carries no
 * stack trace, since a worker can cause it at will.
 */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message, null, false, false);
    }
}
