package dev.iii.sdk.internal.session;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.TriggerRegistrationResult;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a session must react to. An event is named by a past participle, and a request of the user by an imperative.
 */
public sealed interface Input {

    /** The worker was created. */
    record Started() implements Input {}

    /** The connection of this generation is open. */
    record Opened(int generation) implements Input {}

    /** A frame was received. */
    record Received(int generation, Frame frame) implements Input {}

    /** The connection of this generation has ended, or the attempt has failed. */
    record Closed(int generation, String reason) implements Input {}

    /** The user registers a function, a trigger or a trigger type. */
    record Register(SessionRegistration what) implements Input {}

    /** The worker knows more about a function, for example its schemas. The frame replaces the one of the same function. */
    record Amend(SessionRegistration what, RegisterFunction frame) implements Input {}

    /** The user unregisters a function, a trigger or a trigger type. */
    record Unregister(SessionRegistration what) implements Input {}

    /**
     * The worker registers its active subscriptions again.
     *
     * @param unregisterFirst whether it unregisters them first
     */
    record Resubscribe(boolean unregisterFirst) implements Input {}

    /** The user calls a function. */
    record Trigger(PendingCall call) implements Input {}

    /** The caller no longer waits for the result. */
    record Cancel(PendingCall call) implements Input {}

    /** The frame of a call did not fit into the outbox. */
    record SendRefused(int generation, UUID callId) implements Input {}

    /**
     * A handler has ended.
     *
     * @param generation the connection on which the invocation arrived
     * @param result the result; {@code null} for a void invocation
     * @param receivedNanos the time at which the invocation arrived
     */
    record HandlerDone(int generation, @Nullable InvocationResult result, long receivedNanos) implements Input {}

    /** The handler of a trigger type has accepted or refused a binding. */
    record BindingDone(int generation, TriggerRegistrationResult result) implements Input {}

    /**
     * Time has passed.
     *
     * @param lastReceivedNanos the time at which the current connection last worked in both directions, or {@link #UNKNOWN}
     */
    record Tick(long lastReceivedNanos) implements Input {

        /** No connection exists. */
        public static final long UNKNOWN = Long.MIN_VALUE;
    }

    /** The user shuts the worker down gracefully. At the deadline, the session closes in any case. */
    record Drain(long deadlineNanos) implements Input {}
}
