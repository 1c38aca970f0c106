package dev.iii.sdk.internal.failure;

import dev.iii.sdk.error.CallException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Unwraps the exceptions of futures. */
public final class Causes {

    /** The causes of an exception may form a cycle. */
    private static final int MAX_DEPTH = 100;

    private Causes() {}

    /**
     * Returns {@code true} if code that the SDK has interrupted, or a stage that it has cancelled, may have failed because of
     * that, or because a call of the code was ended for the same reason.
     */
    public static boolean mayBeInterrupt(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof InterruptedException
                    || cause instanceof CancellationException
                    || cause instanceof CallException
                    || cause instanceof ClosedByInterruptException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * Returns the first cause that is not a {@link CompletionException} or {@link ExecutionException}; one of these if they
     * have no other cause.
     */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            boolean isWrapper = root instanceof CompletionException || root instanceof ExecutionException;
            Throwable cause = isWrapper ? root.getCause() : null;
            if (cause == null) {
                return root;
            }
            root = cause;
        }
        return root;
    }
}
