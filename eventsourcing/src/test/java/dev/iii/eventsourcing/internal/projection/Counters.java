package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.Position;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A small aggregate and its log, written without the code for commands. */
public final class Counters {

    /** The number of entries in a segment. */
    public static final int SEGMENT = 3;

    /** An event. */
    public sealed interface Event {}

    /** Something was counted. */
    public record Counted(int by) implements Event {}

    /** The counter was closed. */
    public record Closed() implements Event {}

    /** The state. */
    public record Sum(int total, int events) {}

    /** The aggregate. */
    public static final Aggregate<Integer, Event, Sum> COUNTER = Aggregate.of(
                    "counter",
                    new Decider<Integer, Event, Sum>() {
                        @Override
                        public Sum initial() {
                            return new Sum(0, 0);
                        }

                        @Override
                        public Decision<Event> decide(Integer command, Sum state) {
                            return Decision.accept(new Counted(command));
                        }

                        @Override
                        public Sum evolve(Sum state, Event event) {
                            int by = event instanceof Counted counted ? counted.by() : 0;
                            return new Sum(state.total() + by, state.events() + 1);
                        }
                    },
                    Events.of(Event.class).name(Counted.class, "counted", 1).name(Closed.class, "closed", 1))
            .snapshot(Sum.class, 1);

    private final StateStore store;
    private final Scopes scopes;
    private final Clock clock;
    private final LogStore log;
    private final StreamReader reader;
    private final EventJson<Event> json = new EventJson<>(COUNTER.events());
    private final RandomGenerator random = new Random(7);

    /** Creates the log in a store. */
    public Counters(StateStore store, Scopes scopes, Clock clock) {
        this.store = store;
        this.scopes = scopes;
        this.clock = clock;
        this.log = new LogStore(store, scopes, COUNTER.name());
        this.reader = new StreamReader(log);
    }

    /** Appends an entry with one or several events. Returns the id of the first. */
    public String append(String stream, Event... events) {
        return append(stream, json.write(List.of(events)), events.length);
    }

    /** Appends an entry of JSON. Returns the id of the first event. */
    public String append(String stream, String events, int count) {
        List<Entry> entries = new ArrayList<>();
        Position at = Position.START;
        String before = Position.START.segment();
        while (reader.after(stream, at) instanceof StreamReader.Slice slice) {
            if (!slice.end().segment().equals(at.segment())) {
                before = at.segment();
                entries.clear();
            }
            entries.addAll(slice.entries());
            at = slice.end();
            if (slice.atEnd()) {
                break;
            }
        }
        boolean closed = !entries.isEmpty() && entries.get(entries.size() - 1).end();
        String segment = closed ? at.id() : at.segment();
        String from = closed ? at.segment() : before;
        int size = closed ? 0 : entries.size();
        Map<String, Json> fields = new LinkedHashMap<>();
        String id = EventIds.create(at.n() + 1, random);
        fields.put("id", Json.of(id));
        fields.put("prev", Json.of(at.id()));
        fields.put("n", Json.of(at.n() + 1));
        fields.put("k", Json.of(count));
        fields.put("cmd", Json.of("command-of-" + id));
        fields.put("at", Json.of(clock.millis()));
        fields.put("ev", Json.of(events));
        if (size + 1 == SEGMENT) {
            fields.put("end", Json.of(true));
        }
        String scope = scopes.log(COUNTER.name(), stream);
        String key = scopes.segmentKey(stream, segment);
        Json old = store.get(scope, key);
        Map<String, Json> value = new LinkedHashMap<>(old == null ? Map.of() : old.fields());
        if (!segment.equals(EventIds.NONE)) {
            value.put("from", Json.of(from));
        }
        List<Json> all =
                new ArrayList<>(old == null ? List.of() : old.field("e").elements());
        all.add(Json.object(fields));
        value.put("e", Json.array(all));
        store.set(scope, key, Json.object(value));
        if (size == 0) {
            log.writeHint(stream, segment);
        }
        return id;
    }

    /** Returns the ids of the first events of all entries that the log has now. */
    public List<String> ids(String stream) {
        List<String> ids = new ArrayList<>();
        Position at = Position.START;
        while (reader.after(stream, at) instanceof StreamReader.Slice slice) {
            slice.entries().forEach(entry -> ids.add(entry.id()));
            at = slice.end();
            if (slice.atEnd()) {
                break;
            }
        }
        return ids;
    }

    /** Returns the state that the log has now, computed without a view. */
    public Sum fold(String stream) {
        Sum state = COUNTER.decider().initial();
        Position at = Position.START;
        while (reader.after(stream, at) instanceof StreamReader.Slice slice) {
            for (Entry entry : slice.entries()) {
                for (var recorded : json.read(stream, entry)) {
                    state = COUNTER.decider().evolve(state, recorded.event());
                }
            }
            at = slice.end();
            if (slice.atEnd()) {
                break;
            }
        }
        return state;
    }
}
