package dev.iii.stub.core.api;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of the engine that every engine worker may use while it works: calls, time, ids, spans and channels. Engine
 * workers that list what is registered also get an {@link EngineDirectory}.
 *
 * <p>Thread-safe. No method blocks.
 */
public interface EngineContext {

    /** Returns the clock, which also wakes engine workers up. */
    StubClock clock();

    /** Returns a new id that is unique but not secret. */
    UUID newId();

    /** Returns a new secret in the form of an id. */
    UUID newSecret();

    /** Returns the source of the spans of the engine. */
    Tracing tracing();

    /** Returns the service that opens channels between workers and the engine. */
    Channels channels();

    /** Returns the function that a call would reach now. */
    Optional<RegisteredFunction> function(String namespace, String id);

    /**
     * Calls a function.
     *
     * <p>There is no timeout: if a connected worker never answers, {@code result} is never called. If the function does
     * not exist or answers synchronously, {@code result} is called before this method returns.
     *
     * @param result receives the outcome on the thread that brings it; must not block
     */
    void invoke(Call call, Consumer<Outcome> result);

    /**
     * Calls the condition function of a trigger, in the namespace of the trigger and without metadata.
     *
     * @param result receives the decision on the thread that brings it; must not block
     */
    void ask(
            Trigger trigger,
            String conditionFunctionId,
            RawJson payload,
            TraceContext trace,
            Consumer<Condition> result);

    /** Calls the function of a trigger. A failure is logged. */
    void fire(Trigger trigger, Call call);

    /**
     * Calls the function of a trigger if its condition allows it. A failure is logged.
     *
     * @param conditionFunctionId the condition function, which gets the same payload; {@code null} for no condition
     * @param done receives the outcome of the function, {@link Outcome#NONE} if the condition stopped it, or the failure
     *     of the condition
     */
    void fire(Trigger trigger, Call call, @Nullable String conditionFunctionId, Consumer<Outcome> done);
}
