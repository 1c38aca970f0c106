package dev.iii.transport;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host and the port of an address. Unlike {@link URI#getHost}, it accepts host names with {@code _}, which container
 * networks often use, and names whose last part begins with a digit. Immutable.
 *
 * @param host the host; an IPv6 address is in brackets
 * @param port the port; -1 if the address has none
 */
public record HostAndPort(String host, int port) {

    /** A port of at most nine digits, which always fits an {@code int}. */
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{0,9}))?");

    /** Returns the host and the port of an address; {@code null} if it has no valid host or its port is not a number. */
    public static @Nullable HostAndPort of(URI uri) {
        if (uri.getHost() != null) {
            return new HostAndPort(uri.getHost(), uri.getPort());
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return null;
        }
        Matcher parts = AUTHORITY.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        if (!parts.matches()) {
            return null;
        }
        String port = parts.group(2);
        return new HostAndPort(parts.group(1), port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
    }

    /** Returns the host, and the port if the address has one. */
    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }
}
