package dev.iii.sdk.trigger;

import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.NumberLimits;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.PayloadReader;
import dev.iii.sdk.stream.StreamPath;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the payloads of built-in triggers. The names of the fields do not depend on the codec. */
final class EventReaders {

    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    private EventReaders() {}

    /** Reads {@link StateEvent}. */
    static final class StateEvents implements PayloadReader<StateEvent<Object>> {

        @Override
        public StateEvent<Object> read(Json payload, Function<Json, @Nullable Object> values) {
            return state(payload, values);
        }
    }

    /** Reads {@link ConfigurationEvent}. */
    static final class ConfigurationEvents implements PayloadReader<ConfigurationEvent<Object>> {

        @Override
        public ConfigurationEvent<Object> read(Json payload, Function<Json, @Nullable Object> values) {
            return configuration(payload, values);
        }
    }

    /** Reads {@link CronEvent}. */
    static final class CronTicks implements PayloadReader<CronEvent> {

        @Override
        public CronEvent read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the event of a cron trigger");
            return new CronEvent(fields.text("job_id"), time(fields, "scheduled_time"), time(fields, "actual_time"));
        }
    }

    /** Reads {@link StreamJoinEvent}. */
    static final class StreamJoins implements PayloadReader<StreamJoinEvent> {

        @Override
        public StreamJoinEvent read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the event of a stream:join trigger");
            return new StreamJoinEvent(fields.text("subscription_id"), path(fields), context(fields));
        }
    }

    /** Reads {@link StreamLeaveEvent}. */
    static final class StreamLeaves implements PayloadReader<StreamLeaveEvent> {

        @Override
        public StreamLeaveEvent read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the event of a stream:leave trigger");
            return new StreamLeaveEvent(fields.text("subscription_id"), path(fields), context(fields));
        }
    }

    /** Reads {@link LogEvent}. */
    static final class LogRecords implements PayloadReader<LogEvent> {

        @Override
        public LogEvent read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the event of a log trigger");
            return new LogEvent(
                    nanos(fields, "timestamp_unix_nano"),
                    nanos(fields, "observed_timestamp_unix_nano"),
                    (int) fields.number("severity_number", 0),
                    fields.text("severity_text", ""),
                    fields.text("body", ""),
                    fields.map("attributes"),
                    Optional.ofNullable(fields.textOrNull("trace_id")),
                    Optional.ofNullable(fields.textOrNull("span_id")),
                    fields.text("service_name", ""),
                    fields.strings("resource"));
        }
    }

    /** Reads {@link TraceEvent}. */
    static final class TraceEvents implements PayloadReader<TraceEvent> {

        @Override
        public TraceEvent read(Json payload, Function<Json, @Nullable Object> values) {
            return new TraceEvent(JsonFields.of(payload, "the event of a trace trigger")
                    .list("trace_ids", id -> id.as(String.class)));
        }
    }

    /** Reads {@link FunctionsAvailableEvent}. */
    static final class FunctionsAvailable implements PayloadReader<FunctionsAvailableEvent> {

        @Override
        public FunctionsAvailableEvent read(Json payload, Function<Json, @Nullable Object> values) {
            return new FunctionsAvailableEvent(JsonFields.of(payload, "the event of a functions-available trigger")
                    .list("functions", FunctionInfo::of));
        }
    }

    /** Reads {@link WorkersAvailableEvent}. */
    static final class WorkersAvailable implements PayloadReader<WorkersAvailableEvent> {

        @Override
        public WorkersAvailableEvent read(Json payload, Function<Json, @Nullable Object> values) {
            JsonFields fields = JsonFields.of(payload, "the event of a workers-available trigger");
            return new WorkersAvailableEvent(
                    kind(fields, "event", "worker_", WorkersAvailableEvent.Kind.class), fields.text("worker_id"));
        }
    }

    static <T> StateEvent<T> state(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a state trigger");
        return new StateEvent<>(
                kind(fields, "event_type", "state:", StateEvent.Kind.class),
                fields.text("scope"),
                fields.text("key"),
                present(fields, "old_value", values),
                present(fields, "new_value", values));
    }

    static <T> ConfigurationEvent<T> configuration(Json payload, Function<Json, ? extends @Nullable T> values) {
        JsonFields fields = JsonFields.of(payload, "the event of a configuration trigger");
        return new ConfigurationEvent<>(
                kind(fields, "event_type", "configuration:", ConfigurationEvent.Kind.class),
                fields.text("id"),
                fields.text("name", ""),
                fields.text("description", ""),
                fields.json("schema"),
                present(fields, "old_value", values),
                present(fields, "new_value", values));
    }

    private static StreamPath path(JsonFields fields) {
        return new StreamPath(
                fields.text("stream_name"), fields.text("group_id"), Optional.ofNullable(fields.textOrNull("id")));
    }

    private static Optional<Json> context(JsonFields fields) {
        return Optional.ofNullable(fields.jsonOrNull("context"));
    }

    private static <T> Optional<T> present(
            JsonFields fields, String name, Function<Json, ? extends @Nullable T> values) {
        return fields.jsonOrNull(name) == null ? Optional.empty() : Optional.ofNullable(fields.value(name, values));
    }

    private static <E extends Enum<E>> E kind(JsonFields fields, String name, String prefix, Class<E> kinds) {
        String text = fields.text(name);
        for (E kind : kinds.getEnumConstants()) {
            if (text.equals(prefix + kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        String known = Arrays.stream(kinds.getEnumConstants())
                .map(kind -> prefix + kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new InvalidPayloadException("unknown kind '" + text + "'; expected one of " + known, name);
    }

    private static Instant time(JsonFields fields, String name) {
        String text = fields.text(name);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidPayloadException("expected a time with an offset (RFC 3339), was '" + text + "'", name);
        }
    }

    /** Reads nanoseconds since 1970. Some senders write such numbers as strings. */
    private static Instant nanos(JsonFields fields, String name) {
        BigInteger nanos = fields.value(name, EventReaders::integer);
        if (nanos == null) {
            return Instant.EPOCH;
        }
        BigInteger[] parts = nanos.divideAndRemainder(BILLION);
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].intValue());
    }

    /** Reads an integer. The mapping of OTLP to JSON writes 64-bit integers as strings. */
    private static @Nullable BigInteger integer(Json json) {
        String text = JsonFields.stringOrNull(json);
        try {
            return text == null ? json.as(BigInteger.class) : NumberLimits.integer(text);
        } catch (NumberFormatException e) {
            throw new InvalidPayloadException("expected an integer, was another string", "");
        }
    }
}
