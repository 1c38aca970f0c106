package dev.iii.stub;

/** Thrown if the engine cannot be started. The message is one line for the user: what is wrong and what to do. */
public final class StubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StubException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
