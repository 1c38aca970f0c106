package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Tells a worker its id. The engine sends it as the first frame on every connection (engine behaviour, section 2).
 * Immutable.
 *
 * @param workerId the id that the engine has assigned to this connection
 * @param reattachToken the secret that allows the next connection to retire this one; must not be logged
 */
public record WorkerRegistered(String workerId, @Nullable String reattachToken) implements Frame {

    /** Returns a description without the token. */
    @Override
    public String toString() {
        return "WorkerRegistered[workerId=" + workerId + "]";
    }
}
