package dev.iii.eventsourcing.test;

import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * <p>Every test also checks that the decider is pure: {@code decide} and {@code evolve} answer the same if they are asked twice,
 * and do not change the state that they get. It checks that the state and the events are equal after they were written as JSON
 * and read again.
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
     * @throws AssertionError if the decider is not pure or returns {@code null}, or the state or an event is not equal after it
     *     was written as JSON and read again
     */
    public Outcome<E, S> when(C command) {
        S before = fold(present("initial", decider.initial()), events);
        checkJson("state", before);
        String text = text(before);
        Decision<E> decision = present("decide", decider.decide(command, before));
        Decision<E> again = present("decide", decider.decide(command, before));
        if (!decision.equals(again)) {
            throw new AssertionError(
                    "the decider is not a pure function: it answered " + decision + " and then " + again);
        }
        checkUnchanged("decide", before, text);
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
            String before = text(state);
            S next = present("evolve", decider.evolve(state, event));
            checkUnchanged("evolve", state, before);
            S again = present("evolve", decider.evolve(state, event));
            if (!next.equals(again)) {
                throw new AssertionError("the decider is not a pure function: evolve answered " + next + " and then "
                        + again + " for " + event);
            }
            state = next;
        }
        return state;
    }

    private static <T> T present(String method, @Nullable T returned) {
        if (returned == null) {
            throw new AssertionError("Decider." + method + " has returned null");
        }
        return returned;
    }

    /** A state that is changed in place would be shared by streams, and by commands that were refused. */
    private static void checkUnchanged(String method, Object state, String before) {
        String after = text(state);
        if (!after.equals(before)) {
            throw new AssertionError("Decider." + method + " has changed the state that it got, from " + before + " to "
                    + after + "; it must not change it, but return a new one");
        }
    }

    /** Returns the JSON of a state; empty if it has none, as an initial state that is never stored may have. */
    private static String text(Object state) {
        try {
            return Json.of(state).text();
        } catch (InvalidPayloadException e) {
            return "";
        }
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
