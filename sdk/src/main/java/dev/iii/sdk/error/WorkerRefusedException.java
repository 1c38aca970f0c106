package dev.iii.sdk.error;

/** The engine permanently refused this worker. The worker is closed and does not reconnect. */
public final class WorkerRefusedException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates an exception.
     *
     * @param code the error code of the engine
     */
    public WorkerRefusedException(String code, String message) {
        super("the engine refused the worker (" + code + "): " + message, null);
        this.code = code;
    }

    /** Returns the error code, for example {@code AUTH_ERROR} or {@code WORKER_NAMESPACE_CONFLICT}. */
    public String code() {
        return code;
    }
}
