package dev.iii.sdk.internal.runtime;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.Registrable;

/**
 * The worker above the runtime. Called without any lock, on the socket loop or on a thread of the user; must not block
 * and must not run user code.
 */
public interface Receiver {

    /** A handler is to run; its end is to be told by {@link SessionRunner#handlerDone}. */
    void invoke(int generation, InvokeFunction call, Registrable function);

    /** The call has ended. */
    void complete(PendingCall call, Outcome outcome);

    /** The answers to the running invocations of this connection have no receiver any more. */
    void cancelInvocations(int generation, boolean interrupt);

    /** A binding of a trigger type of this worker; how it goes is to be told by {@link Input.BindingDone}. */
    void bind(int generation, RegisterTrigger binding, Registrable type);

    /** A binding is gone. */
    void unbind(int generation, String triggerId);

    /** All bindings are gone. */
    void unbindAll(int generation);

    /** News. In order. */
    void event(Event event);
}
