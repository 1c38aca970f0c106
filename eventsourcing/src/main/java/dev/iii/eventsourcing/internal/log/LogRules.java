package dev.iii.eventsourcing.internal.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which entries of a segment count, and how segments follow each other. Thread-safe.
 *
 * <p>The store has atomic updates of one key and no compare-and-set. Therefore an append may succeed although another one was
 * faster, and the reader decides:
 *
 * <ul>
 *   <li>The key of a segment is the id of the event before it. An entry names the event before it, too. An entry that does not
 *       follow the last one that counts is nothing, for ever. So an event id stands for one history, and a decision that was
 *       made on an outdated state can never become an event, whatever a writer remembers.
 *   <li>A segment that was begun counts only if the segment before it is closed and ends with its key. Its writer checks this
 *       after the append, and so do readers: the engine may have gone back to an earlier state in between.
 *   <li>The log starts in the segment {@link EventIds#NONE}.
 * </ul>
 *
 * <p>Each rule is a method, so that a test can replace it by a wrong one and see that the search finds a violation.
 */
public class LogRules {

    /** The rules of the log. */
    public static final LogRules STANDARD = new LogRules();

    /** Creates the rules. */
    protected LogRules() {}

    /** Returns the id of the event before a segment. */
    protected String before(Segment segment) {
        return segment.key();
    }

    /** Returns the number of the event before a segment. */
    protected long numberBefore(Segment segment) {
        return EventIds.number(segment.key());
    }

    /** Returns {@code true} if an entry follows the event that is the last one so far. */
    protected boolean follows(Entry entry, String last, long number) {
        return entry.prev().equals(last) && entry.n() == number + 1;
    }

    /** Returns the key of the segment after a closed one. */
    protected String keyAfter(String key, String last) {
        return last;
    }

    /**
     * Returns {@code true} if a segment that this writer has begun counts.
     *
     * @param before the segment before it, read after the append; {@code null} if there is none
     * @param id the id of the event before the begun segment
     */
    protected boolean confirmsBeginning(@Nullable Segment before, String id) {
        return endsWith(before, id);
    }

    /**
     * Returns {@code true} if a segment that was read counts.
     *
     * @param before the segment before it, read after it; {@code null} if there is none
     * @param id the id of the event before the segment
     */
    protected boolean confirmsReading(@Nullable Segment before, String id) {
        return endsWith(before, id);
    }

    /**
     * Returns {@code true} if other commands may share an append.
     *
     * <p>An append that begins a segment has one entry. So a segment that the log does not reach has at most one entry, and the
     * writer of this entry checks the segment before it.
     */
    protected boolean mayBeShared(Request.Append append) {
        return append.beginning() == null;
    }

    /** Returns {@code true} if an append already has an entry of a command: two callers may use one idempotency key. */
    protected boolean contains(Request.Append append, String command) {
        return append.entries().stream().anyMatch(entry -> entry.command().equals(command));
    }

    /**
     * Returns {@code true} if a command that has shared an append may be answered. This is the case if the state that it was
     * decided on was in the log: a command that was refused has no entry, but it has seen those before it.
     *
     * @param after the segment after the append; {@code null} if the result of the append is not known
     * @param needed the id of its entry; if it was refused, of the entry before it
     */
    protected boolean confirmsShared(@Nullable Segment after, String needed) {
        return after != null && fold(after).contains(needed);
    }

    private boolean endsWith(@Nullable Segment segment, String id) {
        if (segment == null) {
            return false;
        }
        Folded folded = fold(segment);
        return folded.closed() && folded.last().equals(id);
    }

    /** Returns what counts in a segment. */
    public final Folded fold(Segment segment) {
        List<Entry> counting = new ArrayList<>(segment.entries().size());
        String last = before(segment);
        long number = numberBefore(segment);
        for (Entry entry : segment.entries()) {
            if (follows(entry, last, number)) {
                counting.add(entry);
                last = entry.lastId();
                number = entry.lastNumber();
                if (entry.end()) {
                    return new Folded(List.copyOf(counting), last, number, true);
                }
            }
        }
        return new Folded(List.copyOf(counting), last, number, false);
    }

    /** Returns the segment if it was read and has a beginning; otherwise {@code null}. */
    public static @Nullable Segment existing(@Nullable Segment segment) {
        return segment != null && segment.hasBeginning() ? segment : null;
    }
}
