package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.eventsourcing.internal.store.UserCode;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream on from a position and collects the occasions. Thread-safe.
 *
 * @param <E> the type of all events
 * @param <S> the state
 * @param <T> the type of the values
 */
final class StreamReading<E, S, T> {

    /** The commands of two segments: the log can go back by them without being read from its first event. */
    private static final int SEEN = 32;

    private static final int MAX_RESTARTS = 5;
    /** The time by which the clocks of two programs may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Reaction<E, S, T> reaction;
    private final StreamReader reader;
    private final EventJson<E> json;
    private final Clock clock;

    StreamReading(Reaction<E, S, T> reaction, StreamReader reader, EventJson<E> json, Clock clock) {
        this.reaction = reaction;
        this.reader = reader;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The result.
     *
     * @param position the position after the last event that could be read; {@code null} if nothing has changed
     * @param occasions the occasions of the new events
     * @param event the id of the event that could not be read; empty if there is none
     * @param failure why it could not be read; {@code null} if there was no failure
     * @param more {@code true} if the stream must be read on, because this result has many occasions
     */
    record Result(
            @Nullable ReactionPosition position,
            List<OutEntry> occasions,
            String event,
            @Nullable Throwable failure,
            boolean more) {}

    /**
     * Reads on.
     *
     * @param from the position; {@code null} if this stream was never read
     * @param since the time from which on events are occasions, for a stream that was never read
     */
    Result read(String stream, @Nullable ReactionPosition from, long since) {
        S remembered = from == null ? null : state(from);
        Reading reading = from != null && remembered != null
                ? new Reading(stream, from, from.at(), remembered, false, since)
                : new Reading(stream, from, Position.START, initial(), true, since);
        for (int restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
            Result result = reading.run();
            if (result != null) {
                return result;
            }
            reading = new Reading(stream, from, Position.START, initial(), true, since);
        }
        throw new IllegalStateException("the log of " + stream + " changes while it is read");
    }

    private S initial() {
        return reaction.aggregate().decider().initial();
    }

    private @Nullable S state(ReactionPosition position) {
        String text = position.state();
        return text == null
                ? null
                : reaction.aggregate()
                        .snapshot()
                        .filter(snapshot -> snapshot.version() == position.version())
                        .map(snapshot -> Json.parse(text).as(snapshot.type()))
                        .orElse(null);
    }

    /** One reading. Used by one thread. */
    private final class Reading {

        private final String stream;
        private final @Nullable ReactionPosition from;
        private final boolean again;
        private final long since;
        private final Set<String> known;
        private final Set<String> found = new HashSet<>();
        private final Deque<String> seen = new ArrayDeque<>();
        private final Deque<Long> times = new ArrayDeque<>();
        private final List<OutEntry> occasions = new ArrayList<>();
        private long chars;
        private Position at;
        private S state;

        Reading(String stream, @Nullable ReactionPosition from, Position at, S state, boolean again, long since) {
            this.stream = stream;
            this.from = from;
            this.at = at;
            this.state = state;
            this.again = again;
            this.since = since;
            this.known = from == null ? Set.of() : new HashSet<>(from.seen());
            if (from != null && !again) {
                seen.addAll(from.seen());
                from.seen().forEach(id -> times.add(from.oldest()));
            }
        }

        /** Returns {@code null} if the log was exchanged. */
        @Nullable
        Result run() {
            while (true) {
                if (!(reader.after(stream, at) instanceof StreamReader.Slice slice)) {
                    return null;
                }
                for (Entry entry : slice.entries()) {
                    try {
                        UserCode.run(() -> apply(entry));
                    } catch (Throwable e) {
                        return result(entry.id(), e, false);
                    }
                    at = new Position(slice.end().segment(), entry.lastId(), entry.lastNumber());
                    if (mayPause() && isLarge()) {
                        return result("", null, true);
                    }
                }
                at = slice.end();
                if (slice.atEnd()) {
                    return result("", null, false);
                }
            }
        }

        /** A log that is read again after the engine went back is read to its end, to know all events that were read before. */
        private boolean mayPause() {
            return !again || from == null;
        }

        private boolean isLarge() {
            return occasions.size() >= Outbox.MAX_WAITING || chars >= Outbox.MAX_WAITING_CHARS;
        }

        private S apply(Entry entry) {
            S next = state;
            List<OutEntry> added = new ArrayList<>();
            boolean isNew = isNew(entry);
            for (Recorded<E> recorded : json.read(stream, entry)) {
                S before = next;
                next = Objects.requireNonNull(
                        reaction.aggregate().decider().evolve(before, recorded.event()),
                        "Decider.evolve has returned null; it must return the state after the event");
                if (isNew) {
                    Optional<T> occasion = reaction.when().occasion(before, recorded, next);
                    occasion.ifPresent(value -> added.add(new OutEntry(
                            reaction.id() + "/" + recorded.id(),
                            stream,
                            Json.of(value).text(),
                            0,
                            clock.millis(),
                            null)));
                }
            }
            occasions.addAll(added);
            added.forEach(occasion -> chars += occasion.payload().length());
            state = next;
            found.add(entry.id());
            seen.add(entry.id());
            times.add(entry.at());
            if (seen.size() > SEEN) {
                seen.remove();
                times.remove();
            }
            return next;
        }

        /** After the engine has gone back, events that were read before are not read as new ones. */
        private boolean isNew(Entry entry) {
            if (!again) {
                return true;
            }
            if (from == null) {
                return entry.at() >= since;
            }
            return !known.contains(entry.id()) && entry.at() >= Math.max(since, from.oldest() - CLOCKS.toMillis());
        }

        private Result result(String event, @Nullable Throwable failure, boolean more) {
            boolean unchanged = from != null && !again && at.equals(from.at());
            return new Result(unchanged ? null : position(), List.copyOf(occasions), event, failure, more);
        }

        private ReactionPosition position() {
            Set<String> kept = new HashSet<>(seen);
            List<OutEntry> recent = new ArrayList<>();
            if (from != null) {
                from.recent().stream().filter(entry -> isKept(entry, kept)).forEach(recent::add);
            }
            occasions.stream().filter(entry -> isKept(entry, kept)).forEach(recent::add);
            String text =
                    reaction.aggregate().snapshot().isPresent() ? Json.of(state).text() : null;
            int version = reaction.aggregate()
                    .snapshot()
                    .map(snapshot -> snapshot.version())
                    .orElse(0);
            Long oldest = times.peek();
            return new ReactionPosition(
                    stream, at, List.copyOf(seen), oldest == null ? 0 : oldest, recent, text, version);
        }

        private boolean isKept(OutEntry entry, Set<String> kept) {
            String random = entry.id().substring(entry.id().lastIndexOf('.') + 1);
            return kept.stream().anyMatch(id -> id.endsWith("." + random));
        }
    }
}
