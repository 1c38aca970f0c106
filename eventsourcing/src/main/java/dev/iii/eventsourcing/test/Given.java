package dev.iii.eventsourcing.test;

import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A test of a decider without an engine: given events, when a command, then events or a refusal. Failures are thrown as {@link
 * AssertionError}, so it works with every test framework. Immutable.
 *
 * <pre>{@code
 * Given.of(new Account())
 *         .events(new Opened("Ada", 0), new Deposited(500))
 *         .when(new Withdraw(501))
 *         .thenRefused("not_covered");
 * }</pre>
 *
 * <p>Every test also checks that the decider answers the same if it is asked twice, and that the state and the events are equal
 * after they were written as JSON and read again.
 *
 * @param <C> the type of all commands
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class Given<C, E, S> {

    private final Decider<C, E, S> decider;
    private final List<E> events;

    private Given(Decider<C, E, S> decider, List<E> events) {
        this.decider = decider;
        this.events = events;
    }

    /** Begins a test of a stream without events. */
    public static <C, E, S> Given<C, E, S> of(Decider<C, E, S> decider) {
        return new Given<>(decider, List.of());
    }

    /** Adds events that happened before. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only copied
    public final Given<C, E, S> events(E... happened) {
        List<E> more = new ArrayList<>(events);
        more.addAll(List.of(happened));
        return new Given<>(decider, List.copyOf(more));
    }

    /**
     * Decides about a command.
     *
     * @throws AssertionError if the decider does not answer the same twice, or the state or an event is not equal after it was
     *     written as JSON and read again
     */
    public Outcome<E, S> when(C command) {
        S before = fold(decider.initial(), events);
        checkJson("state", before);
        Decision<E> decision = decider.decide(command, before);
        Decision<E> again = decider.decide(command, fold(decider.initial(), events));
        if (!decision.equals(again)) {
            throw new AssertionError(
                    "the decider is not a pure function: it answered " + decision + " and then " + again);
        }
        S after = before;
        if (decision instanceof Decision.Accepted<E> accepted) {
            accepted.events().forEach(event -> checkJson("event", event));
            after = fold(before, accepted.events());
            checkJson("state", after);
        }
        return new Outcome<>(command, decision, after);
    }

    private S fold(S start, List<E> happened) {
        S state = start;
        for (E event : happened) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    private static void checkJson(String what, Object value) {
        Object read;
        try {
            read = Json.of(value).as(value.getClass());
        } catch (InvalidPayloadException e) {
            throw new AssertionError("the " + what + " " + value + " cannot be written as JSON and read again", e);
        }
        if (!value.equals(read)) {
            throw new AssertionError(
                    "the " + what + " " + value + " is " + read + " after it was written as JSON and read again");
        }
    }
}
