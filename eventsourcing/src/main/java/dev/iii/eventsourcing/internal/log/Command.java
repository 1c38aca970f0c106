package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * A command for one stream. Pure functions, except for the ids.
 *
 * @param <S> the state
 */
public interface Command<S> {

    /** Returns the id of the command, which is the same for all attempts. */
    String id();

    /** Returns a digest of the request; {@code null} if the id is not an idempotency key but was generated. */
    @Nullable
    String fingerprint();

    /** Decides about the command. */
    Verdict decide(S state, long version);

    /**
     * Creates the entry of an attempt. The id of its event must be one that was never used before: the same entry, appended
     * twice, can bring an event back to life that the engine has lost.
     *
     * @param prev the id of the event before it
     * @param n the number of its first event
     * @param attempt the number of the attempt, from 1
     * @param end {@code true} if it closes its segment
     */
    Entry entry(Accept accept, String prev, long n, int attempt, boolean end);

    /** A decision. */
    sealed interface Verdict {}

    /**
     * The command is accepted.
     *
     * @param count the number of events, at least 1
     * @param events the JSON of the events
     */
    record Accept(int count, String events) implements Verdict {}

    /** The command is accepted, and nothing happens. */
    record Nothing() implements Verdict {}

    /**
     * The command is refused.
     *
     * @param reason the reason, which the protocol passes on
     */
    record Refuse(Object reason) implements Verdict {}
}
