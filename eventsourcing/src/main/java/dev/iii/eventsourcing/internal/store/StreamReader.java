package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.Folded;
import dev.iii.eventsourcing.internal.log.LogRules;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.log.Segment;
import java.util.List;

/**
 * Reads a log on from a position. Thread-safe. Blocks and throws the exceptions of a call.
 *
 * <p>A position is trusted only if its event still counts. After the engine has gone back to an earlier state, positions may
 * belong to a history that does not exist any more.
 */
public final class StreamReader {

    private final LogStore store;
    private final LogRules rules;

    /** Creates a reader. */
    public StreamReader(LogStore store) {
        this(store, LogRules.STANDARD);
    }

    StreamReader(LogStore store, LogRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /** The result of reading on. */
    public sealed interface Progress {}

    /**
     * Entries that count, in order.
     *
     * @param entries the entries after the position, at most those of one segment
     * @param end the position after these entries
     * @param atEnd {@code true} if there was nothing after {@code end} when it was read
     */
    public record Slice(List<Entry> entries, Position end, boolean atEnd) implements Progress {}

    /** The position belongs to a history that does not exist any more. Read the stream again from {@link Position#START}. */
    public record Gone() implements Progress {}

    /**
     * Returns the entries after a position, up to the end of a segment. Call it again with {@link Slice#end} until {@link
     * Slice#atEnd}.
     *
     * @param at {@link Position#START}, or a position that this method has returned
     */
    public Progress after(String stream, Position at) {
        Segment segment = LogRules.existing(store.read(stream, at.segment()));
        if (segment == null) {
            return at.equals(Position.START) ? new Slice(List.of(), at, true) : new Gone();
        }
        Folded folded = rules.fold(segment);
        int index = at.id().equals(at.segment()) ? 0 : folded.indexAfter(at.id());
        if (index < 0) {
            return new Gone();
        }
        if (index < folded.entries().size()) {
            List<Entry> rest = folded.entries().subList(index, folded.entries().size());
            return new Slice(rest, new Position(at.segment(), folded.last(), folded.number()), !folded.closed());
        }
        return folded.closed() ? next(stream, at, folded) : new Slice(List.of(), at, true);
    }

    /** Reads the segment after the one of a position, and looks back once more: the engine may have gone back in between. */
    private Progress next(String stream, Position at, Folded before) {
        Segment segment = LogRules.existing(store.read(stream, before.last()));
        if (segment == null) {
            return new Slice(List.of(), at, true);
        }
        Segment again = LogRules.existing(store.read(stream, at.segment()));
        if (again == null) {
            return new Gone();
        }
        Folded refolded = rules.fold(again);
        if (!refolded.closed() || !refolded.last().equals(before.last())) {
            return new Gone();
        }
        Folded folded = rules.fold(segment);
        Position end = new Position(segment.key(), folded.last(), folded.number());
        return new Slice(folded.entries(), end, !folded.closed());
    }

    /** Returns the position before the first event of a segment, for readers that start at a snapshot. */
    public static Position beginningOf(Segment segment) {
        return new Position(segment.key(), segment.key(), EventIds.number(segment.key()));
    }
}
