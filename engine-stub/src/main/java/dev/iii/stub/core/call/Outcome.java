package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;

/**
 * The outcome of a call. An absent result and a null result are different (engine behaviour, section 3): a worker receives
 * {@link #NONE} as a frame without {@code result}, and a {@link Value} of {@link RawJson#NULL} as {@code "result":null}.
 */
public sealed interface Outcome {

    /** The call succeeded without a value. */
    Outcome NONE = new NoValue();

    /** The type of {@link #NONE}. */
    record NoValue() implements Outcome {}

    /**
     * The call succeeded with a value.
     *
     * @param json the value
     */
    record Value(RawJson json) implements Outcome {}

    /**
     * The call failed.
     *
     * @param error the error
     */
    record Failure(ErrorBody error) implements Outcome {}

    /** Returns the outcome of a call that succeeded with this value. */
    static Outcome value(RawJson json) {
        return new Value(json);
    }

    /** Returns the outcome of a call that failed. */
    static Outcome failure(String code, String message) {
        return new Failure(new ErrorBody(code, message));
    }
}
