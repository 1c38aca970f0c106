package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.sdk.internal.session.Effect.Urgency;
import java.util.UUID;

/** What others want of the worker: invocations of its functions, and triggers of its trigger types. */
final class Serving {

    private final Outlet outlet;
    private final Registering registering;
    /** Handlers that run, of all connections. */
    private int running;

    Serving(Outlet outlet, Registering registering) {
        this.outlet = outlet;
        this.registering = registering;
    }

    int running() {
        return running;
    }

    void invoke(InvokeFunction call, boolean draining) {
        Registrable function = registering.function(call.functionId());
        // While the fence of a drain is out, the engine may not yet have read that the function is taken back.
        boolean takesCalls = !draining || registering.isFenceOut();
        if (function != null && takesCalls) {
            running++;
            outlet.emit(new Effect.Invoke(outlet.generation(), call, function));
            return;
        }
        UUID id = call.invocationId();
        if (id != null) {
            ErrorBody error = function == null
                    ? new ErrorBody(
                            "function_not_found", "Function " + call.functionId() + " is not registered by this worker")
                    : new ErrorBody("invocation_stopped", "The worker is shutting down; the function was not run");
            outlet.send(new InvocationResult(id, call.functionId(), null, error, null, null), Urgency.ANSWER);
        }
    }

    /** A result is for the connection that the invocation came on, and for no other. */
    void handlerDone(Input.HandlerDone done) {
        running--;
        InvocationResult result = done.result();
        if (result != null && outlet.isConnected() && done.generation() == outlet.generation()) {
            outlet.send(result, Urgency.ANSWER);
        }
    }

    void bind(RegisterTrigger binding) {
        Registrable type = registering.triggerType(binding.triggerType());
        if (type != null) {
            outlet.emit(new Effect.Bind(outlet.generation(), binding, type));
            return;
        }
        ErrorBody error = new ErrorBody(
                "trigger_type_not_found", "Trigger type " + binding.triggerType() + " is not of this worker");
        outlet.send(
                new TriggerRegistrationResult(binding.id(), binding.triggerType(), binding.functionId(), error),
                Urgency.ANSWER);
    }

    void bindingDone(Input.BindingDone done) {
        if (outlet.isConnected() && done.generation() == outlet.generation()) {
            outlet.send(done.result(), Urgency.ANSWER);
        }
    }

    void unbind(UnregisterTrigger binding) {
        outlet.emit(new Effect.Unbind(outlet.generation(), binding.id()));
    }
}
