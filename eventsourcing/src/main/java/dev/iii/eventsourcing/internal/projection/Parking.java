package dev.iii.eventsourcing.internal.projection;

import dev.iii.eventsourcing.internal.store.OneLine;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.telemetry.WorkerLogger;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that a projection or a reaction could not read on, because its code has failed or an event is unknown. They are
 * read again after a delay. The list is stored, so that operators see it and a new owner continues with it. Not thread-safe.
 */
final class Parking {

    private static final Logger log = LoggerFactory.getLogger(Parking.class);
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5));
    /** The maximum delay with its jitter, and some time for a clock of another program that is ahead. */
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** A failure of the engine says nothing about the stream, so the delay does not grow. */
    private static final Duration ENGINE_DELAY = Duration.ofSeconds(1);

    private final StateStore store;
    private final String scope;
    private final String kind;
    private final String name;
    private final Clock clock;
    private final RandomGenerator random;
    private final WorkerLogger logger;
    private final Map<String, Parked> parked = new HashMap<>();

    /**
     * A stream that waits.
     *
     * @param failures the number of failed attempts
     * @param next the time of the next attempt in milliseconds since 1970
     */
    private record Parked(long failures, long next) {}

    /**
     * Creates an empty list.
     *
     * @param kind {@code projection} or {@code reaction}
     * @param name the name of the projection or reaction
     */
    Parking(RunnerContext context, String kind, String name, WorkerLogger logger) {
        this.store = context.store();
        this.scope = context.viewScopes().stuck();
        this.kind = kind;
        this.name = name;
        this.clock = context.clock();
        this.random = context.random();
        this.logger = logger;
    }

    /** Reads the stored list. Throws the exceptions of a call. */
    public void load() {
        parked.clear();
        for (Json json : store.list(scope)) {
            String stream = Fields.text(json, "stream");
            if (stream != null && kind.equals(Fields.text(json, "kind")) && name.equals(Fields.text(json, "name"))) {
                parked.put(stream, new Parked(Fields.number(json, "tries", 1), Fields.number(json, "next", 0)));
            }
        }
    }

    /** Returns {@code true} if a stream waits and its next attempt is not due. */
    public boolean isWaiting(String stream) {
        Parked entry = parked.get(stream);
        return entry != null && !isDue(entry, clock.millis());
    }

    private static boolean isDue(Parked entry, long now) {
        return Times.isDue(entry.next(), now, LONGEST);
    }

    /** Returns a stream whose next attempt is due; {@code null} if there is none. */
    public @Nullable String due() {
        long now = clock.millis();
        for (Map.Entry<String, Parked> entry : parked.entrySet()) {
            if (isDue(entry.getValue(), now)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Returns the time of the next attempt in milliseconds since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long nextAttempt() {
        long next = Long.MAX_VALUE;
        for (Parked entry : parked.values()) {
            next = Math.min(next, entry.next());
        }
        return next;
    }

    /** Returns the number of streams. */
    public int size() {
        return parked.size();
    }

    /**
     * Adds a stream, or schedules its next attempt. Does not throw if the list cannot be stored.
     *
     * @param event the id of the event that could not be read; empty if it is not known
     */
    public void park(String stream, String event, Throwable cause) {
        Parked before = parked.get(stream);
        long failures = before == null ? 1 : before.failures() + 1;
        Duration delay = cause instanceof CallException
                ? ENGINE_DELAY
                : BACKOFF.delay((int) Math.min(failures, Integer.MAX_VALUE), random);
        long next = clock.millis() + delay.toMillis();
        parked.put(stream, new Parked(failures, next));
        String error = OneLine.failure(cause);
        if (before == null) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put(kind, name);
            data.put("stream", stream);
            data.put("event", event);
            data.put("error", error);
            String what = "Stream " + stream + " cannot be read" + (event.isEmpty() ? "" : " at event " + event)
                    + " and is tried again later; other streams are not affected: " + error;
            logger.warn(OneLine.of(what), data);
            log.debug("The failure of {} in stream {}", name, OneLine.of(stream), cause);
        }
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("kind", Json.of(kind));
        fields.put("name", Json.of(name));
        fields.put("stream", Json.of(stream));
        fields.put("event", Json.of(event));
        fields.put("error", Json.of(error));
        fields.put("tries", Json.of(failures));
        fields.put("next", Json.of(next));
        try {
            store.set(scope, key(stream), Json.object(fields));
        } catch (CallException e) {
            log.debug("The list of streams that {} cannot read could not be stored", name, e);
        }
    }

    /** Removes a stream that was read to its end. Throws the exceptions of a call. */
    public void release(String stream) {
        if (parked.containsKey(stream)) {
            store.delete(scope, key(stream));
            parked.remove(stream);
            logger.info(
                    OneLine.of("Stream " + stream + " was read after it had failed"),
                    Map.of(kind, name, "stream", stream));
        }
    }

    private String key(String stream) {
        return kind + "/" + name + "/" + stream;
    }
}
