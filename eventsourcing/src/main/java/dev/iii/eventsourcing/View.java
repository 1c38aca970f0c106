package dev.iii.eventsourcing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The rows of a {@link Projection}. They follow the event log after a short time, usually milliseconds. Thread-safe.
 *
 * <p>The program that updates the view keeps all rows in memory. Another program, for example a standby, reads them from the
 * engine: {@link #get} reads the log on, and {@link #page} and {@link #fold} use a copy of all rows that is at most one second
 * old.
 *
 * @param <V> the type of the rows
 */
public interface View<V> {

    /** The maximum size of the rows of a page, in bytes of their JSON: 1 MB. */
    int MAX_PAGE_BYTES = 1_000_000;

    /**
     * A row. Immutable.
     *
     * @param stream the stream
     * @param value the value that the projection has computed
     * @param number the number of the last event that the value includes
     */
    record Row<V>(String stream, V value, long number) {}

    /**
     * A page of rows. Immutable.
     *
     * @param rows the rows, in the requested order
     * @param next the cursor of the next page; empty if this is the last one
     * @param asOf empty if the rows follow the log; otherwise the time since which they do not, because rows of the current
     *     version of the projection are still being computed and these are rows of another version
     */
    record Page<V>(List<Row<V>> rows, Optional<String> next, Optional<Instant> asOf) {

        /** Copies the rows. */
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Returns the row of a stream; empty if there is none. Blocks in a program that does not keep the rows in memory.
     *
     * @throws dev.iii.sdk.error.CallException if the row had to be read and the engine did not answer
     */
    Optional<Row<V>> get(String stream);

    /**
     * Returns a page of the rows. It contains at most {@code limit} rows and {@value #MAX_PAGE_BYTES} bytes, but at least one
     * row if there is any. Rows that change while pages are read may be in two pages or in none.
     *
     * @param filter returns {@code true} for the values to include
     * @param order the order of the rows; equal rows are ordered by stream
     * @param cursor {@link Page#next} of the page before, which was read with the same filter and order; empty for the first
     *     page
     * @param limit the maximum number of rows, from 1 to 10,000
     * @throws IllegalArgumentException if the limit is out of range
     * @throws dev.iii.sdk.error.FunctionException with code {@code invalid_request} and status 400 if the cursor is invalid;
     *     with code {@code view_unavailable} and status 503 if no program has computed the rows yet, or if they could not be
     *     read
     */
    Page<V> page(Predicate<? super V> filter, Comparator<? super Row<V>> order, Optional<String> cursor, int limit);

    /**
     * Combines all rows, in any order.
     *
     * @param start the result without any row
     * @param step returns the result with one more row
     * @throws dev.iii.sdk.error.FunctionException with code {@code view_unavailable} and status 503 if no program has computed
     *     the rows yet, or if they could not be read
     */
    <A> A fold(A start, BiFunction<? super A, ? super Row<V>, ? extends A> step);
}
