package dev.iii.transport;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * Where and how to connect as a client.
 *
 * @param uri {@code ws://host[:port]/path?query}; user information in it is not sent
 * @param headers extra headers of the upgrade request; their values are secrets and never logged
 * @param limits what the connection may cost
 */
public record ConnectRequest(URI uri, Map<String, String> headers, Limits limits) {

    /**
     * @throws IllegalArgumentException when the scheme is not {@code ws}, the host is missing or a header cannot be sent;
     *     the message names a header but not its value
     */
    public ConnectRequest {
        Objects.requireNonNull(limits, "limits");
        headers = Map.copyOf(headers);
        if (!"ws".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme must be ws, not " + uri.getScheme());
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the address has no host, or one with other characters than letters, digits, '-' and '.'");
        }
        headers.forEach((name, value) -> {
            if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
                throw new IllegalArgumentException("not a header name: '" + name + "'");
            }
            if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 127))) {
                throw new IllegalArgumentException(
                        "the value of header '" + name + "' has a control character or one that is not ASCII");
            }
        });
    }

    /** The address without user information and query, which may hold secrets. */
    public String displayAddress() {
        return uri.getScheme() + "://" + hostHeader() + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : 80;
    }

    String hostHeader() {
        return uri.getPort() >= 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }

    String resource() {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** Leaves headers and query out. */
    @Override
    public String toString() {
        return "ConnectRequest[" + displayAddress() + "]";
    }
}
