package dev.iii.stub.core.routing;

import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.worker.Worker;
import dev.iii.transport.LogLimiter;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The receiver of the outcome of a call. Completed once. */
interface Reply {

    void complete(Outcome outcome);

    /** Returns the worker that waits for the outcome, or {@code null} if no worker does. */
    default @Nullable Worker caller() {
        return null;
    }

    /** Sends the result to the worker that called, with the trace fields of its call. */
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

    /** Logs a failure, because no caller waits for the outcome. */
    record ToLog(Worker sender, String functionId, LogLimiter limiter) implements Reply {

        private static final Logger log = BoundedLogger.of(Reply.class);

        @Override
        public void complete(Outcome outcome) {
            if (outcome instanceof Outcome.Failure failure) {
                limiter.log(note -> log.warn(
                        "A call of {} by worker {}, which does not wait for its result, failed: {}: {}{}",
                        functionId,
                        sender,
                        failure.error().code(),
                        failure.error().message(),
                        note));
            }
        }
    }

    /** Passes the outcome to a caller within the engine. */
    record ToEngine(Consumer<Outcome> result) implements Reply {

        private static final Logger log = BoundedLogger.of(Reply.class);

        @Override
        public void complete(Outcome outcome) {
            try {
                result.accept(outcome);
            } catch (RuntimeException | Error e) {
                log.error("A caller within the engine failed to process the outcome of a call", e);
            }
        }
    }
}
