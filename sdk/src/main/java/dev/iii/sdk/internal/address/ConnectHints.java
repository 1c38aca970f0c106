package dev.iii.sdk.internal.address;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mistake behind a connection that cannot be made: a wrong port, or a wrong scheme. The reason is the one that the
 * transport or the session reports.
 */
public final class ConnectHints {

    /** The port of the engine that a client needs. */
    public enum Port {
        /** The port for workers. */
        WORKERS("the port for workers, by default 49134"),
        /** The port for consumers of streams. */
        STREAMS("the port for streams, by default 3112");

        private final String description;

        Port(String description) {
            this.description = description;
        }
    }

    /** Statuses with which a server answers an upgrade that it does not know, and not an engine that refuses a client. */
    private static final Pattern NO_UPGRADE = Pattern.compile(".*HTTP status (200|30\\d|400|404|405|426)\\b.*");

    /** The path of an address, without its query, which may contain a token. A single {@code /} does not count as a path. */
    private static final Pattern PATH = Pattern.compile("[^:]+://[^/?]*(/[^?]+).*");

    /** The words of the Java runtime for a peer that does not speak TLS. They differ between its versions. */
    private static final Pattern NO_TLS = Pattern.compile(".*[Uu]nrecognized SSL message.*");

    private final boolean secure;
    private final String path;
    private final Port port;

    /**
     * Creates the hints for an address.
     *
     * @param address an address that begins with {@code ws} or {@code wss}
     */
    public ConnectHints(String address, Port port) {
        this.secure = address.regionMatches(true, 0, "wss", 0, 3);
        this.port = port;
        Matcher matcher = PATH.matcher(address);
        this.path = matcher.matches() ? matcher.group(1) : "";
    }

    /**
     * Returns what may be wrong with the address, and the remedy; {@code null} if the reason does not tell.
     *
     * @param reason why a connection could not be made, for example {@code Connection refused}
     */
    public @Nullable String of(String reason) {
        if (reason.contains("Connection refused")) {
            return "check that the engine is running, and that this is " + port.description;
        }
        if (NO_UPGRADE.matcher(reason).matches()) {
            String server = "this is a web server or the HTTP port of the engine; use " + port.description;
            return path.isEmpty()
                    ? server
                    : "the server may not have the path " + path + ": remove it from the address, unless a proxy needs"
                            + " it; or " + server;
        }
        if (secure) {
            if (NO_TLS.matcher(reason).matches()) {
                return "this port does not use TLS: write ws:// in place of wss://";
            }
            boolean isPlain =
                    reason.contains("no response to the upgrade") || reason.contains("the peer ended the connection");
            return isPlain ? "if the port does not use TLS, write ws:// in place of wss://" : null;
        }
        if (reason.contains("something that is not HTTP") || reason.contains("the peer ended the connection")) {
            return "if the port uses TLS, write wss:// in place of ws://; use " + port.description;
        }
        return reason.contains("no response to the upgrade") || reason.contains("not responded to the announcement")
                ? "another server may listen there; use " + port.description
                : null;
    }

    /** Returns the hint for a server that speaks the protocol of another port of the engine. */
    public String ofOtherPort() {
        return "this is another port of the engine; use " + port.description;
    }

    /** Returns the hint for an attempt to connect that has neither succeeded nor failed yet. */
    public String ofWaiting() {
        return secure
                ? "the server has not answered yet; if the port does not use TLS, write ws:// in place of wss://"
                : "the server has not answered yet as an engine does; use " + port.description;
    }
}
