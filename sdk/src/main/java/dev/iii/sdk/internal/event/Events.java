package dev.iii.sdk.internal.event;

import dev.iii.sdk.InvalidPayloadException;
import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamPlace;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.CronTick;
import dev.iii.sdk.trigger.LogRecord;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamLeaveEvent;
import dev.iii.sdk.trigger.TraceEvent;
import dev.iii.sdk.trigger.WorkersAvailableEvent;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the events of triggers, one method for each. */
public final class Events {

    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    private Events() {}

    public static <T> StateEvent<T> state(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a state trigger");
        return new StateEvent<>(
                kind(fields, "event_type", "state:", StateEvent.Kind.class),
                fields.text("scope"),
                fields.text("key"),
                there(fields, "old_value", values),
                there(fields, "new_value", values));
    }

    /** A sync has one value, an array of values, or none. */
    public static <T> StreamEvent<T> stream(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a stream");
        StreamPlace place = new StreamPlace(
                fields.text("streamName"), fields.text("groupId"), Optional.ofNullable(fields.textOrNull("id")));
        Instant time = Instant.ofEpochMilli(fields.number("timestamp"));
        JsonFields event = JsonFields.of(fields.json("event"), "the field event");
        String type = event.text("type");
        try {
            return switch (type) {
                case "create" -> new StreamEvent.Created<>(place, time, item(event, values));
                case "update" -> new StreamEvent.Updated<>(place, time, item(event, values));
                case "delete" -> new StreamEvent.Deleted<>(place, time, item(event, values));
                case "sync" ->
                    new StreamEvent.Synced<>(
                            place,
                            time,
                            place.item().isPresent() ? itemOrNone(event, values) : event.list("data", values));
                case "unauthorized" -> new StreamEvent.Unauthorized<>(place, time);
                case "event" -> custom(place, time, event.json("event"));
                default -> throw new InvalidPayloadException("an event of the unknown type " + type, "type");
            };
        } catch (InvalidPayloadException e) {
            throw e.within("event");
        }
    }

    private static <T> List<T> itemOrNone(JsonFields event, Function<Json, ? extends @Nullable T> values) {
        T item = event.value("data", values);
        return item == null ? List.of() : List.of(item);
    }

    private static <T> T item(JsonFields event, Function<Json, ? extends @Nullable T> values) {
        T item = event.value("data", values);
        if (item == null) {
            throw new InvalidPayloadException("the item is null", "data");
        }
        return item;
    }

    private static <T> StreamEvent.Custom<T> custom(StreamPlace place, Instant time, Json event) {
        JsonFields fields = JsonFields.of(event, "an event of stream::send");
        return new StreamEvent.Custom<>(place, time, fields.text("type"), fields.json("data"));
    }

    public static <T> ConfigurationEvent<T> configuration(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a configuration trigger");
        return new ConfigurationEvent<>(
                kind(fields, "event_type", "configuration:", ConfigurationEvent.Kind.class),
                fields.text("id"),
                fields.text("name", ""),
                fields.text("description", ""),
                fields.json("schema"),
                there(fields, "old_value", values),
                there(fields, "new_value", values));
    }

    public static CronTick cron(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the event of a cron trigger");
        return new CronTick(fields.text("job_id"), time(fields, "scheduled_time"), time(fields, "actual_time"));
    }

    public static StreamJoinEvent join(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the event of a stream:join trigger");
        return new StreamJoinEvent(fields.text("subscription_id"), place(fields), context(fields));
    }

    public static StreamLeaveEvent leave(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the event of a stream:leave trigger");
        return new StreamLeaveEvent(fields.text("subscription_id"), place(fields), context(fields));
    }

    private static StreamPlace place(JsonFields fields) {
        return new StreamPlace(
                fields.text("stream_name"), fields.text("group_id"), Optional.ofNullable(fields.textOrNull("id")));
    }

    private static Optional<Json> context(JsonFields fields) {
        return Optional.ofNullable(fields.jsonOrNull("context"));
    }

    public static LogRecord log(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the event of a log trigger");
        return new LogRecord(
                nanos(fields, "timestamp_unix_nano"),
                nanos(fields, "observed_timestamp_unix_nano"),
                (int) fields.number("severity_number", 0),
                fields.text("severity_text", ""),
                fields.text("body", ""),
                Map.copyOf(fields.map("attributes")),
                Optional.ofNullable(fields.textOrNull("trace_id")),
                Optional.ofNullable(fields.textOrNull("span_id")),
                fields.text("service_name", ""),
                fields.texts("resource"));
    }

    public static TraceEvent trace(Json payload) {
        return new TraceEvent(
                JsonFields.of(payload, "the event of a trace trigger").list("trace_ids", id -> id.as(String.class)));
    }

    public static WorkersAvailableEvent workers(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the event of a workers-available trigger");
        return new WorkersAvailableEvent(
                kind(fields, "event", "worker_", WorkersAvailableEvent.Kind.class), fields.text("worker_id"));
    }

    private static <T> Optional<T> there(JsonFields fields, String name, Function<Json, ? extends @Nullable T> values) {
        return fields.jsonOrNull(name) == null ? Optional.empty() : Optional.ofNullable(fields.value(name, values));
    }

    private static <E extends Enum<E>> E kind(JsonFields fields, String name, String prefix, Class<E> kinds) {
        String text = fields.text(name);
        for (E kind : kinds.getEnumConstants()) {
            if (text.equals(prefix + kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new InvalidPayloadException("the unknown kind " + text, name);
    }

    private static Instant time(JsonFields fields, String name) {
        String text = fields.text(name);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidPayloadException("expected a time with an offset (RFC 3339), got '" + text + "'", name);
        }
    }

    /** Nanoseconds since 1970; some senders write such numbers as texts. */
    private static Instant nanos(JsonFields fields, String name) {
        BigInteger nanos = fields.value(name, json -> json.as(BigInteger.class));
        if (nanos == null) {
            return Instant.EPOCH;
        }
        BigInteger[] parts = nanos.divideAndRemainder(BILLION);
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].intValue());
    }
}
