package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Asks the engine to retire the previous connection of this worker. The first frame that a worker sends after a reconnect
 * (section 2). Immutable.
 *
 * @param previousWorkerId the worker id of the previous connection
 * @param reattachToken the token of the previous connection; must not be logged
 */
public record Reattach(String previousWorkerId, @Nullable String reattachToken) implements Frame {

    /** Returns a description without the token. */
    @Override
    public String toString() {
        return "Reattach[previousWorkerId=" + previousWorkerId + "]";
    }
}
