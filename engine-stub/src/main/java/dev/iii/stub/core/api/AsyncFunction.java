package dev.iii.stub.core.api;

import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import java.util.concurrent.CompletionStage;

/** A built-in function that answers asynchronously. */
@FunctionalInterface
public interface AsyncFunction {

    /**
     * Starts to answer a call. Runs on the thread that read the call, often an event loop, and must not block. The stage may
     * complete on any thread. If it fails, the failure is treated like a thrown exception.
     *
     * @throws InvocationFailed to answer with an error
     * @throws dev.iii.stub.json.BadInputException to answer with {@code deserialization_error}
     */
    CompletionStage<Outcome> answer(Invocation call);
}
