package dev.iii.stub.net;

import dev.iii.transport.UpgradeHandler;

/**
 * A WebSocket path on the worker ports, in addition to {@code /}. Immutable.
 *
 * @param path an exact path, or a prefix of paths if it ends in a slash
 * @param handler decides about the connections to the path
 * @param guarded {@code true} if clients of the path must be admitted like workers
 */
public record SocketRoute(String path, UpgradeHandler handler, boolean guarded) {

    /** Returns a path whose clients must be admitted like workers. */
    public static SocketRoute guarded(String path, UpgradeHandler handler) {
        return new SocketRoute(path, handler, true);
    }

    /** Returns a path whose clients are not checked by the access control of the port. */
    public static SocketRoute open(String path, UpgradeHandler handler) {
        return new SocketRoute(path, handler, false);
    }
}
