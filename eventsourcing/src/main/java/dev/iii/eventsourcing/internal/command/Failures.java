package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.internal.store.NewerEventException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.WorkerClosedException;

/** The errors of commands that are not refusals of a decider. */
public final class Failures {

    private static final int UNAVAILABLE = 503;

    private Failures() {}

    static FunctionException busy(String stream) {
        return new FunctionException(
                        "busy",
                        "could not append events to stream " + stream
                                + " because other commands were faster; nothing was changed, try again")
                .withHttpStatus(UNAVAILABLE);
    }

    static FunctionException keyReused() {
        return new FunctionException(
                        "idempotency_key_reused",
                        "another command was accepted with the same command id; use a new id for a new command")
                .withHttpStatus(422);
    }

    static FunctionException versionConflict(String stream, long expected, long actual) {
        return new FunctionException(
                        "version_conflict",
                        "stream " + stream + " has version " + actual + ", but version " + expected + " was expected")
                .withHttpStatus(409);
    }

    /** Returns the error for an event that this program does not know. */
    public static FunctionException newerEvent(NewerEventException cause) {
        FunctionException failure = new FunctionException("newer_event", String.valueOf(cause.getMessage()));
        failure.addSuppressed(cause);
        return failure.withHttpStatus(UNAVAILABLE);
    }

    static FunctionException unavailable(CallException cause, boolean mayHaveRun) {
        String reason = cause instanceof WorkerClosedException
                ? "the worker is closed; nothing was changed"
                : "the engine did not answer; nothing was changed, try again";
        FunctionException failure = mayHaveRun
                ? outcomeUnknown()
                : new FunctionException("engine_unavailable", reason).withHttpStatus(UNAVAILABLE);
        failure.addSuppressed(cause);
        return failure;
    }

    /** Returns the error for a command that is not finished at its deadline. */
    static FunctionException tooLate(String stream, boolean mayHaveRun) {
        return mayHaveRun ? outcomeUnknown() : busy(stream);
    }

    private static FunctionException outcomeUnknown() {
        return new FunctionException(
                        "outcome_unknown",
                        "the engine did not answer, so the command was executed or not; repeat it with the same command"
                                + " id")
                .withHttpStatus(UNAVAILABLE);
    }
}
