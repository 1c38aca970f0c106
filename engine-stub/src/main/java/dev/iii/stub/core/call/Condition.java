package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;

/** The result of a condition function (engine behaviour, section 7). */
public sealed interface Condition {

    /** The condition is met. */
    Condition PASSED = new Passed();

    /** The function returned {@code false}, so the condition is not met. */
    Condition STOPPED = new Stopped();

    /** The type of {@link #PASSED}. */
    record Passed() implements Condition {}

    /** The type of {@link #STOPPED}. */
    record Stopped() implements Condition {}

    /**
     * The condition function failed, so the condition is not met.
     *
     * @param error the error of the function
     */
    record Failed(ErrorBody error) implements Condition {}

    /** Returns the condition for an outcome. Every outcome except {@code false} and a failure means that it is met. */
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
