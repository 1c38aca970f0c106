package dev.iii.sdk.error;

/**
 * A call has not returned a result within its timeout, or a worker was not ready within the time of {@link
 * dev.iii.sdk.Worker#awaitReady}, or the engine has not confirmed a registration in time. If the function itself exceeded its own timeout, the caller gets a {@link FunctionException}
 * with the code {@code TIMEOUT} instead.
 */
public final class CallTimeoutException extends CallException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * Creates an exception.
     *
     * @param sent {@code true} if the call was sent before the timeout
     */
    public CallTimeoutException(String message, boolean sent) {
        super(message, null);
        this.sent = sent;
    }

    /**
     * Returns {@code true} if the call was sent. A call that was still waiting for a connection will not be sent later. Returns
     * {@code false} if a method that calls no function has thrown this exception, for example {@code awaitReady}.
     */
    @Override
    public boolean mayHaveRun() {
        return sent;
    }
}
