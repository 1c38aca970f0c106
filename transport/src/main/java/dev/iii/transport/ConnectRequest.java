package dev.iii.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect as a client. Immutable.
 *
 * @param uri {@code ws://host[:port]/path?query}, or {@code wss:} for TLS; user information in it is not sent
 * @param headers extra headers of the upgrade request; their values are secrets and never logged
 * @param limits what the connection may cost
 * @param sslContext the certificates to trust and to show, for {@code wss}; those of the system when {@code null}
 */
public record ConnectRequest(
        URI uri,
        Map<String, String> headers,
        Limits limits,
        @Nullable SSLContext sslContext) {

    private static final int MAX_PORT = 65_535;

    /** Without TLS, or with the certificates of the system. */
    public ConnectRequest(URI uri, Map<String, String> headers, Limits limits) {
        this(uri, headers, limits, null);
    }

    /**
     * @throws IllegalArgumentException when the scheme is neither {@code ws} nor {@code wss}, the host is missing, there is no such port, or a
     *     header cannot be sent;
     *     the message names a header but not its value
     */
    public ConnectRequest {
        Objects.requireNonNull(limits, "limits");
        headers = Map.copyOf(headers);
        if (!"ws".equalsIgnoreCase(uri.getScheme()) && !"wss".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme must be ws or wss, not " + uri.getScheme());
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the address has no host, or one with other characters than letters, digits, '-' and '.'");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of the address is " + uri.getPort() + "; it must be from 1 to " + MAX_PORT);
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
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    boolean isSecure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** @throws IOException when there is no TLS to be had */
    Wire wire(SocketChannel channel) throws IOException {
        if (!isSecure()) {
            return Wire.of(channel);
        }
        try {
            SSLContext context = sslContext == null ? SSLContext.getDefault() : sslContext;
            return new TlsWire(channel, context, uri.getHost(), port());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("the system has no TLS", e);
        }
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
