package dev.iii.stub.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What the worker {@code iii-http} is told.
 *
 * @param address where it listens; port 0 for a free one
 * @param timeout from the arrival of a request to the beginning of its answer; after that it is answered with 504
 * @param cors who may call from a page of another origin
 * @param middleware functions that are asked before every known route, in this order
 * @param maxJsonBody the largest JSON body in bytes, which has to fit into one message to a worker; larger ones are
 *     answered with 413
 */
public record HttpOptions(
        InetSocketAddress address, Duration timeout, Cors cors, List<String> middleware, long maxJsonBody) {

    /** Copies the list. */
    public HttpOptions {
        middleware = List.copyOf(middleware);
    }
}
