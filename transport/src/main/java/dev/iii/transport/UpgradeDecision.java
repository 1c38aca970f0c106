package dev.iii.transport;

/** What a server says to an {@link UpgradeRequest}. Immutable. */
public sealed interface UpgradeDecision {

    /**
     * Upgrade.
     *
     * @param listener what happens on the connection
     * @param limits what it may cost
     */
    record Accept(ConnectionListener listener, Limits limits) implements UpgradeDecision {}

    /**
     * Answer with an HTTP status and close.
     *
     * @param status for example 404
     */
    record Refuse(int status) implements UpgradeDecision {}
}
