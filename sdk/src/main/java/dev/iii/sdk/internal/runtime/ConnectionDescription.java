package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.Nullable;

/** The state of the connection for messages of exceptions. Thread-safe. */
public final class ConnectionDescription {

    private final String address;
    private volatile boolean connected;
    private volatile @Nullable String failure;

    /** @param address the address without user information and query */
    public ConnectionDescription(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    public void connected() {
        failure = null;
        connected = true;
    }

    public void disconnected() {
        connected = false;
    }

    /** An attempt has failed, or the connection was lost. */
    public void failed(String reason) {
        failure = reason;
        connected = false;
    }

    /** Returns for example {@code not connected to ws://127.0.0.1:49134: connection refused}. */
    @Override
    public String toString() {
        String reason = failure;
        if (connected) {
            return "connected to " + address;
        }
        return reason == null ? "still connecting to " + address : "not connected to " + address + ": " + reason;
    }
}
