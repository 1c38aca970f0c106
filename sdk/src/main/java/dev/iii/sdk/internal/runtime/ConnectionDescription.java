package dev.iii.sdk.internal.runtime;

import org.jspecify.annotations.Nullable;

/** The state of the connection, for messages of exceptions and to refuse waits that cannot end. Thread-safe. */
public final class ConnectionDescription {

    private final String address;
    private volatile boolean connected;
    private volatile @Nullable String failure;
    /** The thread that runs the registrations of {@code registerWorker}, after which the worker connects. */
    private volatile @Nullable Thread registering;

    /** @param address the address without user information and query */
    public ConnectionDescription(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    /** The current thread runs the registrations of {@code registerWorker} from now on. */
    public void registering() {
        registering = Thread.currentThread();
        failure = "the registrations of registerWorker have not returned";
    }

    /** The registrations have returned, or the worker connects or closes without waiting for them. */
    public void registered() {
        registering = null;
    }

    /** The worker connects only when its user calls {@code connect()}. */
    public void connectsLater() {
        failure = "connect() was not called";
    }

    /** The worker starts to connect. */
    public void connecting() {
        registering = null;
        failure = null;
    }

    /**
     * Checks that the current thread may wait for the engine. The worker must be connected before such a wait can end.
     *
     * @param subject the beginning of the message, for example the id of the function that is called
     * @param waits the rest of the sentence that describes the wait, for example {@code was called}
     * @throws IllegalStateException if the worker connects only after this thread has run the registrations
     */
    public void requireMayWait(String subject, String waits) {
        Thread thread = registering;
        if (thread != null && thread == Thread.currentThread()) {
            throw new IllegalStateException(subject + " " + waits
                    + " inside the registrations of registerWorker; the worker connects afterwards: do this after"
                    + " registerWorker has returned");
        }
    }

    /** Returns {@code true} if the worker is connecting for the first time, and no attempt has failed yet. */
    public boolean isFirstAttempt() {
        return !connected && failure == null;
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
