package dev.iii.stub.core.api;

import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;

/** A built-in function that answers synchronously. */
@FunctionalInterface
public interface SyncFunction {

    /**
     * Answers a call. Runs on the thread that read the call, often an event loop, and must not block.
     *
     * @throws InvocationFailed to answer with an error
     * @throws dev.iii.stub.json.BadInputException to answer with {@code deserialization_error}
     */
    Outcome answer(Invocation call);
}
