package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;

/** An action that the session has decided. Effects must be performed in their order. */
public sealed interface Effect {

    /** Start to connect. The new connection has this generation. */
    record Connect(int generation) implements Effect {}

    /** End the connection of this generation. */
    record Disconnect(int generation, Ending ending, String reason) implements Effect {}

    /** The way in which a connection is ended. */
    enum Ending {
        /** With a closing handshake, after the queued frames. */
        CLOSE,
        /** Immediately: the peer is not expected to reply. */
        ABORT
    }

    /** Queue a frame. */
    record Send(int generation, Frame frame, Urgency urgency) implements Effect {}

    /**
     * Queue the frame of a call.
     *
     * <p>If the outbox is full, a call that expects a result must be reported by {@link Input.SendRefused}. The session does
     * not keep void calls: the code that performs this effect completes them.
     */
    record SendCall(int generation, PendingCall call) implements Effect {}

    /** The urgency of a frame, which decides whether it passes queued frames. */
    enum Urgency {
        /** A result or a pong, which must not wait for new work. */
        RESPONSE,
        /** Any other frame. */
        WORK
    }

    /** Send a WebSocket ping. */
    record Ping(int generation) implements Effect {}

    /** Run the handler of a function. */
    record Invoke(int generation, InvokeFunction call, SessionRegistration function) implements Effect {}

    /** Complete a call that the session has removed. */
    record Complete(PendingCall call, Outcome outcome) implements Effect {}

    /** Bind a function to a trigger type of this worker, and report the result by {@link Input.BindingDone}. */
    record Bind(int generation, RegisterTrigger binding, SessionRegistration type) implements Effect {}

    /** Remove a binding. */
    record Unbind(int generation, String triggerId) implements Effect {}

    /** Remove all bindings: the engine sends them again on the next connection. */
    record UnbindAll(int generation) implements Effect {}

    /**
     * Cancel the invocations of a connection, because their results no longer have a receiver.
     *
     * @param interrupt whether the invocations of all connections are interrupted
     */
    record CancelInvocations(int generation, boolean interrupt) implements Effect {}

    /** Pass a {@link Input.Tick} at this time, or earlier. */
    record WakeAt(long nanos) implements Effect {}

    /** Report an event. */
    record Notify(Event event) implements Effect {}
}
