package dev.iii.stub.core;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the outcome of a call goes. Completed once. */
interface Reply {

    void complete(Outcome outcome);

    /** The worker that waits for it, {@code null} when it is no worker. */
    default @Nullable Worker caller() {
        return null;
    }

    /** To the worker that called, with its own trace fields and not with those of who answered. */
    record ToWorker(
            Worker caller,
            UUID invocationId,
            String functionId,
            @Nullable String traceparent,
            @Nullable String baggage) implements Reply {

        @Override
        public void complete(Outcome outcome) {
            caller.callEnded();
            RawJson result = outcome instanceof Outcome.Value value ? value.json() : null;
            caller.send(new InvocationResult(
                    invocationId,
                    functionId,
                    result,
                    outcome instanceof Outcome.Failure failure ? failure.error() : null,
                    traceparent,
                    baggage));
        }
    }

    /** To nobody, but a failure is told in the log. */
    record ToNobody(Worker sender, String functionId, LogBudget budget) implements Reply {

        private static final Logger log = LoggerFactory.getLogger(Reply.class);

        @Override
        public void complete(Outcome outcome) {
            if (outcome instanceof Outcome.Failure failure) {
                budget.spend(note -> log.warn(
                        "A call of {} by worker {}, who waits for no answer, failed: {}: {}{}",
                        functionId,
                        sender,
                        failure.error().code(),
                        failure.error().message(),
                        note));
            }
        }
    }

    /** To somebody in the engine. */
    record ToEngine(Consumer<Outcome> answer) implements Reply {

        private static final Logger log = LoggerFactory.getLogger(Reply.class);

        @Override
        public void complete(Outcome outcome) {
            try {
                answer.accept(outcome);
            } catch (RuntimeException e) {
                log.error("A worker of the engine failed at the answer to a call", e);
            }
        }
    }
}
