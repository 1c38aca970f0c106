package dev.iii.stub.core.call;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;

/**
 * How a call ended. The three kinds of nothing are told apart (engine behaviour, section 3): {@link #NONE} reaches a
 * worker as an answer without {@code result}, a {@link Value} of {@link RawJson#NULL} as {@code "result":null}.
 */
public sealed interface Outcome {

    /** It went well and there is no value. */
    Outcome NONE = new NoValue();

    /** The type behind {@link #NONE}. */
    record NoValue() implements Outcome {}

    /**
     * It went well.
     *
     * @param json the answer
     */
    record Value(RawJson json) implements Outcome {}

    /**
     * It failed.
     *
     * @param error why
     */
    record Failure(ErrorBody error) implements Outcome {}

    /** It went well with this answer. */
    static Outcome value(RawJson json) {
        return new Value(json);
    }

    /** It failed. */
    static Outcome failure(String code, String message) {
        return new Failure(new ErrorBody(code, message));
    }
}
