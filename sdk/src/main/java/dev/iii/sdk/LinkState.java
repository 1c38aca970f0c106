package dev.iii.sdk;

import org.jspecify.annotations.Nullable;

/** How the connection stands, for the errors of those who wait for it. Thread-safe. */
final class LinkState {

    private final String address;
    private volatile boolean connected;
    private volatile @Nullable String trouble;

    /** @param address without user information and query */
    LinkState(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    void connected() {
        trouble = null;
        connected = true;
    }

    void disconnected() {
        connected = false;
    }

    /** A try has failed, or the connection was lost. */
    void failed(String reason) {
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
