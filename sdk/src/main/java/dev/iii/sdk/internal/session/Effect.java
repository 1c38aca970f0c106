package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;

/** What a session wants done, in this order. */
public sealed interface Effect {

    /** Make the connection of this generation. */
    record Connect(int generation) implements Effect {}

    /** End the connection of this generation. */
    record Disconnect(int generation, Ending ending, String reason) implements Effect {}

    /** How a connection is ended. */
    enum Ending {
        /** With a closing handshake, after what is queued. */
        CLOSE,
        /** At once: the peer is not expected to answer. */
        ABORT
    }

    /** Queue a frame. */
    record Send(int generation, Frame frame, Urgency urgency) implements Effect {}

    /**
     * Queue the frame of a call. When it does not fit, a call that waits for an answer comes back as
     * {@link Input.SendRefused}. A void call has left the session with this effect: its caller is told by whom it sends.
     */
    record SendCall(int generation, PendingCall call) implements Effect {}

    /** Whether a frame may pass when new work does not. */
    enum Urgency {
        /** A result or a pong. */
        RESPONSE,
        /** Everything else. */
        WORK
    }

    /** Ask the peer for a sign of life. */
    record Ping(int generation) implements Effect {}

    /** Run the handler of a function. */
    record Invoke(int generation, InvokeFunction call, SessionRegistration function) implements Effect {}

    /** Tell the caller; the call is out of the session. */
    record Complete(PendingCall call, Outcome outcome) implements Effect {}

    /** A binding of a trigger type of this worker has come; how it goes is told by {@link Input.BindingDone}. */
    record Bind(int generation, RegisterTrigger binding, SessionRegistration type) implements Effect {}

    /** A binding is gone. */
    record Unbind(int generation, String triggerId) implements Effect {}

    /** All bindings are gone: the engine offers them again on the next connection. */
    record UnbindAll(int generation) implements Effect {}

    /** The answers to these invocations have no receiver any more. */
    record CancelInvocations(int generation, boolean interrupt) implements Effect {}

    /** Come back with a {@link Input.Tick}, at the latest at this time. */
    record WakeAt(long nanos) implements Effect {}

    /** Tell whom it concerns. */
    record Notify(Event event) implements Effect {}
}
