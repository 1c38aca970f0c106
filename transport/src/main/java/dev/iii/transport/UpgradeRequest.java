package dev.iii.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of a client to upgrade to a WebSocket connection. Immutable.
 *
 * @param path the path, not decoded
 * @param query the query without the question mark, not decoded; {@code null} if there is none
 * @param headers the header fields by lower-case name, with their values in order
 * @param remote the address of the client
 */
public record UpgradeRequest(
        String path, @Nullable String query, Map<String, List<String>> headers, InetSocketAddress remote) {

    /** Copies the headers. */
    public UpgradeRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns a description without query and headers. */
    @Override
    public String toString() {
        return "UpgradeRequest[" + path + " from " + remote + "]";
    }
}
