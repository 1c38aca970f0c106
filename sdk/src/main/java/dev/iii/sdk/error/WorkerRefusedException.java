package dev.iii.sdk.error;

/** The engine does not want this worker. It is closed and does not try again. */
public final class WorkerRefusedException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public WorkerRefusedException(String code, String message) {
        super("the engine refused the worker (" + code + "): " + message, null);
        this.code = code;
    }

    /** For example {@code AUTH_ERROR} or {@code WORKER_NAMESPACE_CONFLICT}. */
    public String code() {
        return code;
    }
}
