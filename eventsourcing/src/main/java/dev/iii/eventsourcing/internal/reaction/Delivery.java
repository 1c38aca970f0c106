package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.internal.projection.Times;
import dev.iii.eventsourcing.internal.store.OneLine;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Calls the handler of a reaction. The attempt is counted before the handler runs, and the occasion is removed after it has
 * returned, so a crash repeats the attempt and an attempt that always crashes ends as a dead letter. Thread-safe.
 *
 * @param <T> the type of the values
 */
public final class Delivery<T> {

    /** The time after which an occasion is handled without its queue. */
    static final Duration QUEUE_GRACE = Duration.ofMinutes(1);

    private final Reaction<?, ?, T> reaction;
    private final Outbox outbox;
    private final Clock clock;
    private final RandomGenerator random;
    private final WorkerLogger logger;
    private final Duration longest;

    /**
     * Creates the delivery of a reaction.
     *
     * @param logger the logger of its function
     */
    public Delivery(
            Reaction<?, ?, T> reaction, Outbox outbox, Clock clock, RandomGenerator random, WorkerLogger logger) {
        this.logger = logger;
        this.reaction = reaction;
        this.outbox = outbox;
        this.clock = clock;
        this.random = random;
        this.longest = longest(reaction.retries());
    }

    /**
     * Handles an occasion, unless it was handled before. Blocks as long as the handler.
     *
     * @param id the id of the occasion
     * @throws Exception the exception of the handler, which may also throw an error; the occasion stays and is handled again later. Also the exceptions of a
     *     call
     */
    public void handle(String id) throws Exception {
        OutEntry waiting = outbox.find(id);
        if (waiting == null) {
            return;
        }
        if (waiting.attempts() >= reaction.retries().maxAttempts()) {
            bury(waiting, "the last attempt did not end");
            return;
        }
        Duration delay = reaction.retries().backoff().delay(waiting.attempts() + 1, random);
        long latest =
                clock.millis() + reaction.retries().perAttempt().plus(delay).toMillis();
        OutEntry begun = waiting.attempt(latest);
        outbox.write(begun);
        try {
            T value = Json.parse(begun.payload()).as(reaction.type());
            reaction.handler()
                    .handle(new Reaction.Occasion<>(
                            id, begun.stream(), Objects.requireNonNull(value, "the value of " + id), begun.attempts()));
        } catch (Throwable e) {
            failed(begun, e, delay);
            throw e;
        }
        outbox.handled(begun);
    }

    private void failed(OutEntry begun, Throwable cause, Duration delay) {
        String error = cause.getClass().getSimpleName() + ": " + OneLine.messageOf(cause);
        try {
            if (begun.attempts() >= reaction.retries().maxAttempts()) {
                bury(begun, error);
            } else {
                outbox.write(begun.failed(error, clock.millis() + delay.toMillis()));
                Map<String, Object> data = data(begun, error);
                data.put("nextMillis", delay.toMillis());
                String what = "Attempt " + begun.attempts() + " of occasion " + begun.id()
                        + " has failed; another one follows after " + delay.toMillis() + " ms: " + error;
                logger.info(OneLine.of(what), data);
            }
        } catch (CallException e) {
            cause.addSuppressed(e);
        }
    }

    private void bury(OutEntry entry, String error) {
        outbox.bury(entry.failed(error, entry.next()));
        String what = "Attempt " + entry.attempts() + " of occasion " + entry.id()
                + " has failed, and was the last one: the occasion is a dead letter now. eventsourcing::redeliver"
                + " sends it again: " + error;
        logger.warn(OneLine.of(what), data(entry, error));
    }

    private static Map<String, Object> data(OutEntry entry, String error) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", entry.id());
        data.put("attempt", entry.attempts());
        data.put("error", error);
        return data;
    }

    /** Returns the maximum delay with which the next attempt of an occasion is set. */
    private static Duration longest(RetryPolicy retries) {
        // The jitter at most doubles a delay.
        return retries.perAttempt()
                .plus(retries.backoff().max().multipliedBy(2))
                .plus(QUEUE_GRACE);
    }

    /** Returns the ids of the occasions whose next attempt is due. Throws the exceptions of a call. */
    public List<String> due() {
        long now = clock.millis();
        return outbox.waiting().stream()
                .filter(entry -> Times.isDue(entry.next(), now, longest))
                .map(OutEntry::id)
                .toList();
    }

    /** Removes the ids of occasions that were handled a day ago. Throws the exceptions of a call. */
    public void forgetHandled() {
        outbox.forgetHandled();
    }
}
