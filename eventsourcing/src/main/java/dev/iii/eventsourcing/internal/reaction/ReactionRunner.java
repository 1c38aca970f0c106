package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.projection.Parking;
import dev.iii.eventsourcing.internal.projection.Runner;
import dev.iii.eventsourcing.internal.projection.RunnerContext;
import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StreamHint;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs for one reaction and stores its occasions. An occasion is stored before the position of its stream, so a crash
 * in between finds the same occasion again, with the same id. {@link #work} is called by one thread; the other public methods
 * may be called by any thread.
 *
 * @param <E> the type of all events
 * @param <S> the state
 * @param <T> the type of the values
 */
public final class ReactionRunner<E, S, T> implements Runner {

    private static final long CHECK_MILLIS = 5;
    private static final long BUCKET_MILLIS = 2_000 / Scopes.BUCKETS;
    /** The engine may have lost occasions of this time although it has the position after them. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final Reaction<E, S, T> reaction;
    private final RunnerContext context;
    private final Ownership ownership;
    private final Announcer announcer;
    private final ReactionScopes scopes;
    private final LogStore logs;
    private final Outbox outbox;
    private final StreamReading<E, S, T> reading;
    private final Parking parking;

    private final Set<String> dirty = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean invalid = new AtomicBoolean(true);

    // Used by the thread of work() only.
    private long since = -1;
    private boolean begun;
    private int bucket;
    private boolean opened;
    /** {@code true} until all streams were compared after a takeover or a reconnect. */
    private boolean comparing;

    private final Deque<String> streams = new ArrayDeque<>();
    private Map<String, ReactionPosition> stored = new HashMap<>();
    private long nextCheck;
    private long nextBucket;

    /** Creates a runner that has read nothing yet. */
    public ReactionRunner(Reaction<E, S, T> reaction, RunnerContext context, Ownership ownership, Announcer announcer) {
        this.reaction = reaction;
        this.context = context;
        this.ownership = ownership;
        this.announcer = announcer;
        this.scopes = new ReactionScopes(context.scopes().context());
        this.logs = new LogStore(
                context.store(), context.scopes(), reaction.aggregate().name());
        this.outbox = new Outbox(context.store(), scopes, reaction.id(), context.clock());
        this.reading = new StreamReading<>(
                reaction,
                new StreamReader(logs),
                new EventJson<>(reaction.aggregate().events()),
                context.clock());
        this.parking = new Parking(
                context.store(),
                context.viewScopes().stuck(),
                "reaction",
                reaction.id(),
                context.clock(),
                context.random());
    }

    @Override
    public String name() {
        return reaction.id();
    }

    @Override
    public String aggregate() {
        return reaction.aggregate().name();
    }

    @Override
    public void grown(String stream) {
        dirty.add(stream);
    }

    @Override
    public void compareAll() {
        invalid.set(true);
    }

    @Override
    public void journalRead() {}

    @Override
    public boolean rebuild() {
        return false;
    }

    @Override
    public boolean work() {
        if (!ownership.getAsBoolean()) {
            begun = false;
            since = -1;
            dirty.clear();
            return false;
        }
        boolean mustBegin = invalid.getAndSet(false);
        if (!begun || mustBegin) {
            begin();
            return true;
        }
        return readNext() || checkNext();
    }

    private void begin() {
        try {
            announcer.begin();
            since = storedSince();
            parking.load();
            begun = true;
            comparing = true;
            bucket = 0;
            opened = false;
        } catch (CallException e) {
            invalid.set(true);
            throw e;
        }
    }

    /** Returns the time of the first start, and stores it if the engine does not have it. */
    private long storedSince() {
        Json json = context.store().get(scopes.reactions(), reaction.id());
        long known = json == null ? -1 : Fields.number(json, "since", -1);
        if (known >= 0) {
            return known;
        }
        long first = since >= 0
                ? since
                : reaction.isFromFirstEvent() ? 0 : context.clock().millis();
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("reaction", Json.of(reaction.id()));
        fields.put("since", Json.of(first));
        context.store().set(scopes.reactions(), reaction.id(), Json.object(fields));
        return first;
    }

    private boolean readNext() {
        Iterator<String> candidates = dirty.iterator();
        String stream = null;
        while (stream == null && candidates.hasNext()) {
            String candidate = candidates.next();
            candidates.remove();
            if (!parking.isWaiting(candidate)) {
                stream = candidate;
            }
        }
        if (stream == null) {
            stream = parking.due();
        }
        if (stream == null) {
            return false;
        }
        try {
            read(
                    stream,
                    ReactionPosition.read(context.store().get(scopes.positions(reaction.id(), stream), stream)),
                    false);
        } catch (CallException e) {
            dirty.add(stream);
            throw e;
        }
        return true;
    }

    private void read(String stream, @Nullable ReactionPosition position, boolean restore) {
        try {
            if (restore && position != null) {
                long oldest = context.clock().millis() - RECENT.toMillis();
                position.recent().stream()
                        .filter(entry -> entry.next() >= oldest)
                        .forEach(this::add);
            }
            StreamReading.Result result = reading.read(stream, position, since);
            result.occasions().forEach(this::add);
            ReactionPosition next = result.position();
            if (next != null) {
                write(next, position != null);
            }
            if (result.failure() == null) {
                parking.release(stream);
            } else {
                parking.park(stream, result.event(), result.failure());
            }
        } catch (FunctionException e) {
            parking.park(stream, "", e);
        } catch (CallException e) {
            throw e;
        } catch (RuntimeException e) {
            parking.park(stream, "", e);
        }
    }

    private void add(OutEntry entry) {
        OutEntry added = entry.again(entry.next() + announcer.grace().toMillis());
        if (outbox.add(added)) {
            announcer.announce(added.id());
        }
    }

    private void write(ReactionPosition next, boolean existed) {
        String scope = scopes.positions(reaction.id(), next.stream());
        if (next.at().n() > 0) {
            context.store().set(scope, next.stream(), next.json());
        } else if (existed) {
            context.store().delete(scope, next.stream());
        }
    }

    private boolean checkNext() {
        long now = context.clock().millis();
        if (!comparing && now < nextCheck) {
            return false;
        }
        long share = Math.max(1, context.runners().getAsInt());
        if (!opened) {
            open();
            nextBucket = now + BUCKET_MILLIS * share;
        }
        String stream = streams.peek();
        if (stream == null) {
            opened = false;
            nextCheck = nextBucket;
            bucket++;
            if (bucket == Scopes.BUCKETS) {
                bucket = 0;
                comparing = false;
            }
            return true;
        }
        if (!parking.isWaiting(stream)) {
            read(stream, stored.get(stream), comparing);
        }
        streams.poll();
        nextCheck = now + CHECK_MILLIS * share;
        return true;
    }

    private void open() {
        Map<String, ReactionPosition> positions = new HashMap<>();
        for (Json json : context.store().list(scopes.positions(reaction.id(), bucket))) {
            ReactionPosition position = ReactionPosition.read(json);
            if (position != null) {
                positions.put(position.stream(), position);
            }
        }
        Set<String> all = new LinkedHashSet<>(positions.keySet());
        for (StreamHint hint : logs.streams(bucket)) {
            all.add(hint.stream());
        }
        stored = positions;
        streams.clear();
        streams.addAll(all);
        opened = true;
    }

    @Override
    public long nextWork() {
        return Math.min(parking.nextAttempt(), nextCheck);
    }

    @Override
    public int waiting() {
        return dirty.size();
    }
}
