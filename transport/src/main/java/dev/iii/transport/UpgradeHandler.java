package dev.iii.transport;

import java.util.concurrent.CompletionStage;

/** Accepts or rejects the connections of a server. Implementations must be thread-safe: every event loop of a server calls them. */
@FunctionalInterface
public interface UpgradeHandler {

    /**
     * Decides about a request. Called on the thread of an event loop and must not block. The connection waits for the
     * returned stage, but not longer than the handshake timeout. If this method or the stage fails, the client gets status
     * 500.
     */
    CompletionStage<UpgradeDecision> onUpgrade(UpgradeRequest request);
}
