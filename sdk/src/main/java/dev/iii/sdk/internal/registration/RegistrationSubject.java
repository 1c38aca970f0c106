package dev.iii.sdk.internal.registration;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The subject of a registration. */
public sealed interface RegistrationSubject {

    /** A function of this worker. */
    record LocalFunction(Invocations invocations) implements RegistrationSubject {}

    /**
     * A function that the engine calls elsewhere.
     *
     * @param exists asks the engine whether it has the function with this id, because it drops some of them silently
     */
    record RemoteFunction(Function<String, CompletableFuture<Boolean>> exists) implements RegistrationSubject {}

    /**
     * A trigger.
     *
     * @param topic the topic that it subscribes to; {@code null} for triggers of other types
     * @param frame the frame that registers it
     * @param order a number that is greater than those of the triggers that this worker registered before
     * @param confirmation decides whether the trigger has an effect
     */
    record Trigger(@Nullable String topic, RegisterTrigger frame, long order, Confirmation confirmation)
            implements RegistrationSubject {}

    /** A trigger type of this worker. */
    record TriggerType(Bindings bindings) implements RegistrationSubject {}

    /** Receives the triggers that the engine has accepted. Must neither block nor run user code. */
    @FunctionalInterface
    interface Confirmation {
        /** The engine has accepted the trigger. */
        void confirmed(RegistrationHandle handle, Trigger trigger);
    }

    /** Receives the calls of a function. Must neither block nor run user code. */
    @FunctionalInterface
    interface Invocations {
        /** A call has arrived on this connection. */
        void invoke(int generation, InvokeFunction call);
    }

    /** Receives the bindings of a trigger type. Must neither block nor run user code. */
    @FunctionalInterface
    interface Bindings {
        /** A binding has arrived on this connection. */
        void bind(int generation, RegisterTrigger binding);
    }
}
