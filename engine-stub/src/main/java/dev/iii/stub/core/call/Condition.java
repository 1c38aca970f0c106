package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;

/** What a condition function said (engine behaviour, section 7). */
public sealed interface Condition {

    /** Go on. */
    Condition PASSED = new Passed();

    /** The answer was {@code false}: stop. */
    Condition STOPPED = new Stopped();

    /** The type behind {@link #PASSED}. */
    record Passed() implements Condition {}

    /** The type behind {@link #STOPPED}. */
    record Stopped() implements Condition {}

    /**
     * It failed: stop.
     *
     * @param error why
     */
    record Failed(ErrorBody error) implements Condition {}

    /** What the answer of a condition function means: only {@code false} and an error stop. */
    static Condition of(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            return new Failed(failure.error());
        }
        if (outcome instanceof Outcome.Value value && value.json().text().equals("false")) {
            return STOPPED;
        }
        return PASSED;
    }
}
