package dev.iii.stub.core.api;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.trigger.Trigger;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fires all triggers that match one event. They are fired without waiting for each other, within one span that ends when
 * the last of them has ended.
 */
public final class TriggerFanOut {

    /**
     * A trigger that matches the event.
     *
     * @param condition the condition function, {@code null} for none
     */
    public record Target(Trigger trigger, @Nullable String condition) {}

    private final EngineContext engine;
    private final Tracing.Span span;
    private final AtomicInteger running;
    private final AtomicReference<@Nullable ErrorBody> error = new AtomicReference<>();

    private TriggerFanOut(EngineContext engine, Tracing.Span span, int targets) {
        this.engine = engine;
        this.span = span;
        this.running = new AtomicInteger(targets);
    }

    /**
     * Fires the triggers and returns without waiting for their functions.
     *
     * @param span the span of the event; it ends with the last error, if there is one
     * @param targets the triggers to fire, at least one
     * @param event the payload
     */
    public static void fire(EngineContext engine, Tracing.Span span, List<Target> targets, RawJson event) {
        TriggerFanOut fanOut = new TriggerFanOut(engine, span, targets.size());
        targets.forEach(target -> fanOut.fire(target, event));
    }

    private void fire(Target target, RawJson event) {
        Trigger trigger = target.trigger();
        Call call = Call.of(trigger, event).withMetadata(trigger.metadata()).withTrace(span.context());
        engine.fire(trigger, call, target.condition(), this::ended);
    }

    private void ended(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            error.set(failure.error());
        }
        if (running.decrementAndGet() == 0) {
            span.end(error.get());
        }
    }
}
