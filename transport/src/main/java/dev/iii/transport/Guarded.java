package dev.iii.transport;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs steps of an event loop that must not stop it. Thread-safe. */
final class Guarded {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private Guarded() {}

    /** Runs a task, and logs what it throws. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log("A task of an event loop failed", e);
        }
    }

    /** Logs an error. Never throws. */
    static void log(String message, Throwable cause) {
        try {
            log.error(message, cause);
        } catch (Throwable e) {
            // The log may need more memory than there is.
        }
    }

    /** Closes a resource, and logs why if that fails. */
    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            log.debug("Closing failed: {}", e.toString());
        }
    }
}
