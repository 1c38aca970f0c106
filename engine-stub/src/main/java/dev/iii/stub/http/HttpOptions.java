package dev.iii.stub.http;

import dev.iii.stub.net.AllowedOrigins;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the worker {@code iii-http}. Immutable.
 *
 * @param address the address on which it listens; port 0 means any free port
 * @param timeout the maximum time from the arrival of a request to the beginning of the response; after that time the
 *     client gets status 504
 * @param cors the rules for pages of other origins
 * @param origins the pages that may use the port if {@code cors} is not configured
 * @param middleware the ids of the functions that are called before every registered route, in this order
 * @param maxJsonBody the maximum size of a JSON body in bytes, because it must fit into one message to a worker; larger
 *     bodies get status 413
 */
public record HttpOptions(
        InetSocketAddress address,
        Duration timeout,
        Cors cors,
        AllowedOrigins origins,
        List<String> middleware,
        long maxJsonBody) {

    /** Copies the list. */
    public HttpOptions {
        middleware = List.copyOf(middleware);
    }
}
