package dev.iii.sdk.internal.failure;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Unwraps the exceptions of futures. */
public final class Causes {

    private Causes() {}

    /** Returns the first cause that is not a {@link CompletionException} or {@link ExecutionException}. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root instanceof CompletionException || root instanceof ExecutionException) {
            Throwable cause = root.getCause();
            if (cause == null) {
                return root;
            }
            root = cause;
        }
        return root;
    }
}
