package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.Folding;
import dev.iii.eventsourcing.internal.log.Known;
import dev.iii.eventsourcing.internal.log.Segment;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.OneLine;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one stream of an aggregate, with its snapshots. Used for one command. Not thread-safe.
 *
 * @param <E> the type of all events
 * @param <S> the state
 */
final class AggregateFolding<E, S> implements Folding<S> {

    private static final Logger log = LoggerFactory.getLogger(AggregateFolding.class);

    private final Aggregate<?, E, S> aggregate;
    private final EventJson<E> json;
    private final String stream;
    private final Predicate<String> watched;
    private final Clock clock;
    private @Nullable Missing missing;
    private @Nullable Entry lastEntry;
    private List<Recorded<E>> lastEvents = List.of();

    /** @param watched accepts the generated ids of commands that are looked up, too */
    AggregateFolding(
            Aggregate<?, E, S> aggregate, EventJson<E> json, String stream, Predicate<String> watched, Clock clock) {
        this.aggregate = aggregate;
        this.json = json;
        this.stream = stream;
        this.watched = watched;
        this.clock = clock;
    }

    private static String name(Aggregate.Snapshot<?> snapshot) {
        return "s" + snapshot.version();
    }

    @Override
    public S initial() {
        return aggregate.decider().initial();
    }

    @Override
    public @Nullable S restore(Segment segment) {
        Aggregate.Snapshot<S> snapshot = aggregate.snapshot().orElse(null);
        String text = snapshot == null ? null : segment.snapshots().get(name(snapshot));
        if (snapshot == null || text == null) {
            return null;
        }
        try {
            return Json.parse(text).as(snapshot.type());
        } catch (InvalidPayloadException | IllegalArgumentException e) {
            log.atWarn()
                    .addKeyValue("aggregate", aggregate.name())
                    .addKeyValue("stream", stream)
                    .log(
                            "A snapshot of stream {} of {} cannot be read and is computed again from the events: {}",
                            OneLine.of(stream),
                            aggregate.name(),
                            e.getMessage());
            return null;
        }
    }

    @Override
    public Map<String, String> snapshots(S state) {
        return aggregate
                .snapshot()
                .map(snapshot -> Map.of(name(snapshot), Json.of(state).text()))
                .orElseGet(Map::of);
    }

    /** A snapshot that a segment does not have. */
    record Missing(String segment, long n, Map<String, String> snapshots) {}

    /** Notes which snapshot is missing, so that it can be written and the history need not be read once more. */
    @Override
    public void entered(Segment segment, S before) {
        String name = aggregate.snapshot().map(AggregateFolding::name).orElse(null);
        boolean lacks =
                name != null && segment.from() != null && !segment.snapshots().containsKey(name);
        missing = lacks ? new Missing(segment.key(), EventIds.number(segment.key()), snapshots(before)) : null;
    }

    /** Returns the snapshot that is missing in the newest segment that was read. */
    Optional<Missing> missingSnapshot() {
        return Optional.ofNullable(missing);
    }

    /** Returns the events of an entry. Those of the entry that was folded last are read only once. */
    List<Recorded<E>> events(Entry entry) {
        if (!entry.equals(lastEntry)) {
            lastEvents = json.read(stream, entry);
            lastEntry = entry;
        }
        return lastEvents;
    }

    @Override
    public S evolve(S state, Entry entry) {
        S after = state;
        for (Recorded<E> recorded : events(entry)) {
            after = evolve(after, recorded);
        }
        return after;
    }

    /** Names the event in each failure, because the stack trace of the decider does not contain it. */
    private S evolve(S before, Recorded<E> recorded) {
        S after;
        try {
            after = Deciding.run(() -> aggregate.decider().evolve(before, recorded.event()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(at(recorded) + ": Decider.evolve has failed: " + OneLine.messageOf(e), e);
        }
        if (after == null) {
            throw new IllegalStateException(
                    at(recorded) + ": Decider.evolve has returned null; it must return the state after the event");
        }
        return after;
    }

    private String at(Recorded<E> recorded) {
        return "event " + recorded.id() + " of stream " + stream + " ("
                + recorded.name().name() + ", version " + recorded.name().version() + ")";
    }

    @Override
    public Known known(String oldest, @Nullable String before) {
        return new CommandIndex(oldest, before, watched, clock);
    }
}
