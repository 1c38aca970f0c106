package dev.iii.eventsourcing.internal.store;

import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.Folded;
import dev.iii.eventsourcing.internal.log.Folding;
import dev.iii.eventsourcing.internal.log.Head;
import dev.iii.eventsourcing.internal.log.HeadReading;
import dev.iii.eventsourcing.internal.log.Known;
import dev.iii.eventsourcing.internal.log.LogRules;
import dev.iii.eventsourcing.internal.log.Reply;
import dev.iii.eventsourcing.internal.log.Request;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history of a stream from its end to its beginning. Thread-safe. Blocks and throws the exceptions of a call.
 *
 * @param <E> the type of all events
 */
public final class HistoryReader<E> {

    private static final char SEPARATOR = '~';

    private final LogStore store;
    private final EventJson<E> json;
    private final LogRules rules = LogRules.STANDARD;

    /** Creates a reader. */
    public HistoryReader(LogStore store, EventJson<E> json) {
        this.store = store;
        this.json = json;
    }

    /** The beginning of a page: the events before a number, in a segment and those before it. */
    private record Cursor(String segment, long before) {

        static Cursor parse(String text) {
            int separator = text.indexOf(SEPARATOR);
            try {
                if (separator > 0) {
                    EventIds.number(text.substring(0, separator));
                    return new Cursor(text.substring(0, separator), Long.parseLong(text.substring(separator + 1)));
                }
            } catch (IllegalArgumentException e) {
                // The text is not a cursor; the exception below reports it.
            }
            throw new InvalidRequestException("cursor", "is not a cursor of a page");
        }

        String text() {
            return segment + SEPARATOR + before;
        }
    }

    /**
     * Returns a page of events, newest first.
     *
     * @param cursor the cursor of the page before; empty for the newest events
     * @throws NewerEventException if this program does not know an event of the page
     * @throws FunctionException with code {@code history_changed} and status 409 if the engine has lost the events of the
     *     cursor
     */
    public History<E> page(String stream, Optional<String> cursor, int limit) {
        Cursor at = cursor.isPresent() ? Cursor.parse(cursor.get()) : end(stream);
        List<Recorded<E>> events = new ArrayList<>();
        Segment segment = at == null ? null : LogRules.existing(store.read(stream, at.segment()));
        if (at == null || (segment == null && at.segment().equals(EventIds.NONE))) {
            return new History<>(List.of(), Optional.empty());
        }
        if (segment == null) {
            throw changed(stream);
        }
        long before = at.before();
        while (true) {
            Segment previous = previous(stream, segment);
            List<Entry> entries = rules.fold(segment).entries();
            for (int i = entries.size() - 1; i >= 0; i--) {
                long end = addBefore(before, stream, entries.get(i), events, limit);
                if (end > 0) {
                    return new History<>(events, Optional.of(new Cursor(segment.key(), end).text()));
                }
            }
            if (previous == null) {
                return new History<>(events, Optional.empty());
            }
            segment = previous;
            before = Long.MAX_VALUE;
        }
    }

    /**
     * Adds the events of an entry before a number, from the last one to the first one. Reads no event that the page does not need:
     * it may be unknown to this program.
     *
     * @return the number before which the next page begins if the page is full; 0 if it is not
     */
    private long addBefore(long before, String stream, Entry entry, List<Recorded<E>> events, int limit) {
        if (entry.n() >= before) {
            return 0;
        }
        if (events.size() == limit) {
            return entry.lastNumber() + 1;
        }
        List<Recorded<E>> recorded = json.read(stream, entry);
        for (int i = recorded.size() - 1; i >= 0; i--) {
            long number = recorded.get(i).number();
            if (number < before) {
                if (events.size() == limit) {
                    return number + 1;
                }
                events.add(recorded.get(i));
            }
        }
        return 0;
    }

    /** Reads the segment before another one, which proves that the other one is in the log. */
    private @Nullable Segment previous(String stream, Segment segment) {
        String from = segment.from();
        if (from == null) {
            return null;
        }
        Segment previous = LogRules.existing(store.read(stream, from));
        Folded folded = previous == null ? null : rules.fold(previous);
        if (previous == null
                || folded == null
                || !folded.closed()
                || !folded.last().equals(segment.key())) {
            throw changed(stream);
        }
        return previous;
    }

    private static FunctionException changed(String stream) {
        return new FunctionException(
                        "history_changed",
                        "the engine has lost events of stream " + stream + "; read the history from its newest event")
                .withHttpStatus(409);
    }

    private @Nullable Cursor end(String stream) {
        HeadReading<Boolean> reading = new HeadReading<>(rules, new PositionsOnly());
        HeadReading.Stage<Boolean> stage = reading.start();
        while (!(stage instanceof HeadReading.Read<Boolean>)) {
            Request request = reading.request(stage);
            Reply reply = request instanceof Request.Read read
                    ? new Reply.Found(store.read(stream, read.segment()))
                    : new Reply.Hint(store.hint(stream));
            stage = reading.on(stage, reply);
        }
        Head<Boolean> head = ((HeadReading.Read<Boolean>) stage).head();
        return head.n() == 0 ? null : new Cursor(head.segment(), Long.MAX_VALUE);
    }

    /** A state without content, because only the positions are needed. */
    private static final class PositionsOnly implements Folding<Boolean>, Known {

        @Override
        public Boolean initial() {
            return true;
        }

        @Override
        public Boolean restore(Segment segment) {
            return true;
        }

        @Override
        public Map<String, String> snapshots(Boolean state) {
            return Map.of();
        }

        @Override
        public Boolean evolve(Boolean state, Entry entry) {
            return state;
        }

        @Override
        public Known known(String oldest, @Nullable String before) {
            return this;
        }

        @Override
        public Known newer(String segment, List<Entry> entries) {
            return this;
        }

        @Override
        public Known older(Segment segment, List<Entry> entries) {
            return this;
        }

        @Override
        public @Nullable Found find(String command) {
            return null;
        }

        @Override
        public String oldest() {
            return EventIds.NONE;
        }

        @Override
        public @Nullable String older() {
            return null;
        }

        @Override
        public boolean isEnough() {
            return true;
        }
    }
}
