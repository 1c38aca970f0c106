package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.TriggerRegistrationResult;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a session. Named in the past tense where it is news, and as a wish where a user asks. */
public sealed interface Input {

    /** The worker was made. */
    record Started() implements Input {}

    /** The connection of this generation is open. */
    record Opened(int generation) implements Input {}

    /** A frame came. */
    record Received(int generation, Frame frame) implements Input {}

    /** The connection of this generation is gone, or was never made. */
    record Closed(int generation, String reason) implements Input {}

    /** A function, trigger or trigger type is to be registered. */
    record Register(SessionRegistration what) implements Input {}

    /** More is known of a function: it is registered again with this frame, which names the same function. */
    record Amend(SessionRegistration what, RegisterFunction frame) implements Input {}

    /** It is not to be registered any more. */
    record Unregister(SessionRegistration what) implements Input {}

    /**
     * The subscriptions that the engine has are to be registered again.
     *
     * @param unregisterFirst whether they are unregistered before
     */
    record Resubscribe(boolean unregisterFirst) implements Input {}

    /** A call is to be made. */
    record Trigger(PendingCall call) implements Input {}

    /** Nobody waits for the call any more. */
    record Cancel(PendingCall call) implements Input {}

    /** The frame of a call did not fit into the outbox. */
    record SendRefused(int generation, UUID callId) implements Input {}

    /**
     * A handler ended.
     *
     * @param generation the connection on which its call came
     * @param result the answer; {@code null} when none is wanted
     */
    record HandlerDone(int generation, @Nullable InvocationResult result) implements Input {}

    /** A binding was taken or refused, or ends later than it began. */
    record BindingDone(int generation, TriggerRegistrationResult result) implements Input {}

    /**
     * Time has passed.
     *
     * @param lastReceivedNanos when anything came on the current connection last
     */
    record Tick(long lastReceivedNanos) implements Input {

        /** Nothing is known, since there is no connection. */
        public static final long UNKNOWN = Long.MIN_VALUE;
    }

    /** The worker is to end in order, at the latest at the deadline. */
    record Drain(long deadlineNanos) implements Input {}
}
