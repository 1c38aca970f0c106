package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something when the process is asked to end. */
final class ExitHook {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Thread thread;

    ExitHook(String threadName, Runnable action) {
        thread = new Thread(action, threadName);
    }

    /** Does nothing when the process is ending already. */
    void install() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            log.warn("A worker is made while the process ends; nothing will close it in order");
        }
    }

    /** The action has been done in another way. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process is ending: this may well be called by the action itself.
            log.trace("The process is ending", e);
        }
    }
}
