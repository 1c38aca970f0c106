package dev.iii.sdk.stream;

import java.util.List;

/**
 * A stream and its groups. Immutable.
 *
 * @param name the name of the stream
 * @param groups the names of its groups
 */
public record StreamSummary(String name, List<String> groups) {

    /** Copies the groups. */
    public StreamSummary {
        groups = List.copyOf(groups);
    }
}
