package dev.iii.sdk.call;

/** The kinds of calls. Immutable. */
public enum CallKind {

    /** The caller gets the result of the function. */
    RESULT,

    /** The engine puts the call into a queue, and the caller gets a receipt; see {@link Call#enqueue}. */
    ENQUEUE,

    /** The caller gets no reply; see {@link Call#withoutReply}. */
    NO_REPLY
}
