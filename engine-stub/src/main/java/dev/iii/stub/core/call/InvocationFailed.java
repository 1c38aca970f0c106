package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;

/** Thrown by a built-in function to answer its call with an error. Carries no stack trace. */
public final class InvocationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorBody error;

    public InvocationFailed(String code, String message) {
        this(new ErrorBody(code, message));
    }

    public InvocationFailed(ErrorBody error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    /** Returns the error for the caller. */
    public ErrorBody error() {
        return error;
    }
}
