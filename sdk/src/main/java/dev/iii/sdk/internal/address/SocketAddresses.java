package dev.iii.sdk.internal.address;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.transport.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the addresses of WebSocket servers. Messages contain neither user information nor the query, which may be
 * secrets.
 */
public final class SocketAddresses {

    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9._-]+:\\d{1,5}(/.*)?");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);

    private SocketAddresses() {}

    /**
     * Parses an address.
     *
     * @param what the name of the address in messages, for example "engine address"
     * @param example a valid address
     * @throws IllegalArgumentException if it is not a WebSocket address
     */
    public static URI parse(@Nullable String address, String what, String example) {
        String text =
                Arguments.notBlank(address, what, "it must be like " + example).strip();
        checkScheme(text, what, example);
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the " + what + " is not a valid URL: " + e.getReason() + "; it must be like " + example);
        }
        if (uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("the " + what + " has no host; it must be like " + example);
        }
        HostAndPort server = HostAndPort.of(uri);
        if (server == null) {
            throw new IllegalArgumentException(
                    "the host or the port of the " + what + " is not valid: a host has letters,"
                            + " digits, '-', '_' and '.' only, a port is a number; it must be like " + example);
        }
        if (server.port() == 0 || server.port() > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of the " + what + " is " + server.port() + "; it must be from 1 to " + MAX_PORT);
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the " + what
                    + " has a fragment, which is never sent to the server; remove the # and everything after it");
        }
        return uri;
    }

    /** Returns the host of an address, which may contain {@code _}; {@code null} if it has none. */
    public static @Nullable String hostOf(URI uri) {
        HostAndPort address = HostAndPort.of(uri);
        return address == null ? null : address.host();
    }

    private static void checkScheme(String text, String what, String example) {
        var matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            String better = HOST_AND_PORT.matcher(text).matches() ? "ws://" + text.split("/", 2)[0] : example;
            throw new IllegalArgumentException(
                    "the " + what + " has no scheme; put ws:// in front of it, as in " + better);
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            String remedy = switch (scheme) {
                case "http" -> "write ws:// in place of http://";
                case "https" -> "write wss:// in place of https://";
                default -> "it must be ws or wss";
            };
            throw new IllegalArgumentException(
                    "the scheme of the " + what + " is " + scheme + "; " + remedy + ", as in " + example);
        }
    }
}
