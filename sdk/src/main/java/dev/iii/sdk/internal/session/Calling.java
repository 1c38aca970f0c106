package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.session.PendingCall.Place;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that makes calls. The engine forgets all calls of a connection that ends, so a call that was sent
 * ends with it, its outcome unknown; a call that waits for a connection is sent once, and only while its time is not up.
 */
final class Calling {

    /** What may be done with a new call. */
    enum Door {
        /** It is sent. */
        OPEN,
        /** It waits for a connection. */
        WAIT,
        /** It is refused. */
        SHUT
    }

    private final Outlet outlet;
    private final Calls calls;

    Calling(Outlet outlet, SessionConfig config) {
        this.outlet = outlet;
        this.calls = new Calls(config.maxInFlight(), config.maxQueuedCalls(), config.maxQueuedBytes());
    }

    int size() {
        return calls.size();
    }

    boolean anySent() {
        return calls.anySent();
    }

    @Nullable
    PendingCall firstDeadline() {
        return calls.firstDeadline();
    }

    void trigger(PendingCall call, Door door) {
        if (call.deadlineNanos() - outlet.now() <= 0) {
            complete(call, new Outcome.TimedOut(false));
            return;
        }
        switch (door) {
            case OPEN -> send(call);
            case WAIT -> {
                if (calls.queueTakes(call)) {
                    calls.queue(call);
                } else {
                    complete(call, new Outcome.Overloaded("calls that wait for a connection"));
                }
            }
            case SHUT -> complete(call, new Outcome.WorkerClosed("the worker is closed"));
        }
    }

    private void send(PendingCall call) {
        if (!call.wantsAnswer()) {
            calls.finish(call);
            outlet.emit(new Effect.SendCall(outlet.generation(), call));
        } else if (calls.inFlightFull()) {
            complete(call, new Outcome.Overloaded("calls in flight"));
        } else {
            calls.sent(call);
            outlet.emit(new Effect.SendCall(outlet.generation(), call));
        }
    }

    /** Sends what has waited for a connection, in the order in which it was called. */
    void sendQueued() {
        for (PendingCall call : calls.allQueued()) {
            calls.finish(call);
            call.place = Place.NEW;
            trigger(call, Door.OPEN);
        }
    }

    /** Whether the answer was for a call of ours that still waits. */
    boolean answered(InvocationResult answer) {
        PendingCall call = calls.sent(answer.invocationId());
        if (call == null) {
            return false;
        }
        ErrorBody error = answer.error();
        RawJson result = answer.result();
        complete(
                call,
                error != null
                        ? new Outcome.Failed(error)
                        : new Outcome.Answered(result == null ? Outcome.NOTHING : result));
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
        while ((due = calls.firstDeadline()) != null && due.deadlineNanos() - outlet.now() <= 0) {
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

    /** The only end of a call that waits. */
    void complete(PendingCall call, Outcome outcome) {
        if (calls.finish(call)) {
            outlet.emit(new Effect.Complete(call, outcome));
        }
    }
}
