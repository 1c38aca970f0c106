package dev.iii.transport;

/** The decision of a server about an {@link UpgradeRequest}. Immutable. */
public sealed interface UpgradeDecision {

    /**
     * Accepts the upgrade.
     *
     * @param listener receives the events of the connection
     * @param limits the limits of the connection
     */
    record Accept(ConnectionListener listener, Limits limits) implements UpgradeDecision {}

    /**
     * Rejects the upgrade with an HTTP status and closes the connection.
     *
     * @param status the HTTP status, for example 404
     */
    record Refuse(int status) implements UpgradeDecision {}
}
