package dev.iii.stub.core.routing;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.transport.LogLimiter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Calls of the functions and conditions of triggers (engine behaviour, section 7). Thread-safe. */
public final class TriggerCalls {

    private static final Logger log = BoundedLogger.of(TriggerCalls.class);

    private final Calls calls;
    private final LogLimiter failures;

    /** Creates the calls of triggers; {@code failures} limits the log lines about those that fail. */
    public TriggerCalls(Calls calls, LogLimiter failures) {
        this.calls = calls;
        this.failures = failures;
    }

    /** Calls the condition function of a trigger. */
    public void ask(
            Trigger trigger,
            String conditionFunctionId,
            RawJson payload,
            TraceContext trace,
            Consumer<Condition> result) {
        Call condition =
                Call.of(conditionFunctionId, payload).in(trigger.namespace()).withTrace(trace);
        calls.invokeHolding(condition, outcome -> result.accept(Condition.of(outcome)));
    }

    /** Calls the function of a trigger if its condition allows it. */
    public void fire(Trigger trigger, Call call, @Nullable String conditionFunctionId, Consumer<Outcome> done) {
        if (conditionFunctionId == null) {
            calls.invoke(call, outcome -> fired(trigger, call.functionId(), outcome, done));
            return;
        }
        ask(trigger, conditionFunctionId, call.payload(), call.trace(), condition -> {
            if (condition instanceof Condition.Passed) {
                fire(trigger, call, null, done);
            } else if (condition instanceof Condition.Failed failed) {
                fired(trigger, conditionFunctionId, new Outcome.Failure(failed.error()), done);
            } else {
                done.accept(Outcome.NONE);
            }
        });
    }

    private void fired(Trigger trigger, String functionId, Outcome outcome, Consumer<Outcome> done) {
        if (outcome instanceof Outcome.Failure failure) {
            failures.log(note -> log.warn(
                    "The function {} failed for the {} trigger {}: {}: {}{}",
                    functionId,
                    trigger.type(),
                    trigger.id(),
                    failure.error().code(),
                    failure.error().message(),
                    note));
        }
        done.accept(outcome);
    }
}
