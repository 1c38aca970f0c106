package dev.iii.eventsourcing;

import dev.iii.sdk.json.TypeRef;
import java.util.Optional;

/**
 * A kind of stream: a decider, the names of its events, and how its state is stored in snapshots. Immutable and thread-safe:
 * every method returns a copy.
 *
 * <pre>{@code
 * static final Aggregate<Command, Event, Item> ITEM =
 *         Aggregate.of("item", new Inventory(), EVENTS).snapshot(Item.class, 1);
 * }</pre>
 *
 * @param <C> the type of all commands
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class Aggregate<C, E, S> {

    private final String name;
    private final Decider<C, E, S> decider;
    private final Events<E> events;
    private final Optional<Snapshot<S>> snapshot;

    /**
     * The form of the state in a snapshot.
     *
     * @param type the type of the state
     * @param version the version of its JSON and of the rules that computed it
     */
    public record Snapshot<S>(TypeRef<S> type, int version) {}

    private Aggregate(String name, Decider<C, E, S> decider, Events<E> events, Optional<Snapshot<S>> snapshot) {
        this.name = name;
        this.decider = decider;
        this.events = events;
        this.snapshot = snapshot;
    }

    /**
     * Creates an aggregate without snapshots. A program that uses a stream for the first time then reads its whole history.
     *
     * @param name the name, which is part of the scopes of its logs and must never change: letters, digits, {@code _} and
     *     {@code -}
     * @param decider the rules
     * @param events the names of the events
     * @throws IllegalArgumentException if the name is invalid, a class that the sealed type of the events permits has no name,
     *     an event has no upcaster from one of its old versions, or an upcaster is never used
     */
    public static <C, E, S> Aggregate<C, E, S> of(String name, Decider<C, E, S> decider, Events<E> events) {
        if (!name.matches("[A-Za-z0-9_-]{1,50}")) {
            throw new IllegalArgumentException(
                    "the aggregate name '" + name + "' is invalid; it must be 1 to 50 letters, digits, '_' or '-'");
        }
        events.checkComplete();
        return new Aggregate<>(name, decider, events, Optional.empty());
    }

    /**
     * Stores the state in snapshots, so that a stream can be used without reading its whole history. A snapshot is only a
     * cache: without one of this version, the state is computed from the events, and a new snapshot is written.
     *
     * @param type the type of the state; its JSON must be readable as an equal state
     * @param version the version; increment it if the JSON of the state changes, or if {@link Decider#evolve} does
     */
    public Aggregate<C, E, S> snapshot(Class<S> type, int version) {
        return snapshot(TypeRef.of(type), version);
    }

    /** Stores the state in snapshots, for a state of a generic type. Otherwise like {@link #snapshot(Class, int)}. */
    public Aggregate<C, E, S> snapshot(TypeRef<S> type, int version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "the version of the snapshot of " + name + " is " + version + "; it must be at least 1");
        }
        return new Aggregate<>(name, decider, events, Optional.of(new Snapshot<>(type, version)));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the rules. */
    public Decider<C, E, S> decider() {
        return decider;
    }

    /** Returns the names of the events. */
    public Events<E> events() {
        return events;
    }

    /** Returns the form of the state in snapshots; empty if there are no snapshots. */
    public Optional<Snapshot<S>> snapshot() {
        return snapshot;
    }
}
