package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.internal.projection.RunnerContext.Ownership;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StreamReader;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of one projection up to date. {@link #work} does one piece of work and is called by one thread; the other
 * public methods may be called by any thread.
 *
 * <p>The first work that is possible is done, in this order:
 *
 * <ol>
 *   <li>streams with new events, and streams whose last attempt failed
 *   <li>the comparison of all rows after a takeover or a reconnect
 *   <li>the deletion of old rows, and the rebuild
 *   <li>a slow check of everything that never ends
 * </ol>
 *
 * <p>A row is a function of the log, so two programs may write the same row: the one that overwrites a later row reads on.
 *
 * @param <E> the type of all events
 * @param <V> the type of the rows
 */
public final class ProjectionRunner<E, V> implements Runner {

    private static final int DELETES_AT_ONCE = 50;
    private static final Duration CANARY = Duration.ofSeconds(1);
    /** The readings of the journal after which a new generation has seen all events that its pass could have missed. */
    private static final int READINGS = 2;

    private final Projection<E, V> projection;
    private final RunnerContext context;
    private final Ownership ownership;
    private final LogStore logs;
    private final RowStore<V> rows;
    private final CatchUp<E, V> catchUp;
    private final RowUpdater<E, V> updater;
    private final WorkerLogger logger;
    private final PendingStreams pending;
    private final ChangedStreams changed;
    private final CheckPace pace;
    private final AtomicLong readings = new AtomicLong();

    private volatile @Nullable RowTable<V> serving;
    /** The time since which rows of another version are served. */
    private volatile @Nullable Instant asOf;

    private volatile @Nullable RowTable<V> building;

    // Used by the thread of work() only.
    private @Nullable Pointer pointer;
    private @Nullable Pass<V> comparison;
    private @Nullable Pass<V> build;
    private @Nullable Pass<V> check;
    private long builtAt = -1;
    private boolean canaryMissing;
    private long nextCanary;
    private final Deque<String> deleting = new ArrayDeque<>();
    private int deletingBucket;

    /** Creates a runner that has read nothing yet. */
    public ProjectionRunner(Projection<E, V> projection, RunnerContext context, Ownership ownership) {
        this.projection = projection;
        this.context = context;
        this.ownership = ownership;
        this.logs = new LogStore(
                context.store(), context.scopes(), projection.aggregate().name());
        this.rows = new RowStore<>(context.store(), context.viewScopes(), projection.name(), projection.type());
        this.catchUp = new CatchUp<>(
                new StreamReader(logs), new EventJson<>(projection.aggregate().events()), projection.step());
        this.updater = new RowUpdater<>(rows, catchUp, this::grown);
        this.logger = context.loggers().apply(functionId(projection.name()));
        this.pending = new PendingStreams(context, ownership, "projection", projection.name(), logger);
        this.changed = new ChangedStreams(pending, context.workers(), this::settle);
        this.pace = new CheckPace(context);
    }

    /** Returns the id of the function whose owner updates a view. */
    public static String functionId(String projection) {
        return "proj::" + projection;
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public String aggregate() {
        return projection.aggregate().name();
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
    public void journalRead() {
        readings.incrementAndGet();
    }

    /** Returns the rows that are served; {@code null} if this program does not keep them, or has not read them yet. */
    @Nullable
    RowTable<V> served() {
        return ownership.getAsBoolean() ? serving : null;
    }

    /** Returns the rows of the next generation that are computed already; {@code null} if there are none. */
    @Nullable
    RowTable<V> unfinished() {
        return building;
    }

    /** Returns the time since which rows of another version are served; {@code null} if the rows follow the log. */
    @Nullable
    Instant servedAsOf() {
        return asOf;
    }

    /** Returns {@code true} if this program updates the view. */
    boolean isOwner() {
        return ownership.getAsBoolean();
    }

    Projection<E, V> projection() {
        return projection;
    }

    RowStore<V> rows() {
        return rows;
    }

    CatchUp<E, V> catchUp() {
        return catchUp;
    }

    @Nullable
    Pointer storedPointer() {
        return Pointer.read(context.store().get(context.viewScopes().pointers(), projection.name()));
    }

    /** Reads all rows of a generation from the engine. Throws the exceptions of a call. */
    RowTable<V> stored(Generation generation) {
        return table(null, generation);
    }

    /** Returns the time in milliseconds since 1970. */
    long now() {
        return context.clock().millis();
    }

    @Override
    public boolean work() {
        if (!pending.isOwner()) {
            forget();
            return false;
        }
        Pointer known = pointer;
        boolean mustBegin = pending.mustCompareAll();
        if (known == null || mustBegin) {
            begin(known);
            return true;
        }
        return changed.readNext()
                || compareNext()
                || cleanNext(known)
                || buildNext(known)
                || checkCanary()
                || checkNext();
    }

    /** Forgets everything after another program has taken over. */
    private void forget() {
        pointer = null;
        serving = null;
        building = null;
        comparison = null;
        build = null;
        check = null;
        builtAt = -1;
        deleting.clear();
        deletingBucket = 0;
    }

    /** Reads which generation is served, after a takeover, a reconnect, or a loss in the engine. */
    private void begin(@Nullable Pointer known) {
        try {
            Pointer stored = storedPointer();
            Pointer chosen = choose(known, stored);
            if (!chosen.equals(stored)) {
                write(chosen);
            }
            pending.load();
            serving = table(serving, chosen.serving());
            Generation next = chosen.building();
            building = next == null ? null : table(building, next);
            pointer = chosen;
            setAsOf(chosen);
            startComparison();
            startBuild(chosen);
            check = null;
            deleting.clear();
            deletingBucket = 0;
        } catch (CallException e) {
            pending.compareAll();
            throw e;
        }
    }

    private Pointer choose(@Nullable Pointer known, @Nullable Pointer stored) {
        Pointer newer;
        if (known != null && (stored == null || known.newest() > stored.newest())) {
            // The engine has lost the last change; the rows in memory are those of this generation.
            newer = known;
        } else {
            newer = stored == null ? Pointer.to(new Generation(projection.version(), 1)) : stored;
        }
        if (newer.serving().version() == projection.version()) {
            Generation next = newer.building();
            boolean foreign = next != null && next.version() != projection.version();
            return foreign ? new Pointer(newer.serving(), null, 0, next) : newer;
        }
        Generation next = newer.building();
        return next != null && next.version() == projection.version() ? newer : newer.build(projection.version());
    }

    /** Returns the table of a generation with all rows that the engine has. */
    private RowTable<V> table(@Nullable RowTable<V> known, Generation generation) {
        if (known != null && known.generation().equals(generation)) {
            return known;
        }
        RowTable<V> table = new RowTable<>(generation);
        for (int bucket = 0; bucket < Scopes.BUCKETS; bucket++) {
            rows.list(generation, bucket).values().forEach(table::put);
        }
        return table;
    }

    private void write(Pointer next) {
        context.store().set(context.viewScopes().pointers(), projection.name(), next.json(projection.name()));
    }

    private void setAsOf(Pointer next) {
        if (next.serving().version() == projection.version()) {
            asOf = null;
        } else if (asOf == null) {
            asOf = context.clock().instant();
        }
    }

    private void startComparison() {
        RowTable<V> table = serving;
        // The code that has computed rows of another version does not exist any more.
        comparison = table == null || asOf != null ? null : new Pass<>(logs, rows, table, null, 0);
    }

    private void startBuild(Pointer next) {
        RowTable<V> table = building;
        build = table == null ? null : new Pass<>(logs, rows, table, serving, next.bucket());
        builtAt = -1;
    }

    /** Reads a stream on. Called by several threads at the same time, for different streams. */
    private Optional<CatchUp.Failure> settle(String stream) {
        CatchUp.Failure failure = null;
        RowTable<V> current = serving;
        if (current != null && asOf == null) {
            failure = updater.update(current, stream, current.get(stream), true);
        }
        RowTable<V> next = building;
        if (next != null) {
            CatchUp.Failure nextFailure = updater.update(next, stream, next.get(stream), true);
            failure = failure == null ? nextFailure : failure;
        }
        return Optional.ofNullable(failure);
    }

    private boolean compareNext() {
        Pass<V> pass = comparison;
        if (pass == null) {
            return false;
        }
        if (pass.isDone()) {
            rows.writeCanary(pass.table().generation());
            canaryMissing = false;
            comparison = null;
            return true;
        }
        checkStream(pass);
        return true;
    }

    /** Checks the next stream of a pass, or reads its next bucket. Returns {@code true} at the end of a bucket. */
    private boolean checkStream(Pass<V> pass) {
        if (pass.mustOpen()) {
            pass.open();
        }
        String stream = pass.next();
        if (stream == null) {
            pass.close();
            return true;
        }
        if (!pending.isWaiting(stream)) {
            CatchUp.Failure failure = updater.update(pass.table(), stream, pass.stored(stream), false);
            if (failure != null) {
                pending.failed(stream, failure.event(), failure.cause());
            }
            StoredRow<V> row = pass.table().get(stream);
            if (row != null && !pass.isListed(stream)) {
                logs.writeHint(stream, row.at().segment());
            }
        }
        pass.advance();
        return false;
    }

    private boolean cleanNext(Pointer known) {
        Generation old = known.old();
        if (old == null || comparison != null) {
            return false;
        }
        if (deleting.isEmpty()) {
            if (deletingBucket >= Scopes.BUCKETS) {
                rows.deleteCanary(old);
                Pointer cleaned = known.cleaned();
                write(cleaned);
                pointer = cleaned;
                deletingBucket = 0;
                return true;
            }
            rows.keys(old, deletingBucket).forEach(deleting::add);
            deletingBucket++;
        }
        List<String> next = deleting.stream().limit(DELETES_AT_ONCE).toList();
        rows.deleteAll(old, deletingBucket - 1, next);
        next.forEach(stream -> deleting.remove());
        return true;
    }

    private boolean buildNext(Pointer known) {
        Pass<V> pass = build;
        if (pass == null) {
            return false;
        }
        if (!pass.isDone()) {
            if (checkStream(pass)) {
                Pointer next = known.atBucket(pass.bucket());
                write(next);
                pointer = next;
            }
            return true;
        }
        if (builtAt < 0) {
            builtAt = readings.get();
        }
        if (readings.get() < builtAt + READINGS || pending.waiting() > 0) {
            return false;
        }
        Pointer next = known.switched();
        write(next);
        rows.writeCanary(next.serving());
        serving = building;
        building = null;
        build = null;
        check = null;
        asOf = null;
        pointer = next;
        logger.info(
                "Projection " + projection.name() + ": the rows of generation " + next.serving() + " are served now",
                Map.of(
                        "projection",
                        projection.name(),
                        "serving",
                        next.serving().toString()));
        return true;
    }

    @Override
    public boolean rebuild() {
        Pointer known = pointer;
        if (known == null || known.old() != null || !ownership.getAsBoolean()) {
            return false;
        }
        Pointer next = known.build(projection.version());
        write(next);
        pointer = next;
        building = new RowTable<>(new Generation(
                projection.version(),
                next.building() == null ? 1 : next.building().number()));
        startBuild(next);
        logger.info(
                "Projection " + projection.name() + ": the rows are computed again as generation " + next.building()
                        + "; those of generation " + next.serving() + " are served until then",
                Map.of(
                        "projection",
                        projection.name(),
                        "building",
                        String.valueOf(next.building()),
                        "serving",
                        next.serving().toString()));
        return true;
    }

    private boolean checkCanary() {
        long now = context.clock().millis();
        if (!Times.isDue(nextCanary, now, CANARY)) {
            return false;
        }
        nextCanary = now + CANARY.toMillis();
        Pointer known = pointer;
        if (known != null && storedPointer() == null) {
            // Without it, other programs cannot read the rows.
            write(known);
        }
        RowTable<V> table = serving;
        if (table == null || asOf != null || comparison != null) {
            return false;
        }
        if (!canaryMissing && !rows.hasCanary(table.generation())) {
            canaryMissing = true;
            logger.info(
                    "Projection " + projection.name() + ": the rows were deleted and are written again",
                    Map.of("projection", projection.name()));
            startComparison();
            return true;
        }
        return false;
    }

    private boolean checkNext() {
        RowTable<V> table = serving;
        if (!pace.isDue() || table == null || asOf != null) {
            return false;
        }
        Pass<V> pass = check;
        if (pass == null || pass.isDone() || pass.table() != table) {
            pass = new Pass<>(logs, rows, table, null, 0);
            check = pass;
        }
        if (pass.mustOpen()) {
            pace.bucketBegun();
        }
        if (checkStream(pass)) {
            pace.bucketEnded();
        } else {
            pace.streamChecked();
        }
        return true;
    }

    @Override
    public long nextWork() {
        return Math.min(pending.nextAttempt(), Math.min(nextCanary, pace.next()));
    }

    @Override
    public int waiting() {
        return pending.waiting();
    }
}
