package dev.iii.sdk.internal.runtime;

import dev.iii.sdk.internal.session.Event;

/**
 * The part of a worker above its session. Called without any lock, on the I/O thread or on the thread of a caller; must
 * neither block nor run user code.
 */
public interface SessionListener {

    /** The results of the running invocations of this connection have no receiver any more. */
    void cancelInvocations(int generation, boolean interrupt);

    /** A binding of a trigger type has ended. */
    void unbind(int generation, String triggerId);

    /** All bindings have ended; the engine sends them again on the next connection. */
    void unbindAll(int generation);

    /** The session has changed. Called in the order of the changes, one call at a time. */
    void event(Event event);
}
