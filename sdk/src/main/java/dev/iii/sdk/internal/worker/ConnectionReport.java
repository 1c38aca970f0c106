package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.address.ConnectHints;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.session.Event;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports in the log and in exceptions whether a worker is connected. Until the worker is ready for the first time, its address
 * may be wrong, so the reports contain a hint. Events arrive one at a time; other methods are thread-safe.
 */
final class ConnectionReport {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final String name;
    private final ConnectionDescription connection;
    private final ConnectHints hints;
    private volatile boolean wasReady;

    ConnectionReport(String name, ConnectionDescription connection) {
        this.name = name;
        this.connection = connection;
        this.hints = new ConnectHints(connection.address(), ConnectHints.Port.WORKERS);
    }

    /** The connection was lost with calls in flight. */
    void lost(Event.InFlightLost event) {
        String calls = event.calls() == 0 ? "" : "the outcome of " + count(event.calls(), "call") + " is unknown";
        String results = event.invocations() == 0
                ? ""
                : "the results of " + count(event.invocations(), "running handler") + " are dropped";
        String and = calls.isEmpty() || results.isEmpty() ? "" : ", and ";
        log.warn("Worker {}: connection lost; {}{}{}", name, calls, and, results);
    }

    /** Returns for example {@code 1 call} or {@code 2 calls}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** @throws IllegalStateException if the wait of the current thread for the engine could not end */
    void requireMayWait() {
        connection.requireMayWait("the engine", "was waited for");
    }

    /** An attempt to connect has failed, or the connection was lost. */
    void failed(Event.WillReconnect event) {
        String hint = wasReady ? null : hints.of(event.reason());
        String reason = hint == null ? event.reason() : event.reason() + "; " + hint;
        connection.failed(reason);
        log.warn(
                "Worker {}: not connected to {}: {}; reconnecting in {} ms (attempt {})",
                name,
                connection.address(),
                reason,
                TimeUnit.NANOSECONDS.toMillis(event.delayNanos()),
                event.failures());
    }

    void ready(@Nullable String workerId) {
        wasReady = true;
        connection.connected();
        log.info("Worker {}: {} as {}", name, connection, workerId);
    }

    void notReady() {
        connection.disconnected();
    }

    /**
     * Returns the message of the exception for a worker that was not ready in time.
     *
     * @param connected whether it was connected, so that only registrations are not confirmed
     */
    String notReadyWithin(Duration timeout, boolean connected) {
        String reason = connected
                ? "; the engine has not confirmed what was registered"
                : wasReady || !connection.isFirstAttempt() ? "" : "; " + hints.ofWaiting();
        return "worker " + name + " is not ready within " + timeout.toMillis() + " ms: " + connection + reason;
    }
}
