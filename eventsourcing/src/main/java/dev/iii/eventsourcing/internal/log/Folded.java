package dev.iii.eventsourcing.internal.log;

import java.util.List;

/**
 * The entries of a segment that count. Immutable.
 *
 * @param entries the entries that count
 * @param last the id of the last event; the id before the segment if no entry counts
 * @param number the number of this event
 * @param closed {@code true} if the segment is closed, so that the log continues in the segment with the key {@code last}
 */
public record Folded(List<Entry> entries, String last, long number, boolean closed) {

    /** Returns {@code true} if an entry with this first event counts. */
    public boolean contains(String id) {
        return entries.stream().anyMatch(entry -> entry.id().equals(id));
    }

    /** Returns the index after the entry whose last event has this id; -1 if no such entry counts. */
    public int indexAfter(String lastId) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).lastId().equals(lastId)) {
                return i + 1;
            }
        }
        return -1;
    }
}
