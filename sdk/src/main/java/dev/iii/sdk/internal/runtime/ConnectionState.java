package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.Nullable;

/** How the connection stands, for the errors of those who wait for it. Thread-safe. */
public final class ConnectionState {

    private final String address;
    private volatile boolean connected;
    private volatile @Nullable String trouble;

    /** @param address without user information and query */
    public ConnectionState(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    public void connected() {
        trouble = null;
        connected = true;
    }

    public void disconnected() {
        connected = false;
    }

    /** A try has failed, or the connection was lost. */
    public void failed(String reason) {
        trouble = reason;
        connected = false;
    }

    /** For example {@code not connected to ws://127.0.0.1:49134: connection refused}. */
    @Override
    public String toString() {
        String reason = trouble;
        if (connected) {
            return "connected to " + address;
        }
        return reason == null ? "still connecting to " + address : "not connected to " + address + ": " + reason;
    }
}
