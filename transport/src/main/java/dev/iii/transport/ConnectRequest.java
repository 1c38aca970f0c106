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
 * The address and the settings of a connection as a client. Immutable.
 *
 * @param uri {@code ws://host[:port]/path?query}, or {@code wss:} for TLS; user information in it is not sent
 * @param headers additional headers of the upgrade request; their values are secrets and never logged
 * @param limits the limits of the connection
 * @param sslContext the trusted certificates and the client certificate for {@code wss}; {@code null} for those of the
 *     system
 */
public record ConnectRequest(
        URI uri,
        Map<String, String> headers,
        Limits limits,
        @Nullable SSLContext sslContext) {

    private static final int MAX_PORT = 65_535;

    /** Creates a request that uses the certificates of the system if the scheme is {@code wss}. */
    public ConnectRequest(URI uri, Map<String, String> headers, Limits limits) {
        this(uri, headers, limits, null);
    }

    /**
     * Checks the address and the headers.
     *
     * @throws IllegalArgumentException if the scheme is neither {@code ws} nor {@code wss}, if the host is missing, if the
     *     port is not between 1 and 65535, or if a header is invalid; the message contains no header value
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

    /** Returns the address without user information and query, which may contain secrets. */
    public String displayAddress() {
        return uri.getScheme() + "://" + hostHeader() + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    boolean isSecure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * Returns the bytes of the socket, or TLS on it if the scheme is {@code wss}.
     *
     * @throws IOException if TLS is not available
     */
    Wire wire(SocketChannel channel) throws IOException {
        if (!isSecure()) {
            return Wire.of(channel);
        }
        try {
            SSLContext context = sslContext == null ? SSLContext.getDefault() : sslContext;
            return new TlsWire(channel, context, uri.getHost(), port());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("TLS is not available in this Java runtime", e);
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

    /** Returns a description without headers, user information and query. */
    @Override
    public String toString() {
        return "ConnectRequest[" + displayAddress() + "]";
    }
}
