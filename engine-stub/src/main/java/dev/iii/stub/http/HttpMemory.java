package dev.iii.stub.http;

import dev.iii.transport.HeldBytes;
import dev.iii.transport.SharedLimits;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Counts the bytes that HTTP requests hold towards the limits of all connections of the engine. Otherwise clients that do not
 * read their responses could use all memory, and the connection of a worker would end with an {@link OutOfMemoryError}.
 * Thread-safe.
 */
final class HttpMemory {

    private final SharedLimits limits;

    HttpMemory(SharedLimits limits) {
        this.limits = limits;
    }

    /** Returns a holder for the parts of a response that the client has not read. */
    HeldBytes response(Request request) {
        return limits.holdWaiting(() -> disconnect(request, () -> limits.logDrop(describe(request))));
    }

    /**
     * Returns a holder for a body of which a part was received.
     *
     * @param drop forgets the bytes, by any thread, before the client is disconnected
     */
    HeldBytes body(Request request, Runnable drop) {
        return limits.holdIncomplete(() -> {
            drop.run();
            disconnect(request, () -> {});
        });
    }

    private static String describe(Request request) {
        return "The connection to the HTTP client " + Request.getRemoteAddr(request) + ":"
                + Request.getRemotePort(request);
    }

    /** Runs on another thread: the thread that exceeds a limit may hold locks that the end of a request needs. */
    private static void disconnect(Request request, Runnable before) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        request.getComponents().getExecutor().execute(() -> {
            before.run();
            connection.close();
        });
    }
}
