package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls a function of the default namespace with a timeout. Without the timeout, a worker that waits for the result
 * could wait for ever.
 */
final class BoundedQuery {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private BoundedQuery() {}

    /** Calls the function. The outcome is a failure {@code TIMEOUT} if there is no result in time. */
    static CompletableFuture<Outcome> ask(EngineContext engine, String functionId, RawJson question) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        StubClock.Alarm alarm = engine.clock()
                .after(
                        LIMIT,
                        () -> answer.complete(Outcome.failure(
                                "TIMEOUT",
                                "the function " + functionId + " did not return within " + LIMIT.toMillis() + " ms")));
        engine.invoke(Call.of(functionId, question), outcome -> {
            alarm.cancel();
            answer.complete(outcome);
        });
        return answer;
    }
}
