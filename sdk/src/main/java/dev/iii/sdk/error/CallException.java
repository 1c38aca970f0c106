package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** A call has not returned a result. {@link #mayHaveRun} reports whether the function may have run nevertheless. */
public abstract sealed class CallException extends IiiException
        permits CallCancelledException,
                CallRefusedException,
                CallTimeoutException,
                FunctionException,
                FunctionNotFoundException,
                OutcomeUnknownException,
                OverloadedException,
                WorkerClosedException {

    private static final long serialVersionUID = 1L;

    CallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns {@code true} if the function may have started for this call. If it returns {@code false}, it is safe to
     * repeat the call.
     */
    public abstract boolean mayHaveRun();
}
