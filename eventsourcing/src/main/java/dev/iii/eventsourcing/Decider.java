package dev.iii.eventsourcing;

/**
 * The rules of an aggregate, as pure functions: they must not call other services, read a clock or change their arguments.
 * The library may call each of them several times for one command. Implementations must be thread-safe, which pure
 * functions are.
 *
 * @param <C> the type of all commands, usually a sealed interface of records
 * @param <E> the type of all events, usually a sealed interface of records
 * @param <S> the state that decisions depend on; immutable
 */
public interface Decider<C, E, S> {

    /** Returns the state of a stream without events; never {@code null}. */
    S initial();

    /** Decides about a command: which events happen, or why it is refused. */
    Decision<E> decide(C command, S state);

    /** Returns the state after an event; never {@code null}. */
    S evolve(S state, E event);
}
