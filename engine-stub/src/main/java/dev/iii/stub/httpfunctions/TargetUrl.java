package dev.iii.stub.httpfunctions;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an absolute URL. Immutable. {@code toString} omits the user and the query, which may contain secrets.
 *
 * @param scheme {@code http} or {@code https}
 * @param user {@code name:password} before the host; {@code null} for none
 * @param host the host in lower case; an IPv6 address is in brackets
 * @param port the port
 * @param path the path without the query
 * @param query the query without the question mark; {@code null} for none
 */
record TargetUrl(
        String scheme,
        @Nullable String user,
        String host,
        int port,
        String path,
        @Nullable String query) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65535;

    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException if it is not a valid HTTP or HTTPS URL
     */
    static TargetUrl parse(String url) {
        HttpURI uri;
        try {
            uri = HttpURI.from(ascii(url.strip()));
        } catch (RuntimeException e) {
            throw invalid();
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || host.isEmpty() || host.indexOf('%') >= 0) {
            throw invalid();
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        if (!lower.equals("http") && !lower.equals("https")) {
            throw new IllegalArgumentException("its URL begins with " + lower + "://; use http:// or https://");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : lower.equals("https") ? HTTPS : HTTP;
        if (port > MAX_PORT) {
            throw invalid();
        }
        String path = uri.getPath();
        return new TargetUrl(
                lower,
                uri.getUser(),
                host.toLowerCase(Locale.ROOT),
                port,
                path == null || path.isEmpty() ? "/" : path,
                uri.getQuery());
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("its url is not a URL like https://host/path");
    }

    private static String ascii(String url) {
        StringBuilder out = new StringBuilder(url.length());
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F) {
                out.append((char) b);
            } else if (b == ' ' || b < 0) {
                out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xFF));
            } else {
                throw invalid();
            }
        }
        return out.toString();
    }

    String pathAndQuery() {
        return query == null ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        boolean usual = port == (scheme.equals("https") ? HTTPS : HTTP);
        return scheme + "://" + host + (usual ? "" : ":" + port) + path;
    }
}
