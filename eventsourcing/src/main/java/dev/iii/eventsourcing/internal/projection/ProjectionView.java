package dev.iii.eventsourcing.internal.projection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.eventsourcing.View;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view of a projection. It uses the rows in memory of {@link ProjectionRunner}. If this program does not update them, it uses
 * a copy of the rows in the engine, which is read again when it is older than a second. Thread-safe.
 *
 * @param <V> the type of the rows
 */
public final class ProjectionView<V> implements View<V> {

    private static final Logger log = LoggerFactory.getLogger(ProjectionView.class);
    private static final int MAX_ROWS = 10_000;
    private static final int UNAVAILABLE = 503;
    /** The size of the names and brackets around a row in JSON. */
    private static final int FRAME_BYTES = 50;

    private static final long MAX_AGE_MILLIS = 1_000;

    private record Copy<V>(RowTable<V> rows, long readAt) {}

    private final ProjectionRunner<?, V> runner;
    /** So that one thread reads the rows, and the others wait for it. */
    private final ReentrantLock reading = new ReentrantLock();

    @GuardedBy("reading")
    private @Nullable Copy<V> copy;

    /** Creates a view. */
    public ProjectionView(ProjectionRunner<?, V> runner) {
        this.runner = runner;
    }

    @Override
    public Optional<Row<V>> get(String stream) {
        RowTable<V> rows = runner.served();
        StoredRow<V> row;
        if (rows != null && runner.servedAsOf() == null) {
            row = rows.get(stream);
        } else {
            row = readOn(stream);
        }
        return row == null ? Optional.empty() : row.visible();
    }

    /** Computes the row of a stream from the log, starting at a row of the current version if there is one. */
    private StoredRow<V> readOn(String stream) {
        StoredRow<V> start = null;
        RowTable<V> unfinished = runner.unfinished();
        if (runner.isOwner()) {
            start = unfinished == null ? null : unfinished.get(stream);
        } else {
            Pointer pointer = runner.storedPointer();
            if (pointer != null
                    && pointer.serving().version() == runner.projection().version()) {
                start = runner.rows().read(pointer.serving(), stream);
            }
        }
        return runner.catchUp()
                .on(start == null ? StoredRow.empty(stream) : start)
                .row();
    }

    @Override
    public Page<V> page(
            Predicate<? super V> filter, Comparator<? super Row<V>> order, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_ROWS) {
            throw new IllegalArgumentException("the limit is " + limit + "; it must be from 1 to " + MAX_ROWS);
        }
        RowTable<V> rows = available();
        Comparator<Row<V>> total =
                Comparator.<Row<V>>comparingInt(row -> 0).thenComparing(order).thenComparing(Row::stream);
        Row<V> after = cursor.map(text -> Cursor.read(text, runner.projection().type()))
                .orElse(null);
        List<Sized<V>> first = first(rows, filter, total, after, limit + 1);
        List<Row<V>> page = new ArrayList<>();
        long bytes = 0;
        for (Sized<V> next : first) {
            bytes += next.bytes();
            if (page.size() == limit || (bytes > MAX_PAGE_BYTES && !page.isEmpty())) {
                break;
            }
            page.add(next.row());
        }
        Optional<String> next =
                page.size() < first.size() ? Optional.of(Cursor.of(page.get(page.size() - 1))) : Optional.empty();
        return new Page<>(page, next, Optional.ofNullable(runner.servedAsOf()));
    }

    private record Sized<V>(Row<V> row, int bytes) {}

    /** Returns the first rows in order, at most {@code count}. */
    private static <V> List<Sized<V>> first(
            RowTable<V> rows,
            Predicate<? super V> filter,
            Comparator<Row<V>> total,
            @Nullable Row<V> after,
            int count) {
        Comparator<Sized<V>> lastFirst = Comparator.comparing(Sized::row, total.reversed());
        PriorityQueue<Sized<V>> first = new PriorityQueue<>(lastFirst);
        rows.forEach(stored -> {
            V value = stored.value();
            if (value == null || !filter.test(value)) {
                return;
            }
            Row<V> row = new Row<>(stored.stream(), value, stored.at().n());
            if (after != null && total.compare(row, after) <= 0) {
                return;
            }
            Sized<V> last = first.peek();
            if (first.size() < count || last == null || total.compare(row, last.row()) < 0) {
                first.add(new Sized<>(row, stored.bytes() + 2 * row.stream().length() + FRAME_BYTES));
                if (first.size() > count) {
                    first.poll();
                }
            }
        });
        List<Sized<V>> sorted = new ArrayList<>(first);
        sorted.sort(lastFirst.reversed());
        return sorted;
    }

    @Override
    public <A> A fold(A start, BiFunction<? super A, ? super Row<V>, ? extends A> step) {
        Folded<A> result = new Folded<>(start);
        available().forEach(stored -> {
            V value = stored.value();
            if (value != null) {
                result.value = step.apply(
                        result.value,
                        new Row<>(stored.stream(), value, stored.at().n()));
            }
        });
        return result.value;
    }

    /** The result so far; used by one thread. */
    private static final class Folded<A> {
        private A value;

        Folded(A value) {
            this.value = value;
        }
    }

    private RowTable<V> available() {
        RowTable<V> rows = runner.served();
        if (rows == null) {
            rows = copied();
        }
        if (rows == null) {
            throw new FunctionException(
                            "view_unavailable",
                            "the rows of " + runner.name()
                                    + " were not computed yet, or could not be read; try again later" + ownerHint())
                    .withHttpStatus(UNAVAILABLE);
        }
        return rows;
    }

    /** The two mistakes because of which the rows would never be computed. */
    private String ownerHint() {
        return runner.isOwner()
                ? ""
                : ". This program does not own the function "
                        + ProjectionRunner.functionId(runner.projection().name())
                        + ": call start() if it was not called. If the owner has another context, give the projection"
                        + " another name";
    }

    /** Returns the rows in the engine; {@code null} if no program has computed rows of this version, or without a connection. */
    private @Nullable RowTable<V> copied() {
        reading.lock();
        try {
            Copy<V> known = copy;
            long now = runner.now();
            if (known != null && now >= known.readAt() && now - known.readAt() < MAX_AGE_MILLIS) {
                return known.rows();
            }
            copy = null;
            Pointer pointer = runner.storedPointer();
            if (pointer == null
                    || pointer.serving().version() != runner.projection().version()) {
                return null;
            }
            RowTable<V> rows = runner.stored(pointer.serving());
            copy = new Copy<>(rows, now);
            return rows;
        } catch (CallException e) {
            log.debug("The rows of {} could not be read", runner.name(), e);
            return null;
        } finally {
            reading.unlock();
        }
    }
}
