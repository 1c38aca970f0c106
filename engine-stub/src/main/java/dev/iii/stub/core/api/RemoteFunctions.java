package dev.iii.stub.core.api;

import dev.iii.protocol.RegisterFunction;

/** Makes functions that the engine answers by calling somebody else (engine behaviour, section 15). */
@FunctionalInterface
public interface RemoteFunctions {

    /** Without it such registrations are dropped. */
    RemoteFunctions NONE = frame -> {
        throw new IllegalArgumentException("this engine has no worker for functions that are called over HTTP");
    };

    /**
     * A function for a registration with {@code invocation}; its id is the one under which it can be called. Under the
     * lock of the registrations, so nothing may wait.
     *
     * @throws IllegalArgumentException when it is not acceptable; the message says why, for the log
     */
    AsyncFunction bind(RegisterFunction frame);
}
