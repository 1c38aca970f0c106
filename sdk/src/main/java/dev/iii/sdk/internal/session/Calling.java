package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.sdk.internal.connection.Deadlines;
import dev.iii.sdk.internal.session.PendingCall.Place;
import java.util.UUID;

/**
 * The part of a session that makes calls.
 *
 * <p>The engine forgets all calls of a connection that has ended. Therefore a call that was sent ends with its connection,
 * and its outcome is unknown. A call that waits for a connection is sent once, and only before its deadline.
 */
final class Calling {

    /** The treatment of a new call. */
    enum CallMode {
        /** Send it. */
        SEND,
        /** Let it wait for a connection. */
        QUEUE,
        /** Refuse it: the worker is closed. */
        REFUSE
    }

    private final EffectSink effects;
    private final PendingCalls calls;

    Calling(EffectSink effects, SessionConfig config) {
        this.effects = effects;
        this.calls = new PendingCalls(config.maxInFlight(), config.maxQueuedCalls(), config.maxQueuedBytes());
    }

    int size() {
        return calls.size();
    }

    /** Returns {@code true} if a call was sent and has not ended. */
    boolean isSent(UUID id) {
        return calls.sent(id) != null;
    }

    boolean anySent() {
        return calls.anySent();
    }

    int sentCount() {
        return calls.sentCount();
    }

    /** Returns the deadline of the call that is due first. */
    long firstDeadline() {
        PendingCall first = calls.firstDeadline();
        return first == null ? Deadlines.NEVER : first.deadlineNanos();
    }

    void trigger(PendingCall call, CallMode mode) {
        if (call.deadlineNanos() - effects.now() <= 0) {
            complete(call, new Outcome.TimedOut(false));
            return;
        }
        switch (mode) {
            case SEND -> send(call);
            case QUEUE -> {
                if (calls.canQueue(call)) {
                    calls.queue(call);
                } else {
                    complete(call, new Outcome.Overloaded("calls that wait for a connection"));
                }
            }
            case REFUSE -> complete(call, new Outcome.WorkerClosed("the worker is closed"));
        }
    }

    private void send(PendingCall call) {
        if (!call.expectsResult()) {
            calls.finish(call);
            effects.emit(new Effect.SendCall(effects.generation(), call));
        } else if (calls.inFlightFull()) {
            complete(call, new Outcome.Overloaded("calls in flight"));
        } else {
            calls.sent(call);
            effects.emit(new Effect.SendCall(effects.generation(), call));
        }
    }

    /** Sends the calls that have waited for a connection, in the order in which they were made. */
    void sendQueued() {
        for (PendingCall call : calls.allQueued()) {
            calls.finish(call);
            call.place = Place.NEW;
            trigger(call, CallMode.SEND);
        }
    }

    /** Completes the call that this result belongs to. Returns {@code false} if no such call is in flight. */
    boolean completed(InvocationResult result) {
        PendingCall call = calls.sent(result.invocationId());
        if (call == null) {
            return false;
        }
        ErrorBody error = result.error();
        complete(call, error != null ? new Outcome.Failed(error) : new Outcome.Completed(result.result()));
        return true;
    }

    void refusedByOutbox(UUID id) {
        PendingCall call = calls.sent(id);
        if (call != null) {
            complete(call, new Outcome.Overloaded("bytes that wait to be sent"));
        }
    }

    void expire() {
        PendingCall due;
        while ((due = calls.firstDeadline()) != null && due.deadlineNanos() - effects.now() <= 0) {
            complete(due, new Outcome.TimedOut(due.place == Place.SENT));
        }
    }

    void loseSent(String reason) {
        for (PendingCall call : calls.allSent()) {
            complete(call, new Outcome.Lost(reason));
        }
    }

    void refuseQueued(String reason) {
        for (PendingCall call : calls.allQueued()) {
            complete(call, new Outcome.WorkerClosed(reason));
        }
    }

    /** Completes a call, whatever the outcome is. Does nothing if it is complete already. */
    void complete(PendingCall call, Outcome outcome) {
        if (calls.finish(call)) {
            effects.emit(new Effect.Complete(call, outcome));
        }
    }
}
