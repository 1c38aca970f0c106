package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/** The outcome of a call. Every call has exactly one. */
public sealed interface Outcome {

    /**
     * The function has returned.
     *
     * @param result the result; {@code null} if the frame contained neither a result nor an error
     */
    record Completed(@Nullable RawJson result) implements Outcome {}

    /** The function, or the engine in its place, returned an error. */
    record Failed(ErrorBody error) implements Outcome {}

    /** A void call is in the outbox. */
    record Sent() implements Outcome {}

    /**
     * No result arrived in time.
     *
     * @param sent whether the call had been sent, so that the function may have run
     */
    record TimedOut(boolean sent) implements Outcome {}

    /** The connection was lost after the call was sent: the function may have run. */
    record Lost(String reason) implements Outcome {}

    /**
     * A limit was reached; the call was not sent.
     *
     * @param bound what there was too much of, for example {@code calls in flight}
     */
    record Overloaded(String bound) implements Outcome {}

    /** The worker is closed; the call was not sent. */
    record WorkerClosed(String reason) implements Outcome {}

    /** The caller no longer waits. */
    record Cancelled() implements Outcome {}
}
