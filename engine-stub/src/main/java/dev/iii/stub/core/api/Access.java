package dev.iii.stub.core.api;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.call.Call;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of one connection (engine behaviour, section 19). The methods are called in the order of the frames of
 * the connection and must not block. While a stage is pending, the frames after it wait.
 */
public interface Access {

    /** Allows everything: the access of a port without access control. */
    Access OPEN = new Access() {};

    /** The decision about a call. */
    sealed interface Verdict {

        /** The call is allowed. */
        Verdict ALLOWED = new Allowed();

        /** The type of {@link #ALLOWED}. */
        record Allowed() implements Verdict {}

        /**
         * The call is refused. The caller gets an error even if it did not ask for a result.
         *
         * @param error the error for the caller
         */
        record Refused(ErrorBody error) implements Verdict {}

        /**
         * Another function is called instead, and the caller gets its result.
         *
         * @param instead the call to make
         */
        record Redirected(Call instead) implements Verdict {}
    }

    /**
     * The decision about a registration.
     *
     * @param <F> the kind of registration
     */
    sealed interface Permission<F> {

        /**
         * The registration is allowed.
         *
         * @param frame the registration to apply, possibly changed
         */
        record Granted<F>(F frame) implements Permission<F> {}

        /**
         * The registration is dropped, and the worker gets no answer.
         *
         * @param reason the reason, for the log
         */
        record Dropped<F>(String reason) implements Permission<F> {}

        /**
         * The registration is refused, and the worker gets an error. For triggers only.
         *
         * @param frame the registration in the answer
         * @param error the error for the worker
         */
        record Refused<F>(F frame, ErrorBody error) implements Permission<F> {}
    }

    /**
     * Decides about a call.
     *
     * @param target the function that the call would reach, {@code null} if there is none
     */
    default Verdict onCall(InvokeFunction call, String namespace, @Nullable RegisteredFunction target) {
        return Verdict.ALLOWED;
    }

    /** Decides about the registration of a function in the worker's namespace. The prefix is added afterwards. */
    default CompletionStage<Permission<RegisterFunction>> onFunction(RegisterFunction frame, String namespace) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Decides about the registration of a trigger. */
    default CompletionStage<Permission<RegisterTrigger>> onTrigger(RegisterTrigger frame) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Returns {@code true} if a trigger that is registered by a call may have this type. */
    default boolean allowsTriggerType(String type) {
        return true;
    }

    /** Decides about the registration of a trigger type. */
    default CompletionStage<Permission<RegisterTriggerType>> onTriggerType(RegisterTriggerType frame) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Returns {@code true} if the function may be called. Discovery lists only such functions. */
    default boolean allows(RegisteredFunction function) {
        return true;
    }

    /** Returns the prefix of {@code prefix::id}, under which functions of the connection are registered, or {@code null}. */
    default @Nullable String functionPrefix() {
        return null;
    }
}
