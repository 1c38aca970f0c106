package dev.iii.eventsourcing;

import dev.iii.sdk.Worker;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Event sourcing for one worker: executes commands, keeps the logs of their events in the state of the engine, and keeps
 * views and reactions up to date. It ends when the worker is closed. Thread-safe.
 *
 * <pre>{@code
 * EventSourcing es = EventSourcing.on(worker, "inventory");
 * es.add(CommandFunction.of(ITEM, "cmd::sell-item", Sell.class).stream(Sell::sku));
 * es.start();
 * }</pre>
 */
public interface EventSourcing extends AutoCloseable {

    /**
     * Creates event sourcing for a worker. Nothing runs until {@link #start}.
     *
     * @param worker the worker; the caller closes it
     * @param context the name of everything that this program stores, for example {@code inventory}: letters, digits, {@code
     *     _} and {@code -}. Programs with the same context share their logs. Programs with different contexts on one engine
     *     also need different ids of functions, projections and reactions, or different namespaces: only one worker owns a
     *     function
     * @throws IllegalArgumentException if the context is invalid
     */
    static EventSourcing on(Worker worker, String context) {
        return Providers.get().on(worker, context);
    }

    /**
     * Adds a function for a command. It is registered by {@link #start}.
     *
     * @return this object
     * @throws IllegalArgumentException if the command function has no stream
     * @throws IllegalStateException if {@link #start} was called
     */
    <C, E, S> EventSourcing add(CommandFunction<C, E, S> function);

    /**
     * Adds a projection. {@link #start} registers the function {@code proj::NAME}; the worker that owns this function updates
     * the view. The functions {@code eventsourcing::rebuild} with the payload {@code {"projection": "NAME"}} and {@code
     * eventsourcing::status} are for operators.
     *
     * @return the view
     * @throws IllegalArgumentException if there already is a projection or reaction with this name
     * @throws IllegalStateException if {@link #start} was called
     */
    <E, V> View<V> add(Projection<E, V> projection);

    /**
     * Adds a reaction. {@link #start} registers its function; the worker that owns this function handles the occasions. The
     * functions {@code eventsourcing::dead} and {@code eventsourcing::redeliver} with the payload {@code {"reaction": "ID"}} are
     * for operators. The second one also takes the {@code id} of one occasion.
     *
     * @return this object
     * @throws IllegalArgumentException if there already is a projection or reaction with this id
     * @throws IllegalStateException if {@link #start} was called
     */
    <E, S, T> EventSourcing add(Reaction<E, S, T> reaction);

    /**
     * Sets the prefix of the functions for operators. Default: {@code eventsourcing}, so that they are {@code
     * eventsourcing::rebuild}, {@code eventsourcing::status}, {@code eventsourcing::dead} and {@code eventsourcing::redeliver}.
     * Only one connected worker owns a function. Each of these functions works for every context of the engine: its payload
     * may have the field {@code context}. Use different prefixes if each of several programs must answer for itself.
     *
     * @param prefix the prefix: letters, digits, {@code _} and {@code -}, and {@code ::} between parts
     * @return this object
     * @throws IllegalArgumentException if the prefix is invalid
     * @throws IllegalStateException if {@link #start} was called
     */
    EventSourcing operatorFunctions(String prefix);

    /**
     * Registers the functions and their routes, and starts to keep views and reactions up to date.
     *
     * @return this object
     * @throws IllegalStateException if it was called before
     */
    EventSourcing start();

    /**
     * Executes a command. Blocks until its events are in the log.
     *
     * @param aggregate the aggregate
     * @param stream the stream, 1 to 200 characters
     * @param command the command
     * @param options the options, for example {@link CommandOptions#NONE}
     * @throws dev.iii.sdk.error.FunctionException if the decider refuses the command, with its code and status; or with one of
     *     these codes:
     *     <ul>
     *       <li>{@code idempotency_key_reused}, 422: another command was accepted with the same command id
     *       <li>{@code version_conflict}, 409: the stream does not have the expected version
     *       <li>{@code newer_event}, 503: the stream contains an event that this program does not know
     *       <li>{@code busy}, 503: other commands of the same stream were faster; nothing was changed
     *       <li>{@code engine_unavailable}, 503: the engine did not answer, or the worker is closed; nothing was changed
     *       <li>{@code outcome_unknown}, 503: the engine did not answer; the command was executed or not. Repeat it with the
     *           same command id
     *     </ul>
     */
    <C, E, S> Done<C, E, S> execute(
            Aggregate<? super C, E, S> aggregate, String stream, C command, CommandOptions options);

    /**
     * Returns events of a stream from the log, newest first.
     *
     * @param aggregate the aggregate
     * @param stream the stream
     * @param cursor the cursor of an earlier page; empty for the newest events
     * @param limit the maximum number of events, from 1 to 1,000
     * @throws IllegalArgumentException if the limit is out of range
     * @throws dev.iii.sdk.error.InvalidRequestException with status 400 if the cursor is invalid
     * @throws dev.iii.sdk.error.FunctionException with code {@code newer_event} if the page contains an event that this program
     *     does not know
     */
    <E> History<E> history(Aggregate<?, E, ?> aggregate, String stream, Optional<String> cursor, int limit);

    /**
     * Stops everything that {@link #start} has started, and unregisters its functions. Does not close the worker. A program that
     * closes the worker need not call this method: threads and registrations end with the worker, also if the engine refuses
     * it. Idempotent.
     */
    @Override
    void close();

    /**
     * Creates the implementation of {@link EventSourcing}. It is found with {@link ServiceLoader}. Thread-safe.
     */
    interface Provider {

        /** Implements {@link EventSourcing#on}. */
        EventSourcing on(Worker worker, String context);
    }
}
