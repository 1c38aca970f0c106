package dev.iii.eventsourcing.internal.log;

/**
 * The result of a command. Immutable.
 *
 * @param <S> the state
 */
public sealed interface Outcome<S> {

    /** The events of the command are in the log. */
    record Appended<S>(Entry entry, S before, S after) implements Outcome<S> {}

    /** The command was accepted before. */
    record Repeated<S>(Entry entry, S before, S after) implements Outcome<S> {}

    /** Another command was accepted before with the same id. */
    record Reused<S>() implements Outcome<S> {}

    /** The command was accepted without events. */
    record Unchanged<S>(S state, long version) implements Outcome<S> {}

    /** The command was refused. */
    record Refused<S>(Object reason) implements Outcome<S> {}

    /** Other commands were faster in all attempts. */
    record Busy<S>() implements Outcome<S> {}
}
