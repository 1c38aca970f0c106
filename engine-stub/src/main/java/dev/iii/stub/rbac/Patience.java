package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.Invocation;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.StubClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a function of the default namespace, but not for ever: whoever waits for the answer is a worker that is stuck. */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private Patience() {}

    /** The outcome; a failure {@code TIMEOUT} when there is none in time. */
    static CompletableFuture<Outcome> ask(Engine engine, String functionId, RawJson question) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        StubClock.Alarm alarm = engine.clock()
                .after(
                        LIMIT,
                        () -> answer.complete(Outcome.failure(
                                "TIMEOUT",
                                "the function " + functionId + " has not answered within " + LIMIT.toMillis()
                                        + " ms")));
        engine.invoke(Invocation.of(functionId, question), outcome -> {
            alarm.cancel();
            answer.complete(outcome);
        });
        return answer;
    }
}
