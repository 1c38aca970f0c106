package dev.iii.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The attempts of an event loop to connect as a client. Used only on the thread of the loop, except for {@link #resolver}. */
final class ConnectAttempts {

    private static final String CLOSED = "the event loop was closed";

    private final EventLoop loop;
    private final NameResolver resolver;
    private final Set<ConnectAttempt> running = new HashSet<>();

    ConnectAttempts(EventLoop loop, NameResolver resolver) {
        this.loop = loop;
        this.resolver = resolver;
    }

    NameResolver resolver() {
        return resolver;
    }

    /** Starts an attempt. It fails immediately if the loop is closed. */
    void start(ConnectRequest request, ConnectionListener listener) {
        ConnectAttempt attempt = new ConnectAttempt(loop, request, listener);
        if (loop.isStopping()) {
            attempt.fail(CLOSED);
            return;
        }
        running.add(attempt);
        try {
            resolver.resolve(
                    request.host(),
                    addresses -> loop.execute(() -> {
                        // A closed resolver finds no address; that does not mean that the host is unknown.
                        if (loop.isStopping()) {
                            attempt.fail(CLOSED);
                        } else {
                            attempt.begin(addresses);
                        }
                    }));
        } catch (Throwable e) {
            // For example no thread can be started for the lookup.
            attempt.fail("the host cannot be resolved: " + e);
        }
    }

    void forget(ConnectAttempt attempt) {
        running.remove(attempt);
    }

    /** Fails all attempts, because the loop is closed. */
    void close() {
        List.copyOf(running).forEach(attempt -> Guarded.run(() -> attempt.fail(CLOSED)));
    }
}
