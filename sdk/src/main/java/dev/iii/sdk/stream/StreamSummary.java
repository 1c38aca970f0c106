package dev.iii.sdk.stream;

import java.util.List;

/**
 * A stream. Immutable.
 *
 * @param name its name
 * @param groups its groups
 */
public record StreamSummary(String name, List<String> groups) {

    /** Keeps a copy of the groups. */
    public StreamSummary {
        groups = List.copyOf(groups);
    }
}
