package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Engine to worker, unasked and first on every connection (engine behaviour, section 2). Immutable.
 *
 * @param workerId the id that the engine gave to this connection
 * @param reattachToken the secret that lets a successor retire this connection; never to be logged
 */
public record WorkerRegistered(String workerId, @Nullable String reattachToken) implements Frame {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "WorkerRegistered[workerId=" + workerId + "]";
    }
}
