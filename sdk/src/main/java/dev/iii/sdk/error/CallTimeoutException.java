package dev.iii.sdk.error;

/** No answer came in time. */
public final class CallTimeoutException extends CallException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    public CallTimeoutException(String message, boolean sent) {
        super(message, null);
        this.sent = sent;
    }

    /** False when the call was still waiting for a connection: then it has not been sent and never will be. */
    @Override
    public boolean mayHaveRun() {
        return sent;
    }
}
