package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shutdown hook of the JVM. */
final class ExitHook {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Thread thread;

    ExitHook(String threadName, Runnable action) {
        thread = new Thread(action, threadName);
    }

    /** Installs the hook. Only logs a warning if the JVM is shutting down already. */
    void install() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            log.warn("A worker was created during JVM shutdown; it will not be closed gracefully");
        }
    }

    /** Removes the hook. Does nothing if the JVM is shutting down. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // Normal: the hook itself may call this method.
            log.trace("The JVM is shutting down", e);
        }
    }
}
