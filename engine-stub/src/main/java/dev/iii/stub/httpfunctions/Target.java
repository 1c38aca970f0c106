package dev.iii.stub.httpfunctions;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL, taken apart. Its text leaves out user and query, which may hold secrets.
 *
 * @param scheme {@code http} or {@code https}
 * @param user {@code name:password} in front of the host
 * @param host in lower case, an IPv6 address in brackets
 * @param port where to connect
 * @param path what is asked for, without the query
 * @param query behind the question mark
 */
record Target(
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
     * Reads a URL.
     *
     * @throws IllegalArgumentException when it is none, or not of HTTP
     */
    static Target parse(String url) {
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
        return new Target(
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
