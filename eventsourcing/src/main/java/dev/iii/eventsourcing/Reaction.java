package dev.iii.eventsourcing;

import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * Code that runs at least once for certain events, for example to notify a person. Immutable and thread-safe: every method that
 * takes a value returns a copy.
 *
 * <pre>{@code
 * es.add(Reaction.of(ITEM, "notify::low-stock", LowStock.class,
 *                 (before, recorded, after) -> !before.isLow() && after.isLow()
 *                         ? Optional.of(new LowStock(after.sku(), after.stock())) : Optional.empty(),
 *                 occasion -> webhook.post(occasion.id(), occasion.value()))
 *         .queue("alerts"));
 * }</pre>
 *
 * <p>An occasion is stored before the position in the log moves on, and removed after the handler has returned. So a crash at
 * any time repeats the handler with the same {@link Occasion#id}, and a receiver can drop duplicates by it. After the last
 * attempt, the occasion becomes a dead letter: {@code eventsourcing::dead} lists them and {@code eventsourcing::redeliver}
 * sends them again.
 *
 * @param <E> the type of all events
 * @param <S> the state
 * @param <T> the type of the values
 */
public final class Reaction<E, S, T> {

    /**
     * The default policy: 8 attempts of at most 30 s each, with delays from 1 s, doubled up to 5 minutes, and a jitter of 30 %.
     */
    public static final RetryPolicy DEFAULT_RETRIES = new RetryPolicy(
            8, Duration.ofSeconds(30), Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5)));

    private final Aggregate<?, E, S> aggregate;
    private final String id;
    private final TypeRef<T> type;
    private final When<E, S, T> when;
    private final Handler<T> handler;
    private final RetryPolicy retries;
    private final Optional<String> queue;
    private final boolean fromFirstEvent;

    /**
     * Decides if an event is an occasion. Must be a pure function.
     *
     * @param <E> the type of all events
     * @param <S> the state
     * @param <T> the type of the values
     */
    @FunctionalInterface
    public interface When<E, S, T> {

        /**
         * Returns the value for the handler; empty if there is nothing to do.
         *
         * @param before the state before the event
         * @param recorded the event
         * @param after the state after the event
         */
        Optional<T> occasion(S before, Recorded<E> recorded, S after);
    }

    /**
     * Handles an occasion. Called on a handler thread; may block.
     *
     * @param <T> the type of the values
     */
    @FunctionalInterface
    public interface Handler<T> {

        /**
         * Handles an occasion.
         *
         * @throws Exception if the attempt has failed; the next one follows after a delay
         */
        void handle(Occasion<T> occasion) throws Exception;
    }

    /**
     * A value that {@link When} has returned for an event. Immutable.
     *
     * @param id the id of the reaction, a slash and the id of the event: the same for all attempts
     * @param stream the stream of the event
     * @param value the value
     * @param attempt the number of this attempt, from 1; a dead letter that is sent again starts at 1
     * @param <T> the type of the values
     */
    public record Occasion<T>(String id, String stream, T value, int attempt) {}

    private Reaction(
            Aggregate<?, E, S> aggregate,
            String id,
            TypeRef<T> type,
            When<E, S, T> when,
            Handler<T> handler,
            RetryPolicy retries,
            Optional<String> queue,
            boolean fromFirstEvent) {
        this.aggregate = aggregate;
        this.id = id;
        this.type = type;
        this.when = when;
        this.handler = handler;
        this.retries = retries;
        this.queue = queue;
        this.fromFirstEvent = fromFirstEvent;
    }

    /**
     * Creates a reaction to the events that are appended after its first start.
     *
     * @param aggregate the aggregate whose events are read
     * @param id the id of the function that handles the occasions, for example {@code notify::low-stock}: letters, digits,
     *     {@code _}, {@code -}, {@code .} and {@code ::}. It is part of stored names and must not change
     * @param type the type of the values; its JSON must be readable as an equal value
     * @param when decides if an event is an occasion
     * @param handler handles an occasion
     * @throws IllegalArgumentException if the id is invalid
     */
    public static <E, S, T> Reaction<E, S, T> of(
            Aggregate<?, E, S> aggregate, String id, Class<T> type, When<E, S, T> when, Handler<T> handler) {
        if (!id.matches("[A-Za-z0-9_.:-]{1,100}")) {
            throw new IllegalArgumentException("the id '" + id
                    + "' of the reaction is invalid; it must be 1 to 100 letters, digits, '_', '-', '.' or ':'");
        }
        return new Reaction<>(aggregate, id, TypeRef.of(type), when, handler, DEFAULT_RETRIES, Optional.empty(), false);
    }

    /** Sets the number, the duration and the delays of the attempts. Default: {@link #DEFAULT_RETRIES}. */
    public Reaction<E, S, T> retries(RetryPolicy policy) {
        return new Reaction<>(aggregate, id, type, when, handler, policy, queue, fromFirstEvent);
    }

    /**
     * Sends the occasions through a queue of the engine, if the engine has a queue provider. Otherwise, and for occasions that
     * the queue has not delivered after a minute, the library calls the handler on its own schedule. With a queue, an occasion
     * may be handled twice, with the same id. Default: no queue.
     *
     * @param name the name of a queue
     */
    public Reaction<E, S, T> queue(String name) {
        return new Reaction<>(aggregate, id, type, when, handler, retries, Optional.of(name), fromFirstEvent);
    }

    /** Reacts also to the events that were appended before the first start of this reaction. Default: only to later ones. */
    public Reaction<E, S, T> fromFirstEvent() {
        return new Reaction<>(aggregate, id, type, when, handler, retries, queue, true);
    }

    /** Returns the aggregate. */
    public Aggregate<?, E, S> aggregate() {
        return aggregate;
    }

    /** Returns the id of the function. */
    public String id() {
        return id;
    }

    /** Returns the type of the values. */
    public TypeRef<T> type() {
        return type;
    }

    /** Returns the function that decides if an event is an occasion. */
    public When<E, S, T> when() {
        return when;
    }

    /** Returns the handler. */
    public Handler<T> handler() {
        return handler;
    }

    /** Returns the number, the duration and the delays of the attempts. */
    public RetryPolicy retries() {
        return retries;
    }

    /** Returns the queue; empty if there is none. */
    public Optional<String> queue() {
        return queue;
    }

    /** Returns {@code true} if {@link #fromFirstEvent()} was called. */
    public boolean isFromFirstEvent() {
        return fromFirstEvent;
    }
}
