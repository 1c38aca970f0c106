package dev.iii.eventsourcing;

import dev.iii.sdk.json.TypeRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a view: one row for each stream, computed from the events of the stream. Immutable and thread-safe.
 *
 * <pre>{@code
 * View<Item> list = es.add(Projection.state(ITEM, "inventory-list", 1));
 * View<Figures> figures = es.add(Projection.of(ITEM, "inventory-figures", 1, Figures.class,
 *         (before, recorded) -> Figures.plus(before, recorded.event())));
 * }</pre>
 *
 * @param <E> the type of all events
 * @param <V> the type of the rows
 */
public final class Projection<E, V> {

    private final Aggregate<?, E, ?> aggregate;
    private final String name;
    private final int version;
    private final TypeRef<V> type;
    private final Step<E, V> step;

    /**
     * Computes a row. Must be a pure function: the library calls it again for the same event, for example to rebuild a view, and
     * for different streams on several threads at the same time.
     *
     * @param <E> the type of all events
     * @param <V> the type of the rows
     */
    @FunctionalInterface
    public interface Step<E, V> {

        /**
         * Returns the row after an event. If it throws, the row of this stream stays as it was, and the library repeats the
         * step after a delay. Other streams and other projections are not affected.
         *
         * @param before the row before the event; {@code null} if there is none
         * @param recorded the event
         * @return {@code null} to remove the row
         */
        @Nullable
        V apply(@Nullable V before, Recorded<E> recorded);
    }

    private Projection(Aggregate<?, E, ?> aggregate, String name, int version, TypeRef<V> type, Step<E, V> step) {
        this.aggregate = aggregate;
        this.name = name;
        this.version = version;
        this.type = type;
        this.step = step;
    }

    /**
     * Creates a projection.
     *
     * @param aggregate the aggregate whose streams it reads
     * @param name the name, which is unique in its context and part of the scopes of the rows: letters, digits, {@code _} and
     *     {@code -}
     * @param version the version, from 1. Increment it if the type of the rows or the step changes: all rows are then
     *     computed again, while the old ones are still served
     * @param type the type of the rows; its JSON must be readable as an equal row
     * @param step computes a row
     * @throws IllegalArgumentException if the name or the version is invalid
     */
    public static <E, V> Projection<E, V> of(
            Aggregate<?, E, ?> aggregate, String name, int version, Class<V> type, Step<E, V> step) {
        return of(aggregate, name, version, TypeRef.of(type), step);
    }

    /**
     * Creates a projection with rows of a generic type. Otherwise like {@link #of(Aggregate, String, int, Class, Step)}.
     *
     * @throws IllegalArgumentException if the name or the version is invalid
     */
    public static <E, V> Projection<E, V> of(
            Aggregate<?, E, ?> aggregate, String name, int version, TypeRef<V> type, Step<E, V> step) {
        if (!name.matches("[A-Za-z0-9_-]{1,50}")) {
            throw new IllegalArgumentException(
                    "the projection name '" + name + "' is invalid; it must be 1 to 50 letters, digits, '_' or '-'");
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "the version of projection " + name + " is " + version + "; it must be at least 1");
        }
        return new Projection<>(aggregate, name, version, type, step);
    }

    /**
     * Creates a projection whose rows are the states of the streams, as {@link Decider#evolve} computes them. The aggregate
     * must have a type for its snapshots, which is also the type of the rows.
     *
     * @param aggregate the aggregate
     * @param name the name, see {@link #of(Aggregate, String, int, Class, Step)}
     * @param version the version, see {@link #of(Aggregate, String, int, Class, Step)}
     * @throws IllegalArgumentException if the name or the version is invalid, or the aggregate has no snapshots
     */
    public static <E, S> Projection<E, S> state(Aggregate<?, E, S> aggregate, String name, int version) {
        TypeRef<S> type = aggregate
                .snapshot()
                .orElseThrow(() -> new IllegalArgumentException("aggregate " + aggregate.name()
                        + " has no type for its state; call snapshot(…), or use Projection.of"))
                .type();
        Decider<?, E, S> decider = aggregate.decider();
        return of(
                aggregate,
                name,
                version,
                type,
                (before, recorded) -> Objects.requireNonNull(
                        decider.evolve(before == null ? decider.initial() : before, recorded.event()),
                        "Decider.evolve has returned null; it must return the state after the event"));
    }

    /** Returns the aggregate. */
    public Aggregate<?, E, ?> aggregate() {
        return aggregate;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the version. */
    public int version() {
        return version;
    }

    /** Returns the type of the rows. */
    public TypeRef<V> type() {
        return type;
    }

    /** Returns the function that computes a row. */
    public Step<E, V> step() {
        return step;
    }
}
