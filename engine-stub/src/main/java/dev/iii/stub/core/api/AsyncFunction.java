package dev.iii.stub.core.api;

import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import java.util.concurrent.CompletionStage;

/** A built-in function that has its answer later. */
@FunctionalInterface
public interface AsyncFunction {

    /**
     * Begins to answer a call. Runs on the thread that the call came in on, often an event loop: it must not block. The
     * stage may complete on any thread; a stage that fails is answered like an exception.
     *
     * @throws InvocationFailed to answer with an error
     * @throws dev.iii.stub.json.BadInputException to answer with {@code deserialization_error}
     */
    CompletionStage<Outcome> answer(Call call);
}
