package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.sdk.internal.session.Effect.Urgency;
import java.util.UUID;
import java.util.function.Predicate;

/** The part of a session that serves other workers: invocations of its functions, and bindings of its trigger types. */
final class Serving {

    private final EffectSink effects;
    private final RegistrationProtocol registering;
    private final QuickResults quickResults;
    private final boolean repeatQuickResults;
    /** The number of running handlers, of all connections. */
    private int running;
    /** The number of running handlers whose results can be sent, because they arrived on the current connection. */
    private int runningForConnection;

    /** @param isOwnCall returns {@code true} for the id of a call of this worker that waits for its result */
    Serving(
            EffectSink effects,
            RegistrationProtocol registering,
            boolean repeatQuickResults,
            Predicate<UUID> isOwnCall) {
        this.effects = effects;
        this.registering = registering;
        this.quickResults = new QuickResults(effects, isOwnCall);
        this.repeatQuickResults = repeatQuickResults;
    }

    QuickResults quickResults() {
        return quickResults;
    }

    int running() {
        return running;
    }

    int runningForConnection() {
        return runningForConnection;
    }

    /** The results of the running handlers can no longer be sent. */
    void disconnected() {
        runningForConnection = 0;
        quickResults.disconnected();
    }

    void invoke(InvokeFunction call, boolean draining) {
        SessionRegistration function = registering.function(call.functionId());
        // While the fence of a drain is pending, the engine may not have read that the function was unregistered.
        boolean accepts = !draining || registering.isFencePending();
        if (function != null && accepts) {
            running++;
            runningForConnection++;
            effects.emit(new Effect.Invoke(effects.generation(), call, function));
            return;
        }
        UUID id = call.invocationId();
        if (id != null) {
            ErrorBody error = function == null
                    ? Refusals.notRun(
                            "function_not_found", "Function " + call.functionId() + " is not registered by this worker")
                    : Refusals.notRun("invocation_stopped", "The worker is shutting down; the function was not run");
            effects.send(new InvocationResult(id, call.functionId(), null, error, null, null), Urgency.RESPONSE);
        }
    }

    /** A result is sent only on the connection on which the invocation arrived. */
    void handlerDone(Input.HandlerDone done) {
        running--;
        if (!effects.isConnected() || done.generation() != effects.generation()) {
            return;
        }
        runningForConnection--;
        InvocationResult result = done.result();
        if (result != null) {
            effects.send(result, Urgency.RESPONSE);
            if (repeatQuickResults) {
                quickResults.sent(result, done.receivedNanos());
            }
        }
    }

    void bind(RegisterTrigger binding) {
        SessionRegistration type = registering.triggerType(binding.triggerType());
        if (type != null) {
            effects.emit(new Effect.Bind(effects.generation(), binding, type));
            return;
        }
        ErrorBody error = new ErrorBody(
                "trigger_type_not_found", "Trigger type " + binding.triggerType() + " is not of this worker");
        effects.send(
                new TriggerRegistrationResult(binding.id(), binding.triggerType(), binding.functionId(), error),
                Urgency.RESPONSE);
    }

    void bindingDone(Input.BindingDone done) {
        if (effects.isConnected() && done.generation() == effects.generation()) {
            effects.send(done.result(), Urgency.RESPONSE);
        }
    }

    void unbind(UnregisterTrigger binding) {
        effects.emit(new Effect.Unbind(effects.generation(), binding.id()));
    }
}
