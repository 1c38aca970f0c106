package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Worker to engine, first frame of a reconnect: retire the connection that this worker had before (section 2).
 * Immutable.
 *
 * @param previousWorkerId the worker id of the old connection
 * @param reattachToken the token of the old connection; never to be logged
 */
public record Reattach(String previousWorkerId, @Nullable String reattachToken) implements Frame {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Reattach[previousWorkerId=" + previousWorkerId + "]";
    }
}
