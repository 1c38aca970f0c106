package dev.iii.stub.core.api;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.call.Invocation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may do (engine behaviour, section 19). The methods are called in the order of the connection's
 * frames and must not block; while a stage is pending, what came after it waits.
 */
public interface Access {

    /** Everything, unchanged: the access of a port without access control. */
    Access OPEN = new Access() {};

    /** Whether a call may pass. */
    sealed interface Verdict {

        /** It may. */
        Verdict ALLOWED = new Allowed();

        /** The type behind {@link #ALLOWED}. */
        record Allowed() implements Verdict {}

        /**
         * It may not. The caller is answered even when it did not ask for an answer.
         *
         * @param error what the caller gets
         */
        record Refused(ErrorBody error) implements Verdict {}

        /**
         * Something else is called instead, and its answer is the caller's.
         *
         * @param instead what is called
         */
        record Redirected(Invocation instead) implements Verdict {}
    }

    /**
     * Whether a registration may pass.
     *
     * @param <F> the kind of registration
     */
    sealed interface Permission<F> {

        /**
         * It may, as it stands here.
         *
         * @param frame the registration, possibly changed
         */
        record Granted<F>(F frame) implements Permission<F> {}

        /**
         * It may not, and the worker is not told.
         *
         * @param reason for the log
         */
        record Dropped<F>(String reason) implements Permission<F> {}

        /**
         * It may not, and the worker is told; for triggers only.
         *
         * @param frame the registration as the worker is to see it
         * @param error why
         */
        record Refused<F>(F frame, ErrorBody error) implements Permission<F> {}
    }

    /** Judges a call; {@code target} is what it would reach, {@code null} when there is no such function. */
    default Verdict onCall(InvokeFunction call, String namespace, @Nullable RegisteredFunction target) {
        return Verdict.ALLOWED;
    }

    /** Judges the registration of a function in the worker's namespace. The prefix is added afterwards. */
    default CompletionStage<Permission<RegisterFunction>> onFunction(RegisterFunction frame, String namespace) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Judges the registration of a trigger. */
    default CompletionStage<Permission<RegisterTrigger>> onTrigger(RegisterTrigger frame) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Whether triggers may have this type, for those that are registered by a call and not by a frame. */
    default boolean allowsTriggerType(String type) {
        return true;
    }

    /** Judges the registration of a trigger type. */
    default CompletionStage<Permission<RegisterTriggerType>> onTriggerType(RegisterTriggerType frame) {
        return CompletableFuture.completedStage(new Permission.Granted<>(frame));
    }

    /** Whether the function may be called, for lists that show only what may be. */
    default boolean allows(RegisteredFunction function) {
        return true;
    }

    /** Functions of the connection are registered as {@code prefix::id}; {@code null} for none. */
    default @Nullable String functionPrefix() {
        return null;
    }
}
