package dev.iii.stub.core.api;

import dev.iii.protocol.RegisterFunction;

/** Creates functions that the engine answers by calling another service (engine behaviour, section 15). */
@FunctionalInterface
public interface RemoteFunctions {

    /** Rejects every registration. */
    RemoteFunctions NONE = frame -> {
        throw new IllegalArgumentException("this engine has no worker for functions that are called over HTTP");
    };

    /**
     * Creates the function for a registration with {@code invocation}. Called under the lock of the core, so it must not
     * block.
     *
     * @param frame the registration; its id is the one that callers use
     * @throws IllegalArgumentException if the registration is rejected; the message is for the log
     */
    AsyncFunction bind(RegisterFunction frame);
}
