package dev.iii.stub.core;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fires all the triggers that one event concerns: at the same time, without waiting for each other, within a span that ends
 * with the last of them.
 */
public final class Volley {

    /**
     * A trigger that fires.
     *
     * @param condition its condition function; {@code null} for none
     */
    public record Shot(Trigger trigger, @Nullable String condition) {}

    private final Engine engine;
    private final Tracing.Span span;
    private final AtomicInteger running;
    private final AtomicReference<@Nullable ErrorBody> error = new AtomicReference<>();

    private Volley(Engine engine, Tracing.Span span, int shots) {
        this.engine = engine;
        this.span = span;
        this.running = new AtomicInteger(shots);
    }

    /**
     * Fires and returns.
     *
     * @param span ends with the last of the errors, if there is one
     * @param shots at least one
     */
    public static void fire(Engine engine, Tracing.Span span, List<Shot> shots, RawJson event) {
        Volley volley = new Volley(engine, span, shots.size());
        shots.forEach(shot -> volley.fire(shot, event));
    }

    private void fire(Shot shot, RawJson event) {
        Trigger trigger = shot.trigger();
        Invocation invocation =
                Invocation.of(trigger, event).withMetadata(trigger.metadata()).withTrace(span.context());
        engine.fire(trigger, invocation, shot.condition(), this::ended);
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
