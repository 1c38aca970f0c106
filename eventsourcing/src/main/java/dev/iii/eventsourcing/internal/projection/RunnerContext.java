package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * The parts that projections and reactions of a context share. Immutable.
 *
 * @param store the state of the engine
 * @param scopes the scopes of the logs
 * @param clock the time
 * @param random the source of jitter
 * @param runners returns the number of projections and reactions, which share the rate of background checks
 * @param loggers returns the logger of a function
 * @param workers runs tasks of projections, on other threads or on the calling one
 */
public record RunnerContext(
        StateStore store,
        Scopes scopes,
        Clock clock,
        RandomGenerator random,
        IntSupplier runners,
        Function<String, WorkerLogger> loggers,
        Executor workers) {

    /** Returns the scopes of views. */
    public ViewScopes viewScopes() {
        return new ViewScopes(scopes.context());
    }

    /** Something that only one program does at a time. */
    public interface Ownership extends BooleanSupplier {

        /** Returns {@code true} if this program does it. While the connection is lost, the last answer stays. */
        @Override
        boolean getAsBoolean();
    }
}
