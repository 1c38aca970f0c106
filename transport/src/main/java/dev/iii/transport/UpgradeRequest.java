package dev.iii.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it wanted to upgrade. Immutable.
 *
 * @param path the path, not decoded
 * @param query the query without the question mark, not decoded; {@code null} when there is none
 * @param headers by lower-case name, values in order
 * @param remote who asked
 */
public record UpgradeRequest(
        String path, @Nullable String query, Map<String, List<String>> headers, InetSocketAddress remote) {

    /** Keeps a copy of the headers. */
    public UpgradeRequest {
        headers = Map.copyOf(headers);
    }

    /** Leaves query and headers out. */
    @Override
    public String toString() {
        return "UpgradeRequest[" + path + " from " + remote + "]";
    }
}
