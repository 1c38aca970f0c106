package dev.iii.stub.core.api;

import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;

/** A built-in function that has its answer at once. */
@FunctionalInterface
public interface SyncFunction {

    /**
     * Answers a call. Runs on the thread that the call came in on, often an event loop: it must not block.
     *
     * @throws InvocationFailed to answer with an error
     * @throws dev.iii.stub.json.BadInputException to answer with {@code deserialization_error}
     */
    Outcome answer(Call call);
}
