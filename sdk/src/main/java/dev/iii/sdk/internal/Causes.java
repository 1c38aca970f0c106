package dev.iii.sdk.internal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What failed, without what futures put around it. */
public final class Causes {

    private Causes() {}

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
