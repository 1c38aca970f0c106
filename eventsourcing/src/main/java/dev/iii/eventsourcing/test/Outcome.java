package dev.iii.eventsourcing.test;

import dev.iii.eventsourcing.Decision;
import java.util.List;

/**
 * What a decider has decided in a test, see {@link Given}. Immutable.
 *
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class Outcome<E, S> {

    private final Object command;
    private final Decision<E> decision;
    private final S state;

    Outcome(Object command, Decision<E> decision, S state) {
        this.command = command;
        this.decision = decision;
        this.state = state;
    }

    /**
     * Checks that the command is accepted with these events; without any, that nothing happens.
     *
     * @return this object
     * @throws AssertionError if it is not
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only copied
    public final Outcome<E, S> then(E... expected) {
        Decision<E> wanted = Decision.accept(expected);
        if (!decision.equals(wanted)) {
            throw new AssertionError(
                    command + " should be accepted with " + List.of(expected) + ", but was " + described());
        }
        return this;
    }

    /**
     * Checks that the command is refused with this code.
     *
     * @return this object
     * @throws AssertionError if it is not
     */
    public Outcome<E, S> thenRefused(String code) {
        if (!(decision instanceof Decision.Refused<E> refused)
                || !refused.code().equals(code)) {
            throw new AssertionError(command + " should be refused with " + code + ", but was " + described());
        }
        return this;
    }

    /**
     * Checks the state after the command.
     *
     * @return this object
     * @throws AssertionError if it is another one
     */
    public Outcome<E, S> thenState(S expected) {
        if (!state.equals(expected)) {
            throw new AssertionError("the state after " + command + " should be " + expected + ", but is " + state);
        }
        return this;
    }

    /** Returns the decision. */
    public Decision<E> decision() {
        return decision;
    }

    private String described() {
        return decision instanceof Decision.Accepted<E> accepted
                ? "accepted with " + accepted.events()
                : "refused: " + decision;
    }
}
