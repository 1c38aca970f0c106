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
        HostAndPort address = HostAndPort.of(uri);
        if (address == null) {
            throw new IllegalArgumentException(
                    "the address has no host, or one with other characters than letters, digits, '-', '_' and '.'");
        }
        if (address.port() == 0 || address.port() > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of the address is " + address.port() + "; it must be from 1 to " + MAX_PORT);
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

    /**
     * Returns the address with the port that is used, also if the address does not contain one. Omits user information and the
     * query, which may contain secrets.
     */
    public String displayAddress() {
        return uri.getScheme() + "://" + host() + ":" + port() + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    String host() {
        return address().host();
    }

    int port() {
        int port = address().port();
        return port >= 0 ? port : isSecure() ? 443 : 80;
    }

    private HostAndPort address() {
        return Objects.requireNonNull(HostAndPort.of(uri), "checked by the constructor");
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
            return new TlsWire(channel, context, host(), port());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("TLS is not available in this Java runtime", e);
        }
    }

    String hostHeader() {
        return address().toString();
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
