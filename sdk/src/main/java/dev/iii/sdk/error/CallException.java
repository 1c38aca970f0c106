package dev.iii.sdk.error;

import org.jspecify.annotations.Nullable;

/** A call has not given a result. {@link #mayHaveRun} says whether it is safe to make it again. */
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

    /** Whether the function may have run, or have begun to run, for this call. */
    public abstract boolean mayHaveRun();
}
