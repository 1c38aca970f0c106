package dev.iii.eventsourcing.internal.log;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored segment of a log. Immutable.
 *
 * @param key the id of the event before the segment
 * @param from the key of the segment before it; {@code null} for the first segment, and if the beginning of the segment was
 *     lost
 * @param snapshots the state before the first entry, by the name of the snapshot version
 * @param entries the entries in the order in which they were appended, also those that do not count
 * @param bytes the approximate size of the stored value
 */
public record Segment(
        String key, @Nullable String from, Map<String, String> snapshots, List<Entry> entries, int bytes) {

    /** Copies the collections. */
    public Segment {
        snapshots = Map.copyOf(snapshots);
        entries = List.copyOf(entries);
    }

    /** Returns {@code true} if the segment has a beginning. Without one, nothing in it counts. */
    public boolean hasBeginning() {
        return from != null || key.equals(EventIds.NONE);
    }
}
