package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;

/**
 * The callbacks of a registration. The session only passes them on: the runtime calls them, without any lock, and they
 * must neither block nor run user code.
 */
public interface RegistrationCallbacks {

    /** The engine has accepted the registration. */
    void onConfirmed();

    /** Another worker owns the function; this worker takes over when that worker leaves. */
    void onStandby(String ownerWorkerId);

    /** The trigger is not registered until this worker owns its function. */
    void onHeld();

    /** The engine has refused the registration for the first time. */
    void onRefused(ErrorBody error);

    /** The engine has refused the function, because another worker owns its id in this namespace. */
    void onConflict(String namespace, String ownerWorkerId);

    /**
     * The engine has refused the registration again.
     *
     * @param last whether it is not registered again on this connection
     */
    void onRefusedAgain(ErrorBody error, boolean last);

    /** A call of this function has arrived; its result must be reported by {@link Input.HandlerDone}. */
    void invoke(int generation, InvokeFunction call);

    /** A binding of this trigger type has arrived; its result must be reported by {@link Input.BindingDone}. */
    void bind(int generation, RegisterTrigger binding);
}
