package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.CheckPace;
import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.projection.PendingStreams;
import dev.iii.eventsourcing.internal.projection.Runner;
import dev.iii.eventsourcing.internal.projection.RunnerContext;
import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.eventsourcing.internal.projection.Times;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StreamHint;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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

    /** The engine may have lost occasions of this time although it has the position after them. */
    private static final Duration RECENT = Duration.ofHours(1);
    /** The interval in which the stored time of the first start is checked. */
    private static final Duration SINCE = Duration.ofSeconds(1);

    private final Reaction<E, S, T> reaction;
    private final RunnerContext context;
    private final Announcer announcer;
    private final ReactionScopes scopes;
    private final LogStore logs;
    private final Outbox outbox;
    private final StreamReading<E, S, T> reading;
    private final PendingStreams pending;
    private final CheckPace pace;
    private final WorkerLogger logger;

    // Used by the thread of work() only.
    private long since = -1;
    private long nextSince;
    private boolean begun;
    private boolean full;
    private int bucket;
    private boolean opened;
    /** {@code true} until all streams were compared after a takeover or a reconnect. */
    private boolean comparing;

    private final Deque<String> streams = new ArrayDeque<>();
    private Map<String, ReactionPosition> stored = new HashMap<>();

    /** Creates a runner that has read nothing yet. */
    public ReactionRunner(
            Reaction<E, S, T> reaction,
            RunnerContext context,
            Ownership ownership,
            Outbox outbox,
            Announcer announcer) {
        this.reaction = reaction;
        this.context = context;
        this.announcer = announcer;
        this.scopes = new ReactionScopes(context.scopes().context());
        this.logs = new LogStore(
                context.store(), context.scopes(), reaction.aggregate().name());
        this.outbox = outbox;
        this.reading = new StreamReading<>(
                reaction,
                new StreamReader(logs),
                new EventJson<>(reaction.aggregate().events()),
                context.clock());
        this.logger = context.loggers().apply(reaction.id());
        this.pending = new PendingStreams(context, ownership, "reaction", reaction.id(), logger);
        this.pace = new CheckPace(context);
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
        pending.grown(stream);
    }

    @Override
    public void compareAll() {
        pending.compareAll();
    }

    @Override
    public void journalRead() {}

    @Override
    public boolean rebuild() {
        return false;
    }

    @Override
    public boolean work() {
        if (!pending.isOwner()) {
            begun = false;
            since = -1;
            return false;
        }
        boolean mustBegin = pending.mustCompareAll();
        if (!begun || mustBegin) {
            begin();
            return true;
        }
        if (isFull()) {
            return checkSince();
        }
        return readNext() || checkSince() || checkNext();
    }

    /** The occasions that wait are limited: the events that are not read yet wait in the log. */
    private boolean isFull() {
        boolean before = full;
        full = outbox.isFull();
        if (full && !before) {
            logger.warn(
                    "Reaction " + reaction.id() + ": too many occasions wait; events are read again when fewer wait",
                    Map.of("reaction", reaction.id()));
        }
        return full;
    }

    private void begin() {
        try {
            announcer.begin();
            since = storedSince();
            outbox.waiting();
            pending.load();
            begun = true;
            comparing = true;
            bucket = 0;
            opened = false;
        } catch (CallException e) {
            pending.compareAll();
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

    /** Stores the time of the first start again if it was deleted: a new owner would skip what was appended before. */
    private boolean checkSince() {
        long now = context.clock().millis();
        if (!Times.isDue(nextSince, now, SINCE)) {
            return false;
        }
        nextSince = now + SINCE.toMillis();
        since = storedSince();
        return true;
    }

    private boolean readNext() {
        String stream = pending.next();
        if (stream == null) {
            return false;
        }
        try {
            read(
                    stream,
                    ReactionPosition.read(context.store().get(scopes.positions(reaction.id(), stream), stream)),
                    false);
        } catch (CallException e) {
            pending.grown(stream);
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
                pending.read(stream);
                if (result.more()) {
                    pending.grown(stream);
                }
            } else {
                pending.failed(stream, result.event(), result.failure());
            }
        } catch (FunctionException e) {
            pending.failed(stream, "", e);
        } catch (CallException e) {
            throw e;
        } catch (Throwable e) {
            pending.failed(stream, "", e);
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
        if (!comparing && !pace.isDue()) {
            return false;
        }
        if (!opened) {
            pace.bucketBegun();
            open();
        }
        String stream = streams.peek();
        if (stream == null) {
            opened = false;
            pace.bucketEnded();
            bucket++;
            if (bucket == Scopes.BUCKETS) {
                bucket = 0;
                comparing = false;
            }
            return true;
        }
        if (!pending.isWaiting(stream)) {
            read(stream, stored.get(stream), comparing);
        }
        streams.poll();
        pace.streamChecked();
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
        return Math.min(pending.nextAttempt(), Math.min(nextSince, pace.next()));
    }

    @Override
    public int waiting() {
        return pending.waiting();
    }
}
