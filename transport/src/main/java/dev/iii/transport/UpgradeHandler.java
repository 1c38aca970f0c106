package dev.iii.transport;

import java.util.concurrent.CompletionStage;

/** Decides about the connections of a server. Implementations are thread-safe: each event loop of a server calls. */
@FunctionalInterface
public interface UpgradeHandler {

    /**
     * Called on an event loop, so it must not block; the connection waits until the stage completes, at most the
     * handshake timeout. A stage that fails is answered with status 500.
     */
    CompletionStage<UpgradeDecision> onUpgrade(UpgradeRequest request);
}
