package dev.iii.sdk.internal.runtime;

import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The I/O that a session starts. Tests have a fake, which neither connects nor keeps time. Thread-safe. */
interface SessionIo {

    /** Starts to connect. The connection receives the events. */
    void connect(SessionConnection connection);

    /** Runs the task on the I/O thread at a time of the session's clock. */
    void scheduleAt(long nanos, Runnable task);

    /** Returns the I/O of a worker: an event loop that connects to the given address. */
    static SessionIo of(EventLoop loop, ConnectRequest address) {
        return new SessionIo() {

            private static final Logger log = LoggerFactory.getLogger(SessionRunner.class);

            @Override
            public void connect(SessionConnection connection) {
                log.debug("Connecting to {}", address.displayAddress());
                loop.connect(address, connection);
            }

            @Override
            public void scheduleAt(long nanos, Runnable task) {
                loop.scheduleAt(nanos, task);
            }
        };
    }
}
